using System.Numerics;

namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>P A = L U with partial pivoting: solves, determinants, inverses. Golub and Van Loan 2013, algorithm 3.4.1. Managed, O(n³/3)
/// multiply-adds.</summary>
public sealed class Lu
{
    private readonly double[] _lu;
    private readonly int[] _pivots;
    private readonly int _n;

    /// <summary>Factorises a square matrix; the argument is not changed. A singular matrix is a result, see
    /// <see cref="IsSingular"/>.</summary>
    public Lu(Matrix a)
    {
        if (a.Rows != a.Columns)
        {
            throw new ArgumentException($"A linear system needs a square matrix, but it is {a.Rows} x {a.Columns}.", nameof(a));
        }

        (_n, _lu, _pivots, DeterminantSign) = (a.Rows, (double[])a.Values.Clone(), new int[a.Rows], 1);
        for (var k = 0; k < _n; k++)
        {
            Eliminate(k);
        }
    }

    /// <summary>Whether a pivot was exactly zero or not finite.</summary>
    public bool IsSingular { get; private set; }

    /// <summary>The smallest pivot over the largest, by modulus: far below 1 where A may be singular to rounding [1].</summary>
    public double SmallestPivot
    {
        get
        {
            double least = double.PositiveInfinity,
                most = 0;
            for (var k = 0; k < _n; k++)
            {
                var pivot = Math.Abs(_lu[(k * _n) + k]);
                (least, most) = (Math.Min(least, pivot), Math.Max(most, pivot));
            }

            return _n == 0 ? 1
                : most > 0 ? least / most
                : 0;
        }
    }

    /// <summary>The sign of det A: −1, 0 or 1.</summary>
    public int DeterminantSign { get; private set; }

    /// <summary>ln |det A|; −∞ when singular.</summary>
    public double LogAbsDeterminant { get; private set; }

    /// <summary>det A.</summary>
    public double Determinant => DeterminantSign == 0 ? 0 : DeterminantSign * Math.Exp(LogAbsDeterminant);

    /// <summary>Solves A x = b in place: b becomes x. Entries are not finite when A is singular.</summary>
    /// <exception cref="ArgumentOutOfRangeException">b has not one number for each row.</exception>
    public void Solve(Span<double> b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, _n);
        for (var i = 0; i < _n; i++)
        {
            (b[i], b[_pivots[i]]) = (b[_pivots[i]], b[i]);
        }

        for (var i = 1; i < _n; i++)
        {
            b[i] -= Dot(_lu.AsSpan(i * _n, i), b[..i]);
        }

        for (var i = _n - 1; i >= 0; i--)
        {
            var rest = _n - i - 1;
            b[i] = (b[i] - Dot(_lu.AsSpan((i * _n) + i + 1, rest), b.Slice(i + 1, rest))) / _lu[(i * _n) + i];
        }
    }

    /// <summary>Solves A X = B.</summary>
    public Matrix Solve(Matrix b)
    {
        var columns = b.Transpose();
        for (var j = 0; j < columns.Rows; j++)
        {
            Solve(columns.Row(j));
        }

        return columns.Transpose();
    }

    /// <summary>A⁻¹.</summary>
    public Matrix Inverse() => Solve(Matrix.Identity(_n));

    /// <summary>The solution of A x = b, as a new array.</summary>
    public static double[] Solve(Matrix a, ReadOnlySpan<double> b)
    {
        var x = b.ToArray();
        new Lu(a).Solve(x);
        return x;
    }

    private void Eliminate(int k)
    {
        var pivot = k;
        for (var i = k + 1; i < _n; i++)
        {
            if (Math.Abs(_lu[(i * _n) + k]) > Math.Abs(_lu[(pivot * _n) + k]))
            {
                pivot = i;
            }
        }

        _pivots[k] = pivot;
        if (pivot != k)
        {
            DeterminantSign = -DeterminantSign;
            for (var j = 0; j < _n; j++)
            {
                (_lu[(k * _n) + j], _lu[(pivot * _n) + j]) = (_lu[(pivot * _n) + j], _lu[(k * _n) + j]);
            }
        }

        var diagonal = _lu[(k * _n) + k];
        LogAbsDeterminant += Math.Log(Math.Abs(diagonal));
        if (diagonal == 0 || !double.IsFinite(diagonal))
        {
            (IsSingular, DeterminantSign) = (true, 0);
            return;
        }

        DeterminantSign *= Math.Sign(diagonal);
        var source = _lu.AsSpan((k * _n) + k + 1, _n - k - 1);
        for (var i = k + 1; i < _n; i++)
        {
            var factor = _lu[(i * _n) + k] /= diagonal;
            if (factor != 0)
            {
                Subtract(_lu.AsSpan((i * _n) + k + 1, _n - k - 1), source, factor);
            }
        }
    }

    private static void Subtract(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        var j = 0;
        for (; j <= target.Length - Vector<double>.Count; j += Vector<double>.Count)
        {
            (new Vector<double>(target[j..]) - (factor * new Vector<double>(source[j..]))).CopyTo(target[j..]);
        }

        for (; j < target.Length; j++)
        {
            target[j] -= factor * source[j];
        }
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }
}
