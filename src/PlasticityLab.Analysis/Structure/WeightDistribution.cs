using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>The shape of the distribution of off-diagonal weights.</summary>
/// <param name="Mean">Mean, in the unit of the weights.</param>
/// <param name="StandardDeviation">Standard deviation (n − 1).</param>
/// <param name="Skewness">Third standardised moment [1].</param>
/// <param name="Kurtosis">Fourth standardised moment [1]; 3 for a normal distribution.</param>
/// <param name="Bimodality">(skewness² + 1)/kurtosis [1]: 5/9 = 0.555 for a uniform distribution, above it rather two-peaked, 1 for two
/// points.</param>
/// <param name="Gini">Gini coefficient of |w| [1]: 0 all equal, towards 1 one synapse holds all.</param>
/// <param name="TopTenPercentShare">Share of Σ|w| held by the strongest tenth of the nonzero weights [1].</param>
/// <param name="LogMean">Mean of ln w over positive weights.</param>
/// <param name="LogStandardDeviation">Standard deviation of ln w over positive weights (n − 1).</param>
public sealed record WeightDistribution(
    double Mean,
    double StandardDeviation,
    double Skewness,
    double Kurtosis,
    double Bimodality,
    double Gini,
    double TopTenPercentShare,
    double LogMean,
    double LogStandardDeviation
)
{
    /// <summary>Why a value is absent (NaN); empty when none is.</summary>
    public IReadOnlyList<string> Absent =>
        Absence.Of(
            ("mean", Mean, "there is one unit"),
            ("standardDeviation", StandardDeviation, "there are fewer than two weights"),
            ("skewness", Skewness, Constant),
            ("kurtosis", Kurtosis, Constant),
            ("bimodality", Bimodality, Constant),
            ("gini", Gini, "all weights are 0"),
            ("topTenPercentShare", TopTenPercentShare, "all weights are 0"),
            ("logMean", LogMean, "there is no positive weight"),
            ("logStandardDeviation", LogStandardDeviation, "there are fewer than two positive weights")
        );

    private const string Constant = "all weights are equal";

    /// <summary>Of the off-diagonal entries of W.</summary>
    public static WeightDistribution Of(Matrix w)
    {
        Weights.Check(w);
        return Of(Weights.OffDiagonal(w));
    }

    /// <summary>Of any sample of finite numbers. Moments are NaN for a sample that is constant within rounding.</summary>
    public static WeightDistribution Of(ReadOnlySpan<double> values)
    {
        Sample.MustBeFinite(values);
        var mean = Sample.Mean(values);
        var unit = Rounding.Unit(Rounding.Scale(values));
        var varies = !Rounding.IsConstant(values);
        double m2 = 0,
            m3 = 0,
            m4 = 0;
        foreach (var value in values)
        {
            var d = (value - mean) * unit;
            m2 += d * d;
            m3 += d * d * d;
            m4 += d * d * d * d;
        }

        double n = values.Length;
        double skewness = varies ? m3 / n / Math.Pow(m2 / n, 1.5) : double.NaN,
            kurtosis = varies ? m4 / n / (m2 / n * (m2 / n)) : double.NaN;
        double[] raw = values.ToArray();
        var sizes = Array.ConvertAll(raw, x => Math.Abs(x)).Order().ToArray();
        var nonzero = sizes.Where(x => x > 0).ToArray();
        var logs = raw.Where(x => x > 0).Select(x => Math.Log(x)).ToArray();
        return new(
            mean,
            Sample.StandardDeviation(values),
            skewness,
            kurtosis,
            ((skewness * skewness) + 1) / kurtosis,
            GiniOfSorted(sizes),
            TopShare(nonzero, 0.1),
            Sample.Mean(logs),
            Sample.StandardDeviation(logs)
        );
    }

    /// <summary>Share of the sum that the largest <paramref name="fraction"/> of values holds, values ascending; whole values only, rounded
    /// up.</summary>
    internal static double TopShare(double[] sorted, double fraction)
    {
        var sum = sorted.Sum();
        return sum > 0 ? sorted[^(int)Math.Ceiling((fraction * sorted.Length) - 1e-9)..].Sum() / sum : double.NaN;
    }

    // Σ (2k − n − 1) x_k/(n Σ x), x ascending, k from 1.
    private static double GiniOfSorted(double[] sorted)
    {
        double weighted = 0,
            sum = 0;
        for (var k = 0; k < sorted.Length; k++)
        {
            weighted += ((2.0 * (k + 1)) - sorted.Length - 1) * sorted[k];
            sum += sorted[k];
        }

        return sum > 0 ? Math.Max(0, weighted / (sorted.Length * sum)) : double.NaN; // below 0 by rounding alone
    }
}
