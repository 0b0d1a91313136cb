using System.Numerics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>First Lyapunov coefficient of a Hopf point (Kuznetsov 2004, Elements of Applied Bifurcation Theory, eq. 5.34): its sign tells
/// whether the cycle that is born is stable.</summary>
internal static class HopfCoefficient
{
    /// <summary>l₁ and how far it can be trusted: what another step of the differences gives, and rounding, which third derivatives by
    /// differences of step h enlarge by h⁻². NaN where a further critical eigenvalue leaves no coefficient.</summary>
    public static (double Value, double Error) Of(FamilyCalculus c, double[] x, double p, double omega)
    {
        const double step = 5e-3;
        var (value, finer) = (Of(c, x, p, omega, step), Of(c, x, p, omega, 0.5 * step));
        var rounding = 1e-15 * c.J(x, p).FrobeniusNorm() / (0.25 * step * step) / omega;
        return (value, Math.Abs(value - finer) + rounding);
    }

    private static double Of(FamilyCalculus c, double[] x, double p, double omega, double step)
    {
        var n = c.Dimension;
        var a = c.J(x, p);
        var (qr, qi) = Linear.ComplexNullVector(a, omega);
        var (pr, pi) = Linear.ComplexNullVector(a, omega, left: true);
        var q = new Complex[n];
        var adjoint = new Complex[n];
        for (var i = 0; i < n; i++)
        {
            (q[i], adjoint[i]) = (new Complex(qr[i], qi[i]), new Complex(pr[i], pi[i]));
        }

        // ⟨q,q⟩ = 1 holds by the unit length of (qr, qi); scale the adjoint to ⟨p,q⟩ = Σ conj(p) q = 1.
        var product = Inner(adjoint, q);
        for (var i = 0; i < n; i++)
        {
            adjoint[i] /= Complex.Conjugate(product);
        }

        // B(q, q̄) is real, B(q, q) and C(q, q, q̄) by bilinearity from real directions.
        var (baa, bbb, bab) = (c.B(x, p, qr, qr, step), c.B(x, p, qi, qi, step), c.B(x, p, qr, qi, step));
        var real = new double[n];
        var qq = new Complex[n];
        for (var i = 0; i < n; i++)
        {
            real[i] = baa[i] + bbb[i];
            qq[i] = new Complex(baa[i] - bbb[i], 2 * bab[i]);
        }

        if (Linear.Solve(a.Copy(), real) is not { } h11 || SolveShifted(a, 2 * omega, qq) is not { } h20)
        {
            return double.NaN;
        }

        var (caaa, cabb, caab, cbbb) = (c.C(x, p, qr, qr, step), c.C(x, p, qi, qr, step), c.C(x, p, qr, qi, step), c.C(x, p, qi, qi, step));
        var (bah, bbh) = (c.B(x, p, h11, qr, step), c.B(x, p, h11, qi, step));
        var (h20r, h20i) = (Array.ConvertAll(h20, z => z.Real), Array.ConvertAll(h20, z => z.Imaginary));
        var (brr, bri, bir, bii) = (
            c.B(x, p, h20r, qr, step),
            c.B(x, p, h20r, qi, step),
            c.B(x, p, h20i, qr, step),
            c.B(x, p, h20i, qi, step)
        );
        var total = new Complex[n];
        for (var i = 0; i < n; i++)
        {
            var cubic = new Complex(caaa[i] + cabb[i], caab[i] + cbbb[i]);
            var mean = new Complex(bah[i], bbh[i]);
            // B(q̄, h20) = B(a − ib, r + is)
            var second = new Complex(brr[i] + bii[i], bir[i] - bri[i]);
            total[i] = cubic - (2 * mean) + second;
        }

        return (Inner(adjoint, total) / 2).Real / omega;
    }

    private static Complex Inner(Complex[] a, Complex[] b)
    {
        var sum = Complex.Zero;
        for (var i = 0; i < a.Length; i++)
        {
            sum += Complex.Conjugate(a[i]) * b[i];
        }

        return sum;
    }

    /// <summary>(i s − A) z = b.</summary>
    private static Complex[]? SolveShifted(Matrix a, double s, Complex[] b)
    {
        var n = a.Rows;
        var big = new Matrix(2 * n, 2 * n);
        var right = new double[2 * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                big[i, j] = big[n + i, n + j] = -a[i, j];
            }

            big[i, n + i] = -s;
            big[n + i, i] = s;
            (right[i], right[n + i]) = (b[i].Real, b[i].Imaginary);
        }

        return Linear.Solve(big, right) is { } z ? [.. Enumerable.Range(0, n).Select(i => new Complex(z[i], z[n + i]))] : null;
    }
}
