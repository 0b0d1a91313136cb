using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>How a predicted point is brought back onto its branch: Newton on the equations and the arclength, or at a fixed
/// parameter.</summary>
internal sealed partial class BranchTracer
{
    private (Matrix A, double[] Right) Augmented(double[] x, double q, double[]? border)
    {
        var p = q * _unit;
        var (j, fp) = (_calculus.J(x, p), _calculus.Fp(x, p));
        var a = new Matrix(_n + 1, _n + 1);
        for (var i = 0; i < _n; i++)
        {
            j.Row(i).CopyTo(a.Row(i));
            a[i, _n] = fp[i] * _unit;
        }

        border?.CopyTo(a.Row(_n));
        var right = new double[_n + 1];
        right[_n] = 1;
        return (a, right);
    }

    private (double[] X, double Q)? Correct(double[] x0, double q0, double[] tangent)
    {
        var (x, q, faint) = ((double[])x0.Clone(), q0, false);
        for (var round = 0; round < 8; round++)
        {
            var f = _calculus.F(x, q * _unit);
            var (a, b) = Augmented(x, q, tangent);
            for (var i = 0; i < _n; i++)
            {
                b[i] = -f[i];
            }

            b[_n] = -(Linear.Dot(tangent.AsSpan(0, _n), x) - Linear.Dot(tangent.AsSpan(0, _n), x0) + (tangent[_n] * (q - q0)));
            if (Step(a, b, out faint) is not { } step)
            {
                return null;
            }

            for (var i = 0; i < _n; i++)
            {
                x[i] += step[i];
            }

            q += step[_n];
            if (!double.IsFinite(q) || Linear.Norm(step) > 10)
            {
                return null;
            }

            if (Linear.Norm(step) < 1e-10 * (1 + Linear.Norm(x)))
            {
                return !faint || Rests(x, q * _unit) ? (x, q) : null;
            }
        }

        return null;
    }

    /// <summary>Newton at a fixed parameter.</summary>
    private double[]? Polish(double[] state, double p) => Polished(state, p, false) ?? Polished(state, p, true);

    // Neutral directions are left alone where that leads to an equilibrium; next to a fold the only way to it is along one.
    private double[]? Polished(double[] state, double p, bool all)
    {
        var x = (double[])state.Clone();
        var faint = false;
        for (var round = 0; round < 20; round++)
        {
            var (j, f) = (_calculus.J(x, p), Array.ConvertAll(_calculus.F(x, p), v => -v));
            if ((all ? Linear.Solve(j, f) : Step(j, f, out faint)) is not { } step)
            {
                return null;
            }

            for (var i = 0; i < _n; i++)
            {
                x[i] += step[i];
            }

            if (Linear.Norm(step) < 1e-12 * (1 + Linear.Norm(x)))
            {
                return !faint || Rests(x, p) ? x : null;
            }
        }

        return (faint ? Rests(x, p) : Linear.Norm(_calculus.F(x, p)) < 1e-9) ? x : null;
    }
}
