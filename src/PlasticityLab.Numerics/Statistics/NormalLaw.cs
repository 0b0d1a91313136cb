using MathNet.Numerics;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>The standard normal distribution.</summary>
internal static class NormalLaw
{
    /// <summary>P(Z ≤ z).</summary>
    public static double Cumulative(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    /// <summary>z with P(Z ≤ z) = p; ±∞ at 0 and 1.</summary>
    public static double Quantile(double p) =>
        p <= 0 ? double.NegativeInfinity
        : p >= 1 ? double.PositiveInfinity
        : -Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * p);
}
