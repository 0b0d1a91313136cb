using System.Numerics;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>The few dense operations that the searches for cycles and bifurcations share.</summary>
internal static class Linear
{
    /// <summary>Solves A x = b in place; null when A is singular to working precision.</summary>
    public static double[]? Solve(Matrix a, double[] b)
    {
        var lu = new Lu(a);
        if (lu.IsSingular)
        {
            return null;
        }

        lu.Solve(b);
        return Array.TrueForAll(b, double.IsFinite) ? b : null;
    }

    /// <summary>Sign of det A (0 when singular).</summary>
    public static int DeterminantSign(Matrix a) => new Lu(a).DeterminantSign;

    /// <summary>A unit vector near the kernel of A, by inverse iteration; <paramref name="left"/> for the kernel of Aᵀ.</summary>
    public static double[] NullVector(Matrix a, bool left = false)
    {
        var n = a.Rows;
        var scale = Math.Max(a.FrobeniusNorm(), 1e-300);
        var v = new double[n];
        for (var i = 0; i < n; i++)
        {
            v[i] = 1 + (0.37 * Math.Sin(1.7 * (i + 1)));
        }

        var shift = 1e-14 * scale;
        for (var round = 0; round < 5; round++)
        {
            var m = left ? a.Transpose() : a.Copy();
            for (var i = 0; i < n; i++)
            {
                m[i, i] += shift;
            }

            var next = Solve(m, (double[])v.Clone());
            if (next is null)
            {
                shift *= 3;
                continue;
            }

            v = Unit(next);
        }

        return v;
    }

    /// <summary>All eigenvalues, by descending real part, then descending imaginary part.</summary>
    public static Complex[] Eigenvalues(Matrix a) => Eigen.Values(a);

    /// <summary>The complex null vector of A − iω, as its real and imaginary part, scaled to unit length.</summary>
    public static (double[] Real, double[] Imaginary) ComplexNullVector(Matrix a, double omega, bool left = false)
    {
        var n = a.Rows;
        // (A − iω)(u + iv) = 0 as a real system of twice the size: [A ω; −ω A][u; v] = 0. Its kernel has two dimensions (q and iq); any
        // vector of it will do.
        var source = left ? a.Transpose() : a;
        var w = left ? -omega : omega;
        var big = new Matrix(2 * n, 2 * n);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                big[i, j] = source[i, j];
                big[n + i, n + j] = source[i, j];
            }

            big[i, n + i] = w;
            big[n + i, i] = -w;
        }

        var kernel = NullVector(big);
        return (kernel[..n], kernel[n..]);
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    public static double Norm(ReadOnlySpan<double> a) => Math.Sqrt(Dot(a, a));

    public static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return Math.Sqrt(sum);
    }

    public static double[] Unit(double[] a)
    {
        var norm = Norm(a);
        return Array.ConvertAll(a, x => x / norm);
    }
}
