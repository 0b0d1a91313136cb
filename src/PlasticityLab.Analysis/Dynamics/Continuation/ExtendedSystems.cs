using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>Newton on the extended systems whose regular zeros are branch points, folds and Hopf points.</summary>
internal static class ExtendedSystems
{
    internal sealed record Zero(double[] State, double Parameter, double[] Vector, double[] Second, double Omega, double Residual);

    /// <summary>F = 0, J v = 0, c·v = 1 (Moore and Spence 1980, SIAM J. Numer. Anal. 17:567).</summary>
    public static Zero? Fold(FamilyCalculus c, double[] x0, double p0)
    {
        var n = c.Dimension;
        var v0 = Linear.NullVector(c.J(x0, p0));
        var (x, p, v) = ((double[])x0.Clone(), p0, (double[])v0.Clone());
        return Newton(
            (2 * n) + 1,
            () =>
            {
                var j = c.J(x, p);
                var (f, jv) = (c.F(x, p), j.Times(v));
                var (fp, jvx, jvp) = (c.Fp(x, p), c.Jv(x, p, v), c.Jp(x, p).Times(v));
                var a = new Matrix((2 * n) + 1, (2 * n) + 1);
                var b = new double[(2 * n) + 1];
                for (var i = 0; i < n; i++)
                {
                    for (var k = 0; k < n; k++)
                    {
                        a[i, k] = a[n + i, n + k] = j[i, k];
                        a[n + i, k] = jvx[i, k];
                    }

                    (a[i, 2 * n], a[n + i, 2 * n], a[2 * n, n + i]) = (fp[i], jvp[i], v0[i]);
                    (b[i], b[n + i]) = (-f[i], -jv[i]);
                }

                b[2 * n] = 1 - Linear.Dot(v0, v);
                return (a, b);
            },
            step =>
            {
                Add(x, step, 0);
                Add(v, step, n);
                p += step[2 * n];
            },
            residual => new Zero((double[])x.Clone(), p, Linear.Unit(v), [], double.NaN, residual)
        );
    }

    /// <summary>F + μψ = 0, Jᵀψ = 0, F_p·ψ = 0, ψ·ψ = 1 (Moore 1980, Numer. Funct. Anal. Optim. 2:441): regular at transcritical points and
    /// pitchforks, where a fold solver loses half its digits and gives the wrong name.</summary>
    public static (Zero Zero, double Mu)? BranchPoint(FamilyCalculus c, double[] x0, double p0)
    {
        var n = c.Dimension;
        var psi = Linear.NullVector(c.J(x0, p0), left: true);
        var (x, p, mu) = ((double[])x0.Clone(), p0, 0.0);
        var size = (2 * n) + 2;
        var zero = Newton(
            size,
            () =>
            {
                var j = c.J(x, p);
                var (f, fp, jp) = (c.F(x, p), c.Fp(x, p), c.Jp(x, p));
                var hessian = c.Hessian(x, p, psi);
                var a = new Matrix(size, size);
                var b = new double[size];
                double fpPsi = 0,
                    norm = 0;
                for (var i = 0; i < n; i++)
                {
                    double jtPsi = 0,
                        jpPsi = 0;
                    for (var k = 0; k < n; k++)
                    {
                        a[i, k] = j[i, k];
                        a[n + i, k] = hessian[i, k];
                        a[n + i, n + 2 + k] = j[k, i];
                        jtPsi += j[k, i] * psi[k];
                        jpPsi += jp[k, i] * psi[k];
                    }

                    a[i, n] = fp[i];
                    a[i, n + 1] = psi[i];
                    a[i, n + 2 + i] = mu;
                    a[n + i, n] = jpPsi;
                    a[2 * n, i] = jpPsi;
                    a[2 * n, n + 2 + i] = fp[i];
                    a[(2 * n) + 1, n + 2 + i] = 2 * psi[i];
                    b[i] = -(f[i] + (mu * psi[i]));
                    b[n + i] = -jtPsi;
                    fpPsi += fp[i] * psi[i];
                    norm += psi[i] * psi[i];
                }

                // ψ·F_pp: a plain second difference is enough, it only steers Newton.
                const double h = 1e-4;
                a[2 * n, n] = (Linear.Dot(c.Fp(x, p + h), psi) - Linear.Dot(c.Fp(x, p - h), psi)) / (2 * h);
                b[2 * n] = -fpPsi;
                b[(2 * n) + 1] = 1 - norm;
                return (a, b);
            },
            step =>
            {
                Add(x, step, 0);
                p += step[n];
                mu += step[n + 1];
                Add(psi, step, n + 2);
            },
            residual => new Zero((double[])x.Clone(), p, Linear.NullVector(c.J(x, p)), (double[])psi.Clone(), double.NaN, residual)
        );
        return zero is null ? null : (zero, mu);
    }

    /// <summary>F = 0, (J − iω)(u + iv) = 0 with the phase and length of u + iv fixed.</summary>
    public static Zero? Hopf(FamilyCalculus c, double[] x0, double p0, double omega0)
    {
        var n = c.Dimension;
        var (c1, c2) = Linear.ComplexNullVector(c.J(x0, p0), omega0);
        var (x, p, u, v, w) = ((double[])x0.Clone(), p0, (double[])c1.Clone(), (double[])c2.Clone(), omega0);
        var size = (3 * n) + 2;
        return Newton(
            size,
            () =>
            {
                var j = c.J(x, p);
                var (f, ju, jv) = (c.F(x, p), j.Times(u), j.Times(v));
                var (fp, jp) = (c.Fp(x, p), c.Jp(x, p));
                var (jux, jvx, jup, jvp) = (c.Jv(x, p, u), c.Jv(x, p, v), jp.Times(u), jp.Times(v));
                var a = new Matrix(size, size);
                var b = new double[size];
                for (var i = 0; i < n; i++)
                {
                    for (var k = 0; k < n; k++)
                    {
                        a[i, k] = a[n + i, n + k] = a[(2 * n) + i, (2 * n) + k] = j[i, k];
                        a[n + i, k] = jux[i, k];
                        a[(2 * n) + i, k] = jvx[i, k];
                    }

                    a[n + i, (2 * n) + i] = w;
                    a[(2 * n) + i, n + i] = -w;
                    (a[i, 3 * n], a[n + i, 3 * n], a[(2 * n) + i, 3 * n]) = (fp[i], jup[i], jvp[i]);
                    (a[n + i, (3 * n) + 1], a[(2 * n) + i, (3 * n) + 1]) = (v[i], -u[i]);
                    (a[3 * n, n + i], a[3 * n, (2 * n) + i]) = (c1[i], c2[i]);
                    (a[(3 * n) + 1, n + i], a[(3 * n) + 1, (2 * n) + i]) = (-c2[i], c1[i]);
                    (b[i], b[n + i], b[(2 * n) + i]) = (-f[i], -(ju[i] + (w * v[i])), -(jv[i] - (w * u[i])));
                }

                b[3 * n] = 1 - Linear.Dot(c1, u) - Linear.Dot(c2, v);
                b[(3 * n) + 1] = Linear.Dot(c2, u) - Linear.Dot(c1, v);
                return (a, b);
            },
            step =>
            {
                Add(x, step, 0);
                Add(u, step, n);
                Add(v, step, 2 * n);
                p += step[3 * n];
                w += step[(3 * n) + 1];
            },
            residual => new Zero((double[])x.Clone(), p, (double[])u.Clone(), (double[])v.Clone(), w, residual)
        );
    }

    private static Zero? Newton(int size, Func<(Matrix A, double[] B)> system, Action<double[]> update, Func<double, Zero> result)
    {
        var previous = double.PositiveInfinity;
        Zero? best = null;
        for (var round = 0; round < 25; round++)
        {
            var (a, b) = system();
            var residual = Linear.Norm(b);
            if (!double.IsFinite(residual) || residual > 1e6)
            {
                break;
            }

            if (best is null || residual < best.Residual)
            {
                best = result(residual);
            }

            if (residual < 1e-15 * size || (residual < 1e-11 && residual > 0.3 * previous))
            {
                break;
            }

            previous = residual;
            if (Linear.Solve(a, b) is not { } step)
            {
                break;
            }

            update(step);
        }

        return best is { Residual: < 1e-10 } ? best : null;
    }

    private static void Add(double[] target, double[] step, int offset)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += step[offset + i];
        }
    }
}
