using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>One measure, two conditions, the same seeds: everything that a table row needs, with its cautions.</summary>
/// <param name="Pairs">Pairs in which both conditions have the measure.</param>
/// <param name="Missing">Pairs left out because a network has no such measure (NaN or infinite).</param>
/// <param name="MeanDifference">Mean of treatment − baseline with its bootstrap interval (BCa), in the unit of the measure.</param>
/// <param name="MedianDifference">Median of the differences.</param>
/// <param name="EffectSize">Paired effect size d_z [1]; NaN when the differences are constant within rounding.</param>
/// <param name="CliffsDelta">P(treatment &gt; baseline) − P(treatment &lt; baseline), unpaired [1].</param>
/// <param name="Test">Sign-flip test of the mean difference, two-sided.</param>
/// <param name="SeedsNeeded">Pairs that would decide a difference of the observed size with 80 % power at 5 %; int.MaxValue when the
/// observed effect is 0 or unknown.</param>
/// <param name="Cautions">Why this row may not bear a claim; empty when nothing is to be said.</param>
public sealed record PairedComparison(
    int Pairs,
    int Missing,
    Interval MeanDifference,
    double MedianDifference,
    double EffectSize,
    double CliffsDelta,
    TestResult Test,
    int SeedsNeeded,
    IReadOnlyList<string> Cautions
)
{
    /// <summary>Fewer pairs than this cannot reach p ≤ 0.05 two-sided: 2/2⁵ = 0.0625.</summary>
    public const int FewestPairs = 6;

    /// <summary>Compares a condition with its baseline, seed by seed. Pairs with a missing value are left out and counted, never
    /// silently.</summary>
    /// <param name="treatment">The measure in each replicate.</param>
    /// <param name="baseline">The measure in the same replicates of the baseline.</param>
    /// <param name="random">Source of resamples and sign patterns.</param>
    /// <param name="confidence">Coverage of the interval [1].</param>
    public static PairedComparison Of(
        ReadOnlySpan<double> treatment,
        ReadOnlySpan<double> baseline,
        RandomStream random,
        double confidence = 0.95
    )
    {
        var (a, b) = Complete(treatment, baseline);
        var differences = Bootstrap.Differences(a, b);
        var scale = Math.Max(Rounding.Scale(a), Rounding.Scale(b));
        var cautions = new List<string>();
        var missing = treatment.Length - a.Length;
        if (missing > 0)
        {
            cautions.Add($"{missing} of {treatment.Length} pairs have no such measure and are left out.");
        }

        if (a.Length == 0)
        {
            cautions.Add("No pair has this measure: nothing can be said.");
            return new(
                0,
                missing,
                new(double.NaN, double.NaN, double.NaN, confidence),
                double.NaN,
                double.NaN,
                double.NaN,
                TestResult.None(double.NaN),
                int.MaxValue,
                cautions
            );
        }

        if (a.Length < FewestPairs)
        {
            cautions.Add(
                $"Too few seeds for this claim: {a.Length} {(a.Length == 1 ? "pair" : "pairs")} cannot give p below {Math.Pow(2, 1 - a.Length):G3}; at least {FewestPairs} are needed."
            );
        }

        var zeros = differences.Count(d => d == 0);
        if (zeros == differences.Length)
        {
            cautions.Add(
                Rounding.IsConstant([.. a, .. b])
                    ? "The measure has the same value in every network of both conditions."
                    : "All pairs are tied: the conditions do not differ in any replicate."
            );
        }
        else if (zeros > 0)
        {
            cautions.Add($"{zeros} of {differences.Length} pairs are tied.");
        }

        var effect = Statistics.EffectSize.Paired(differences, scale);
        if (double.IsNaN(effect) && differences.Length > 2 && zeros < differences.Length)
        {
            cautions.Add("The difference is the same in every pair: an effect size relative to its spread does not exist.");
        }

        return new(
            a.Length,
            missing,
            Bootstrap.Bca(differences, random, Sample.Mean, confidence, scale: scale),
            Sample.Median(differences),
            effect,
            Statistics.CliffsDelta.Of(a, b),
            PermutationTest.PairedSignFlip(differences, random, scale: scale),
            double.IsNaN(effect) ? int.MaxValue : Power.PairsNeeded(effect),
            cautions
        );
    }

    /// <summary>The pairs in which both values are finite.</summary>
    internal static (double[] A, double[] B) Complete(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Sample.SameLength(a, b);
        List<double> x = [],
            y = [];
        for (var i = 0; i < a.Length; i++)
        {
            if (double.IsFinite(a[i]) && double.IsFinite(b[i]))
            {
                x.Add(a[i]);
                y.Add(b[i]);
            }
        }

        return ([.. x], [.. y]);
    }
}
