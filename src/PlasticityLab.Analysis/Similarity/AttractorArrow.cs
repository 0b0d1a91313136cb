namespace PlasticityLab.Analysis.Similarity;

/// <summary>One transition between attractors.</summary>
/// <param name="From">Node it leaves.</param>
/// <param name="To">Node it enters.</param>
/// <param name="Label">Its kind.</param>
public sealed record AttractorArrow(int From, int To, string Label);
