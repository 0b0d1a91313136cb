using System.Numerics;

namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>The real Schur form A = Z T Zᵀ by Householder reduction to Hessenberg form and the implicit double-shift QR
/// iteration.</summary>
/// <remarks>Francis 1961, Comput. J. 4:265; Golub and Van Loan 2013, Matrix Computations, 4th ed., sections 7.4-7.6.
/// 2 x 2 blocks with real eigenvalues are split, so every block left on the diagonal is a complex pair, with equal diagonal
/// entries.</remarks>
internal static class ManagedSchur
{
    public static (Matrix T, Matrix? Z) Decompose(Matrix a, bool withVectors)
    {
        var scale = PowerOfTwo.Of(a);
        var h = PowerOfTwo.Scaled(a, 1 / scale);
        var z = withVectors ? Matrix.Identity(a.Rows) : null;
        ReduceToHessenberg(h, z);
        Iterate(h, z);
        return (PowerOfTwo.Scaled(h, scale), z);
    }

    public static Complex[] EigenValues(Matrix t)
    {
        var n = t.Rows;
        var values = new Complex[n];
        for (var i = 0; i < n; i++)
        {
            if (i + 1 < n && t[i + 1, i] != 0)
            {
                // The diagonal of the block is equal (so is LAPACK's): λ = t ± i √(−bc), the roots taken before the product.
                var (center, root) = (t[i, i], Math.Sqrt(Math.Abs(t[i, i + 1])) * Math.Sqrt(Math.Abs(t[i + 1, i])));
                values[i] = new Complex(center, root);
                values[i + 1] = new Complex(center, -root);
                i++;
            }
            else
            {
                values[i] = t[i, i];
            }
        }

        return values;
    }

    // Back substitution (T − λ) y = 0 in complex arithmetic, then v = Z y. A diagonal entry equal to λ is moved by one rounding error of
    // |T|.
    public static Complex[][] EigenVectors(Matrix t, Matrix z, Complex[] values)
    {
        var n = t.Rows;
        var tiny = Math.Max(double.Epsilon * 1e20, 2.2e-16 * t.FrobeniusNorm());
        var vectors = new Complex[n][];
        for (var k = 0; k < n; k++)
        {
            if (values[k].Imaginary < 0)
            {
                vectors[k] = [.. vectors[k - 1].Select(Complex.Conjugate)];
                continue;
            }

            var y = new Complex[n];
            var last = k;
            if (values[k].Imaginary > 0)
            {
                // The block's own null vector: (t11 − λ) y1 + t12 y2 = 0.
                last = k + 1;
                y[k + 1] = values[k] - t[k, k];
                y[k] = t[k, k + 1];
            }
            else
            {
                y[k] = 1;
            }

            Substitute(t, values[k], y, k - 1, last, tiny);
            var v = new Complex[n];
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j <= last; j++)
                {
                    v[i] += z[i, j] * y[j];
                }
            }

            vectors[k] = v;
        }

        return vectors;
    }

    private static void Substitute(Matrix t, Complex value, Complex[] y, int from, int last, double tiny)
    {
        for (var i = from; i >= 0; i--)
        {
            var right = Sum(t, y, i, i + 1, last);
            if (i > 0 && t[i, i - 1] != 0)
            {
                var above = Sum(t, y, i - 1, i + 1, last);
                Complex a = t[i - 1, i - 1] - value,
                    d = t[i, i] - value;
                double b = t[i - 1, i],
                    c = t[i, i - 1];
                var det = (a * d) - (b * c);
                if (Complex.Abs(det) < tiny * tiny)
                {
                    det = tiny * tiny;
                }

                y[i - 1] = -((d * above) - (b * right)) / det;
                y[i] = -((a * right) - (c * above)) / det;
                i--;
            }
            else
            {
                var pivot = t[i, i] - value;
                y[i] = -right / (Complex.Abs(pivot) < tiny ? tiny : pivot);
            }

            // Keeps defective matrices from overflowing.
            var largest = y.Max(Complex.Abs);
            if (largest > 1e100)
            {
                for (var j = 0; j < y.Length; j++)
                {
                    y[j] /= largest;
                }
            }
        }
    }

    private static Complex Sum(Matrix t, Complex[] y, int row, int first, int last)
    {
        Complex sum = 0;
        for (var j = first; j <= last; j++)
        {
            sum += t[row, j] * y[j];
        }

        return sum;
    }

    private static void ReduceToHessenberg(Matrix h, Matrix? z)
    {
        var n = h.Rows;
        var v = new double[n];
        for (var k = 0; k < n - 2; k++)
        {
            double norm = 0;
            for (var i = k + 1; i < n; i++)
            {
                v[i] = h[i, k];
                norm += v[i] * v[i];
            }

            if (norm - (v[k + 1] * v[k + 1]) == 0)
            {
                continue;
            }

            norm = Math.Sqrt(norm);
            v[k + 1] += v[k + 1] >= 0 ? norm : -norm;
            Reflect(h, z, v.AsSpan(k + 1, n - k - 1), k + 1, 0, n);
            for (var i = k + 2; i < n; i++)
            {
                h[i, k] = 0;
            }
        }
    }

    // H <- P H P, Z <- Z P with P = 1 − 2 v vᵀ / vᵀv acting on the rows and columns from `first`; rows of the right product end before
    // `bottom`.
    private static void Reflect(Matrix h, Matrix? z, ReadOnlySpan<double> v, int first, int left, int bottom)
    {
        double square = 0;
        foreach (var x in v)
        {
            square += x * x;
        }

        if (square == 0)
        {
            return;
        }

        var beta = 2 / square;
        for (var j = left; j < h.Columns; j++)
        {
            double sum = 0;
            for (var i = 0; i < v.Length; i++)
            {
                sum += v[i] * h[first + i, j];
            }

            sum *= beta;
            for (var i = 0; i < v.Length; i++)
            {
                h[first + i, j] -= sum * v[i];
            }
        }

        FromRight(h, v, first, bottom, beta);
        if (z is not null)
        {
            FromRight(z, v, first, z.Rows, beta);
        }
    }

    private static void FromRight(Matrix m, ReadOnlySpan<double> v, int first, int bottom, double beta)
    {
        for (var i = 0; i < bottom; i++)
        {
            var row = m.Row(i).Slice(first, v.Length);
            double sum = 0;
            for (var j = 0; j < v.Length; j++)
            {
                sum += row[j] * v[j];
            }

            sum *= beta;
            for (var j = 0; j < v.Length; j++)
            {
                row[j] -= sum * v[j];
            }
        }
    }

    private static void Iterate(Matrix h, Matrix? z)
    {
        var n = h.Rows;
        var norm = h.FrobeniusNorm();
        Span<double> v = stackalloc double[3];
        var high = n - 1;
        var sweeps = 0;
        while (high > 0)
        {
            var low = high;
            while (low > 0)
            {
                var scale = Math.Abs(h[low - 1, low - 1]) + Math.Abs(h[low, low]);
                if (Math.Abs(h[low, low - 1]) <= 2.2e-16 * (scale == 0 ? norm : scale) || Math.Abs(h[low, low - 1]) < 1e-290)
                {
                    h[low, low - 1] = 0;
                    break;
                }

                low--;
            }

            if (low == high)
            {
                (high, sweeps) = (high - 1, 0);
                continue;
            }

            if (low == high - 1)
            {
                Standardise(h, z, low);
                (high, sweeps) = (high - 2, 0);
                continue;
            }

            if (++sweeps > 200)
            {
                throw new ArithmeticException("The QR iteration did not converge; the matrix may hold huge or non-finite entries.");
            }

            Sweep(h, z, low, high, sweeps, v);
        }
    }

    private static void Sweep(Matrix h, Matrix? z, int low, int high, int sweeps, Span<double> v)
    {
        var (x, y, w3) = FirstColumn(h, low, Shifts(h, high, sweeps));
        for (var k = low; k < high; k++)
        {
            var length = Math.Min(3, high - k + 1);
            (v[0], v[1], v[2]) = (x, y, w3);
            var part = v[..length];
            double norm = 0,
                largest = 0;
            foreach (var value in part)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            if (largest > 0)
            {
                foreach (ref var value in part)
                {
                    value /= largest;
                    norm += value * value;
                }

                norm = Math.Sqrt(norm);
                v[0] += v[0] >= 0 ? norm : -norm;
                Reflect(h, z, part, k, Math.Max(k - 1, low), Math.Min(k + 4, high + 1));
                if (k > low)
                {
                    for (var i = 1; i < length; i++)
                    {
                        h[k + i, k - 1] = 0;
                    }
                }
            }

            if (k < high - 1)
            {
                (x, y) = (h[k + 1, k], h[k + 2, k]);
                w3 = k < high - 2 ? h[k + 3, k] : 0;
            }
        }
    }

    // The two shifts: the eigenvalues of the last 2 x 2 block; of two real ones the nearer to the corner, twice.
    private static (Complex First, Complex Second) Shifts(Matrix h, int high, int sweeps)
    {
        double a = h[high - 1, high - 1],
            b = h[high - 1, high],
            c = h[high, high - 1],
            d = h[high, high];
        if (sweeps % 10 == 0)
        {
            // An exceptional shift breaks the cycles of the standard one (Martin, Peters and Wilkinson 1970; constants of Ahues and
            // Tisseur 1997, LAPACK Working Note 122).
            var w = Math.Abs(c) + Math.Abs(h[high - 1, high - 2]);
            (a, b, c, d) = ((0.75 * w) + d, -0.4375 * w, w, (0.75 * w) + d);
        }

        var (half, product) = ((a - d) / 2, b * c);
        var discriminant = (half * half) + product;
        if (discriminant < 0)
        {
            var (center, root) = (d + half, Math.Sqrt(-discriminant));
            return (new(center, root), new(center, -root));
        }

        // The eigenvalue nearer to d is d − bc / (half ± root), with the sign that adds magnitudes.
        var far = half + (half >= 0 ? Math.Sqrt(discriminant) : -Math.Sqrt(discriminant));
        var near = far == 0 ? d : d - (product / far);
        return (near, near);
    }

    // The first column of (H − σ1)(H − σ2), up to a factor. The differences are formed before the products: with many equal eigenvalues
    // h² − s h + t is rounding and nothing else, and the iteration would never end.
    private static (double X, double Y, double Z) FirstColumn(Matrix h, int low, (Complex First, Complex Second) shifts)
    {
        var (first, second) = shifts;
        double c = h[low + 1, low],
            toFirst = h[low, low] - first.Real,
            toSecond = h[low, low] - second.Real;
        var size = Math.Abs(toSecond) + Math.Abs(second.Imaginary) + Math.Abs(c);
        if (size == 0)
        {
            return (0, 0, 0);
        }

        var share = c / size;
        return (
            (share * h[low, low + 1]) + (toFirst * (toSecond / size)) - (first.Imaginary * (second.Imaginary / size)),
            share * (toFirst + (h[low + 1, low + 1] - second.Real)),
            share * h[low + 2, low + 1]
        );
    }

    // A 2 x 2 block with real eigenvalues becomes triangular by the rotation whose first column is an eigenvector; one with complex
    // eigenvalues gets equal numbers on its diagonal.
    private static void Standardise(Matrix h, Matrix? z, int i)
    {
        double a = h[i, i],
            b = h[i, i + 1],
            c = h[i + 1, i],
            d = h[i + 1, i + 1];
        if (c == 0)
        {
            return;
        }

        var half = (a - d) / 2;
        var discriminant = (half * half) + (b * c);
        if (discriminant < 0)
        {
            // (a' − d') = (a − d) cos 2θ + (b + c) sin 2θ = 0. b' − c' = b − c for every θ; of the two angles the one that makes b' + c' of
            // the same sign keeps the larger number above the diagonal, so that a chain of almost equal eigenvalues stays a chain.
            var sign = b >= c ? 1 : -1;
            var angle = Math.Atan2(sign * (d - a), sign * (b + c)) / 2;
            Rotate(h, z, i, Math.Cos(angle), Math.Sin(angle));
            var center = (a + d) / 2;
            (h[i, i], h[i + 1, i + 1]) = (center, center);
            return;
        }

        // λ − d = half ± root; the sign that adds magnitudes loses no digits. Eigenvector (λ − d, c).
        var p = half + (half >= 0 ? Math.Sqrt(discriminant) : -Math.Sqrt(discriminant));
        var length = double.Hypot(p, c);
        Rotate(h, z, i, p / length, c / length);
        h[i + 1, i] = 0;
    }

    private static void Rotate(Matrix h, Matrix? z, int i, double cos, double sin)
    {
        for (var j = i; j < h.Columns; j++)
        {
            (h[i, j], h[i + 1, j]) = ((cos * h[i, j]) + (sin * h[i + 1, j]), (-sin * h[i, j]) + (cos * h[i + 1, j]));
        }

        RotateColumns(h, i, cos, sin, i + 2);
        if (z is not null)
        {
            RotateColumns(z, i, cos, sin, z.Rows);
        }
    }

    private static void RotateColumns(Matrix m, int j, double cos, double sin, int bottom)
    {
        for (var i = 0; i < bottom; i++)
        {
            (m[i, j], m[i, j + 1]) = ((cos * m[i, j]) + (sin * m[i, j + 1]), (-sin * m[i, j]) + (cos * m[i, j + 1]));
        }
    }
}
