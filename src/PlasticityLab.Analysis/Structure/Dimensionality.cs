using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Structure;

/// <summary>How many directions carry the variance.</summary>
/// <param name="Values">The spectrum that is counted, descending: eigenvalues of the covariance, or squared singular values.</param>
/// <param name="ParticipationRatio">(Σ l)²/Σ l² [1], 1 to n.</param>
/// <param name="ComponentsFor90Percent">Fewest leading values that hold 90 % of the sum.</param>
/// <param name="EntropyDimension">exp of the entropy of l/Σl [1], 1 to n.</param>
public sealed record Dimensionality(double[] Values, double ParticipationRatio, int ComponentsFor90Percent, double EntropyDimension)
{
    /// <summary>Of samples [sample, unit]: eigenvalues of the covariance with denominator m − 1.</summary>
    public static Dimensionality OfSamples(Matrix samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Rows < 2)
        {
            throw new UserError($"A covariance needs at least two samples, but there are {samples.Rows}.");
        }

        var centred = Centre(samples);
        return Of([.. Svd.SingularValues(centred).Select(s => s * s / (samples.Rows - 1))]);
    }

    /// <summary>Of a weight matrix: its squared singular values.</summary>
    public static Dimensionality OfSingularValues(Matrix w) => Of([.. Svd.SingularValues(w).Select(s => s * s)]);

    /// <summary>Of any spectrum without negative values; NaN when it sums to 0.</summary>
    public static Dimensionality Of(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var sorted = values.OrderDescending().ToArray();
        double sum = sorted.Sum(),
            squares = sorted.Sum(l => l * l),
            entropy = 0,
            held = 0;
        var components = 0;
        foreach (var l in sorted)
        {
            entropy -= l > 0 ? l / sum * Math.Log(l / sum) : 0;
            if (held < 0.9 * sum)
            {
                held += l;
                components++;
            }
        }

        return new(sorted, squares > 0 ? sum * sum / squares : double.NaN, components, squares > 0 ? Math.Exp(entropy) : double.NaN);
    }

    /// <summary>Columns moved to mean 0.</summary>
    internal static Matrix Centre(Matrix samples)
    {
        var result = samples.Copy();
        for (var j = 0; j < samples.Columns; j++)
        {
            double mean = 0;
            for (var i = 0; i < samples.Rows; i++)
            {
                mean += samples[i, j];
            }

            mean /= samples.Rows;
            for (var i = 0; i < samples.Rows; i++)
            {
                result[i, j] -= mean;
            }
        }

        return result;
    }
}
