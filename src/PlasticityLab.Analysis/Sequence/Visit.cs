namespace PlasticityLab.Analysis.Sequence;

/// <summary>A time during which one item dominates.</summary>
/// <param name="Item">The item, from 0.</param>
/// <param name="Start">First sample.</param>
/// <param name="End">Sample after the last.</param>
/// <param name="Margin">Largest lead over the next item during the visit, max_t (m_k − max_{l≠k} m_l) [1].</param>
public readonly record struct Visit(int Item, int Start, int End, double Margin);
