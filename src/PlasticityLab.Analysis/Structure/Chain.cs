namespace PlasticityLab.Analysis.Structure;

/// <summary>One chain or ring of units, each the strongest target of the one before it and driven most by it.</summary>
/// <param name="Units">The units in order, sender first.</param>
/// <param name="IsCycle">Whether the last drives the first in the same way.</param>
/// <param name="MeanWeight">Mean weight of its links, in the unit of the weights.</param>
public sealed record Chain(int[] Units, bool IsCycle, double MeanWeight);
