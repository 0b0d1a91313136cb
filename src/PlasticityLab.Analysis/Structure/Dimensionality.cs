using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Statistics;

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

        if (!samples.IsFinite())
        {
            throw new UserError("A covariance needs finite samples, but one is not a finite number.");
        }

        // What rounding leaves of units that do not vary is no dimension.
        var scale = Rounding.Scale(samples.Values);
        var unit = Rounding.Unit(scale);
        var nothing = Rounding.Slack(scale * unit, samples.Rows) * Math.Sqrt(samples.Values.Length);
        return Of(Svd.SingularValues(Centre(Scaled(samples, unit))), s => s <= nothing ? 0 : s * s / (samples.Rows - 1), unit);
    }

    /// <summary>Of a weight matrix: its squared singular values.</summary>
    public static Dimensionality OfSingularValues(Matrix w)
    {
        ArgumentNullException.ThrowIfNull(w);
        var unit = Rounding.Unit(Rounding.Scale(w.Values));
        return Of(Svd.SingularValues(Scaled(w, unit)), s => s * s, unit);
    }

    private static Matrix Scaled(Matrix x, double unit) => Matrix.From(x.Rows, x.Columns, (i, j) => x[i, j] * unit);

    // Of what squares to a spectrum, in units that keep the squares numbers.
    private static Dimensionality Of(double[] singular, Func<double, double> value, double unit)
    {
        var found = Of([.. singular.Select(value)]);
        return found with { Values = [.. found.Values.Select(l => l / unit / unit)] };
    }

    /// <summary>Why a value is absent (NaN); empty when none is.</summary>
    public IReadOnlyList<string> Absent =>
        Absence.Of(
            ("participationRatio", ParticipationRatio, "nothing varies: the spectrum is 0"),
            ("entropyDimension", EntropyDimension, "nothing varies: the spectrum is 0")
        );

    /// <summary>Of any spectrum without negative values; NaN when it sums to 0.</summary>
    public static Dimensionality Of(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (Array.FindIndex(values, l => !(l >= 0 && double.IsFinite(l))) is var bad and >= 0)
        {
            throw new UserError(
                $"A spectrum must hold finite numbers, 0 or above, but value {bad + 1} of {values.Length} is {values[bad]:R}."
            );
        }

        var sorted = values.OrderDescending().ToArray();
        double sum = sorted.Sum(),
            squares = sorted.Sum(l => l / sum * (l / sum)),
            entropy = 0,
            held = 0;
        var components = 0;
        foreach (var l in sorted)
        {
            entropy -= l > 0 ? l / sum * Math.Log(l / sum) : 0;
            // Nine of ten equal values hold 90 %, however their sum is rounded.
            if (0.9 * sum - held > Rounding.Slack(sum, sorted.Length))
            {
                held += l;
                components++;
            }
        }

        return new(sorted, squares > 0 ? 1 / squares : double.NaN, components, squares > 0 ? Math.Exp(entropy) : double.NaN);
    }

    /// <summary>Columns moved to mean 0; exactly 0 where a column is constant within rounding.</summary>
    internal static Matrix Centre(Matrix samples)
    {
        var result = samples.Copy();
        for (var j = 0; j < samples.Columns; j++)
        {
            var column = new double[samples.Rows];
            for (var i = 0; i < column.Length; i++)
            {
                column[i] = samples[i, j];
            }

            var constant = Rounding.IsConstant(column);
            var mean = Sample.Mean(column);
            for (var i = 0; i < column.Length; i++)
            {
                result[i, j] = constant ? 0 : column[i] - mean;
            }
        }

        return result;
    }
}
