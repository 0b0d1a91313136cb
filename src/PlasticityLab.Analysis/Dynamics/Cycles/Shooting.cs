using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>Newton's method on φ_T(x) = x with a phase condition f·δx = 0.</summary>
internal static class Shooting
{
    internal sealed record Result(double[] Point, double Period, Matrix Monodromy, double Residual);

    /// <summary>The closed orbit near a guess, or null when Newton does not converge to one of a similar period.</summary>
    public static Result? Refine(
        IVectorField field,
        IFlow flow,
        ReadOnlySpan<double> guess,
        double period,
        CancellationToken cancellation,
        int iterations = 25
    )
    {
        var n = field.Dimension;
        var (x, t) = (guess.ToArray(), period);
        var f0 = new double[n];
        var fT = new double[n];
        Result? best = null;
        var previous = double.PositiveInfinity;
        for (var round = 0; round < iterations; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var monodromy = Matrix.Identity(n);
            var y = (double[])x.Clone();
            if (!flow.Advance(y, monodromy, t, cancellation))
            {
                return best;
            }

            var residual = Linear.Distance(x, y);
            if (!double.IsFinite(residual))
            {
                return best;
            }

            if (best is null || residual <= best.Residual)
            {
                best = new Result((double[])x.Clone(), t, monodromy, residual);
            }

            var size = 1 + Linear.Norm(x);
            if (round > 0 && (residual < 2e-15 * size || (residual < 1e-11 * size && residual > 0.3 * previous)))
            {
                break;
            }

            previous = residual;
            field.Evaluate(x, f0);
            field.Evaluate(y, fT);
            var a = new Matrix(n + 1, n + 1);
            var b = new double[n + 1];
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    a[i, j] = monodromy[i, j] - (i == j ? 1 : 0);
                }

                a[i, n] = fT[i];
                a[n, i] = f0[i];
                b[i] = x[i] - y[i];
            }

            if (Linear.Solve(a, b) is not { } step)
            {
                return best;
            }

            // A step may not move the period by more than a quarter: far guesses otherwise run to T = 0, where every state is a solution.
            var damping = Math.Min(1, 0.25 * t / Math.Max(Math.Abs(step[n]), 1e-300));
            damping = Math.Min(damping, 0.5 * size / Math.Max(Linear.Norm(step.AsSpan(0, n)), 1e-300));
            for (var i = 0; i < n; i++)
            {
                x[i] += damping * step[i];
            }

            t += damping * step[n];
        }

        if (best is null || best.Residual > 1e-9 * (1 + Linear.Norm(best.Point)))
        {
            return null;
        }

        field.Evaluate(best.Point, f0);
        return Linear.Norm(f0) * best.Period > 1e-7 ? best : null;
    }
}
