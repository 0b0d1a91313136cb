namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>A = Q R by Householder reflections, m ≥ n, diagonal of R not negative. Golub and Van Loan 2013, algorithm 5.2.1.
/// Managed.</summary>
/// <param name="Q">Orthonormal columns, [m, n].</param>
/// <param name="R">Upper triangular, [n, n], R_kk ≥ 0.</param>
public sealed record Qr(Matrix Q, Matrix R)
{
    /// <summary>The thin decomposition.</summary>
    public static Qr Decompose(Matrix a)
    {
        int m = a.Rows,
            n = a.Columns;
        if (m < n)
        {
            throw new ArgumentException(
                $"A thin QR decomposition needs at least as many rows as columns, but the matrix is {m} x {n}.",
                nameof(a)
            );
        }

        // Work on the transpose: a column is then contiguous.
        var t = a.Transpose();
        var reflectors = new double[n][];
        var r = new Matrix(n, n);
        for (var k = 0; k < n; k++)
        {
            for (var i = 0; i < k; i++)
            {
                Reflect(reflectors[i], t.Row(k)[i..]);
                r[i, k] = t[k, i];
            }

            var column = t.Row(k)[k..];
            var norm = Norm(column);
            var v = column.ToArray();
            var alpha = v[0] > 0 ? -norm : norm;
            v[0] -= alpha;
            reflectors[k] = v;
            r[k, k] = alpha;
        }

        var q = new Matrix(n, m);
        for (var k = 0; k < n; k++)
        {
            var row = q.Row(k);
            row[k] = 1;
            for (var i = Math.Min(k, n - 1); i >= 0; i--)
            {
                Reflect(reflectors[i], row[i..]);
            }

            if (r[k, k] < 0)
            {
                foreach (ref var x in row)
                {
                    x = -x;
                }

                foreach (ref var x in r.Row(k))
                {
                    x = -x;
                }
            }
        }

        return new(q.Transpose(), r);
    }

    /// <summary>The x that minimises |A x − b|, A of full column rank.</summary>
    public static double[] LeastSquares(Matrix a, ReadOnlySpan<double> b)
    {
        var (q, r) = Decompose(a);
        var x = q.Transpose().Times(b);
        for (var i = x.Length - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < x.Length; j++)
            {
                x[i] -= r[i, j] * x[j];
            }

            x[i] /= r[i, i];
        }

        return x;
    }

    private static void Reflect(ReadOnlySpan<double> v, Span<double> x)
    {
        double square = 0,
            sum = 0;
        for (var i = 0; i < v.Length; i++)
        {
            square += v[i] * v[i];
            sum += v[i] * x[i];
        }

        if (square > 0)
        {
            sum *= 2 / square;
            for (var i = 0; i < v.Length; i++)
            {
                x[i] -= sum * v[i];
            }
        }
    }

    private static double Norm(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (var value in x)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum);
    }
}
