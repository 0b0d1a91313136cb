using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Verdict;

/// <summary>Distances between all networks of a study in one aspect.</summary>
/// <param name="Aspect">The aspect.</param>
/// <param name="Measure">What the distance is, for the table.</param>
/// <param name="Distances">[network, network], symmetric, 0 on the diagonal; NaN in the row and column of a network without such a
/// measure.</param>
/// <param name="Margin">Mean distance between rules below which they count as the same; fix it before looking. Null: the 95th percentile of
/// the distances between seeds of one rule.</param>
public sealed record AspectDistances(Aspect Aspect, string Measure, Matrix Distances, double? Margin = null);
