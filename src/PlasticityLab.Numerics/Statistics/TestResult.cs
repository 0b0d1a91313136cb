namespace PlasticityLab.Numerics.Statistics;

/// <summary>Outcome of a permutation test.</summary>
/// <param name="Statistic">The observed statistic.</param>
/// <param name="PValue">p [1]: exact share when enumerated; (1 + count)/(1 + draws) when sampled, so never 0 (Phipson and Smyth
/// 2010).</param>
/// <param name="Assignments">How many assignments were looked at; the observed one is among them when enumerated.</param>
/// <param name="AtLeastAsExtreme">How many of them were at least as extreme as the observed one.</param>
/// <param name="IsExact">Whether all assignments were enumerated.</param>
public readonly record struct TestResult(double Statistic, double PValue, long Assignments, long AtLeastAsExtreme, bool IsExact)
{
    /// <summary>The smallest p that this design can give at all; a claim at a level below it is out of reach, whatever the data.</summary>
    /// <remarks>For two-sided tests of a symmetric statistic the bound is twice this value.</remarks>
    public double SmallestPossibleP => Assignments > 0 ? 1.0 / (IsExact ? Assignments : Assignments + 1) : double.NaN;

    internal static TestResult None(double statistic) => new(statistic, double.NaN, 0, 0, false);
}
