namespace PlasticityLab.Numerics.Statistics;

/// <summary>Outcome of <see cref="Dispersion"/>.</summary>
/// <param name="F">Between-group over within-group mean square of the distances to the centroids [1].</param>
/// <param name="MeanDistanceToCentroid">Spread of each group, in the order of first appearance, in the unit of the distance.</param>
/// <param name="Test">F of the distances of disjoint pairs, its p and how it was found.</param>
public sealed record DispersionResult(double F, IReadOnlyList<double> MeanDistanceToCentroid, TestResult Test)
{
    /// <summary>p of "all groups have the same spread" [1].</summary>
    public double PValue => Test.PValue;
}
