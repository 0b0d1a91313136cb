using System.Numerics;
using PlasticityLab.Analysis.Dynamics.Equilibria.Singular;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>Polishes a zero by Newton's method and describes its linearisation.</summary>
internal static class EquilibriumAnalysis
{
    /// <summary>Eigenvalues below this share of the field's rate are zero.</summary>
    private const double Zero = 1e-10;

    /// <summary>The equilibrium at (or next to) x; its error bound is |last Newton step| unless a better one is given.</summary>
    /// <param name="field">The field.</param>
    /// <param name="x">Near a zero.</param>
    /// <param name="errorBound">Its proved distance to the exact zero [state], if there is one.</param>
    /// <param name="rate">How fast the field is anywhere [1/time]: what zero eigenvalues are measured by where all vanish.</param>
    public static Equilibrium Of(IVectorField field, double[] x, double? errorBound = null, double rate = 0)
    {
        var polished = (double[])x.Clone();
        var step = Polish(field, polished);
        return At(field, polished, errorBound ?? step, rate);
    }

    /// <summary>A multiple zero, left where it is: Newton's method has no digits there.</summary>
    public static Equilibrium Of(IVectorField field, SingularPoint point, double rate) =>
        At(field, point.X, point.Radius, rate) is var found && point.Kind == RestKind.Degenerate
            ? found with
            {
                Type = "degenerate",
                // Eigenvalues of the singular directions are rounding, of either sign.
                UnstableDimension = found.Eigenvalues.OrderBy(Complex.Abs).Skip(point.Corank).Count(value => value.Real > 0),
                Index = point.Index ?? 0,
                Degeneracy = new(point.Corank, point.Multiplicity, point.Index is not null, point.Radius, point.Attraction)
                {
                    Stretch = point.Stretch,
                },
            }
            : found;

    private static Equilibrium At(IVectorField field, double[] x, double errorBound, double rate)
    {
        var n = field.Dimension;
        var (f, j) = (new double[n], new Matrix(n, n));
        field.Evaluate(x, f);
        field.Jacobian(x, j);
        var values = Eigen.Values(j);
        var scale = Math.Max(Math.Max(values.Max(Complex.Abs), 1e-6 * rate), 1e-300);
        var unstable = values.Count(value => value.Real > Zero * scale);
        var degenerate = values.Any(value => Complex.Abs(value) <= Zero * scale);
        // det(−J) has the sign of the product of the real eigenvalues of −J: complex pairs contribute positive factors.
        var index =
            degenerate ? 0
            : values.Count(value => value.Imaginary == 0 && value.Real > 0) % 2 == 0 ? 1
            : -1;
        return new(x, Norm(f), errorBound, values, unstable, TypeOf(values, unstable, degenerate, scale), index, j);
    }

    /// <summary>Newton's method until the residual stops falling; answers the length of the last useful step, which is infinite where the
    /// Jacobian allows none.</summary>
    public static double Polish(IVectorField field, double[] x)
    {
        var n = x.Length;
        var (f, trial, j) = (new double[n], new double[n], new Matrix(n, n));
        field.Evaluate(x, f);
        var (residual, last) = (Norm(f), double.NaN);
        for (var k = 0; k < 60 && residual > 0; k++)
        {
            field.Jacobian(x, j);
            var lu = new Lu(j);
            lu.Solve(f);
            var length = Norm(f);
            if (lu.IsSingular || !double.IsFinite(length))
            {
                return double.IsNaN(last) ? double.PositiveInfinity : last;
            }

            for (var i = 0; i < n; i++)
            {
                trial[i] = x[i] - f[i];
            }

            field.Evaluate(trial, f);
            var next = Norm(f);
            last = double.IsNaN(last) ? length : last;
            if (next >= residual)
            {
                last = Math.Min(last, length);
                break;
            }

            (residual, last) = (next, length);
            trial.CopyTo(x, 0);
        }

        return double.IsNaN(last) ? 0 : last;
    }

    public static double Norm(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (var value in x)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum);
    }

    private static string TypeOf(Complex[] values, int unstable, bool degenerate, double scale)
    {
        var n = values.Length;
        if (degenerate)
        {
            return "degenerate";
        }

        if (n == 2)
        {
            // Two equal eigenvalues may come out as a pair whose imaginary part is rounding.
            var focus = Math.Abs(values[0].Imaginary) > Zero * scale;
            return focus && Math.Abs(values[0].Real) <= Zero * scale ? "center"
                : unstable == 1 ? "saddle"
                : $"{(unstable == 0 ? "stable" : "unstable")} {(focus ? "focus" : "node")}";
        }

        return values.Any(value => Math.Abs(value.Real) <= Zero * scale) ? "degenerate"
            : unstable == 0 ? "stable"
            : unstable == n ? "unstable (repeller)"
            : "saddle";
    }
}
