using System.Numerics;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>The few dense operations that the searches for cycles and bifurcations share.</summary>
internal static class Linear
{
    /// <summary>Solves A x = b by LU with row exchanges; null when A is singular to working precision. A and b are overwritten.</summary>
    public static double[]? Solve(Matrix a, double[] b)
    {
        var n = a.Rows;
        var v = a.Values;
        for (var k = 0; k < n; k++)
        {
            var pivot = k;
            for (var i = k + 1; i < n; i++)
            {
                if (Math.Abs(v[(i * n) + k]) > Math.Abs(v[(pivot * n) + k]))
                {
                    pivot = i;
                }
            }

            if (!(Math.Abs(v[(pivot * n) + k]) > 1e-300))
            {
                return null;
            }

            if (pivot != k)
            {
                var p = v.AsSpan(pivot * n, n);
                var q = v.AsSpan(k * n, n);
                for (var j = 0; j < n; j++)
                {
                    (p[j], q[j]) = (q[j], p[j]);
                }

                (b[pivot], b[k]) = (b[k], b[pivot]);
            }

            var source = v.AsSpan(k * n, n);
            for (var i = k + 1; i < n; i++)
            {
                var factor = v[(i * n) + k] / source[k];
                if (factor != 0)
                {
                    Subtract(v.AsSpan((i * n) + k, n - k), source[k..], factor);
                    b[i] -= factor * b[k];
                }
            }
        }

        for (var i = n - 1; i >= 0; i--)
        {
            var row = v.AsSpan(i * n, n);
            var sum = b[i];
            for (var j = i + 1; j < n; j++)
            {
                sum -= row[j] * b[j];
            }

            b[i] = sum / row[i];
        }

        return Array.TrueForAll(b, double.IsFinite) ? b : null;
    }

    /// <summary>Sign of det A (0 when singular).</summary>
    public static int DeterminantSign(Matrix a)
    {
        var lu = a.Copy();
        var n = a.Rows;
        var v = lu.Values;
        var sign = 1;
        for (var k = 0; k < n; k++)
        {
            var pivot = k;
            for (var i = k + 1; i < n; i++)
            {
                if (Math.Abs(v[(i * n) + k]) > Math.Abs(v[(pivot * n) + k]))
                {
                    pivot = i;
                }
            }

            if (v[(pivot * n) + k] == 0)
            {
                return 0;
            }

            if (pivot != k)
            {
                for (var j = 0; j < n; j++)
                {
                    (v[(pivot * n) + j], v[(k * n) + j]) = (v[(k * n) + j], v[(pivot * n) + j]);
                }

                sign = -sign;
            }

            sign *= Math.Sign(v[(k * n) + k]);
            for (var i = k + 1; i < n; i++)
            {
                Subtract(v.AsSpan((i * n) + k, n - k), v.AsSpan((k * n) + k, n - k), v[(i * n) + k] / v[(k * n) + k]);
            }
        }

        return sign;
    }

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
    public static Complex[] Eigenvalues(Matrix a) => Sorted(EigenvaluesUnsorted(a));

    /// <summary>The complex null vector of A − iω, as its real and imaginary part, scaled to unit length.</summary>
    public static (double[] Real, double[] Imaginary) ComplexNullVector(Matrix a, double omega, bool left = false)
    {
        var n = a.Rows;
        // (A − iω)(u + iv) = 0 as a real system of twice the size: [A ω; −ω A][u; v] = 0. Its kernel has two dimensions (q and iq); any vector of it will do.
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

    public static Complex[] Sorted(IEnumerable<Complex> values)
        => [.. values.OrderByDescending(z => z.Real).ThenByDescending(z => z.Imaginary)];

    private static IEnumerable<Complex> EigenvaluesUnsorted(Matrix a)
    {
        var matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(a.Rows, a.Columns, (i, j) => a[i, j]);
        return matrix.Evd().EigenValues;
    }

    private static void Subtract(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        var width = Vector<double>.Count;
        var i = 0;
        var f = new Vector<double>(factor);
        for (; i <= target.Length - width; i += width)
        {
            (new Vector<double>(target[i..]) - (f * new Vector<double>(source[i..]))).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] -= factor * source[i];
        }
    }
}
