using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics;

/// <summary>The sizes that every threshold of the search for equilibria is measured by: length and rate of the field in its box, and what
/// rounding can leave of f where it vanishes. The one place where "zero" is decided.</summary>
internal sealed class FieldScale
{
    /// <summary>Sums of a few terms, each rounded once, and transfer functions good to a few units in the last place.</summary>
    private const double Rounded = 4 * 2.220446049250313e-16;
    private readonly IVectorField _field;

    /// <summary>The scale of a field in a box.</summary>
    public FieldScale(IVectorField field, TrappingBox box)
    {
        _field = field;
        var n = field.Dimension;
        Length = LengthOf(box);
        var (x, j) = (new double[n], new Matrix(n, n));
        for (var k = 0; k < 10; k++)
        {
            for (var i = 0; i < n; i++)
            {
                // Both ends, the middle, then places spread by an irrational step.
                var share = k < 3 ? 0.5 * k : ((k * 0.6180339887498949) + (i * 0.7548776662466927)) % 1;
                x[i] = box.Low[i] + (share * (box.High[i] - box.Low[i]));
            }

            field.Jacobian(x, j);
            var rate = j.FrobeniusNorm() / Math.Sqrt(n);
            Rate = double.IsFinite(rate) ? Math.Max(Rate, rate) : Rate;
        }

        Rate = Rate > 0 ? Rate : 1;
    }

    /// <summary>Root mean square of the sides of a box [state]; 1 for a box without size.</summary>
    public static double LengthOf(TrappingBox box)
    {
        double square = 0;
        for (var i = 0; i < box.Low.Length; i++)
        {
            square += (box.High[i] - box.Low[i]) * (box.High[i] - box.Low[i]);
        }

        var length = Math.Sqrt(square / box.Low.Length);
        return length > 0 && double.IsFinite(length) ? length : 1;
    }

    /// <summary>Root mean square of the sides of the box [state].</summary>
    public double Length { get; }

    /// <summary>Largest root mean square of the rows of the Jacobian among places spread over the box [1/time].</summary>
    public double Rate { get; }

    /// <summary>Rate × length [state/time].</summary>
    public double Speed => Rate * Length;

    /// <summary>What rounding can leave of |f(x)|: f adds up terms of the sizes |∂f_i/∂x_j| |x_j|, and decay, which may cancel in the
    /// Jacobian [state/time].</summary>
    public double Rounding(ReadOnlySpan<double> x)
    {
        var n = x.Length;
        var j = new Matrix(n, n);
        _field.Jacobian(x, j);
        double square = 0;
        for (var i = 0; i < n; i++)
        {
            var sum = Rate * Math.Abs(x[i]);
            var row = j.Row(i);
            for (var k = 0; k < n; k++)
            {
                sum += Math.Abs(row[k] * x[k]);
            }

            square += sum * sum;
        }

        // Below a millionth of the smallest normal number nothing is left to compare.
        return (Rounded * Math.Sqrt(square)) + 1e-300;
    }

    /// <summary>|f(x)|, Euclidean [state/time].</summary>
    public double SpeedAt(ReadOnlySpan<double> x)
    {
        var f = new double[x.Length];
        _field.Evaluate(x, f);
        return Cycles.Linear.Norm(f);
    }
}
