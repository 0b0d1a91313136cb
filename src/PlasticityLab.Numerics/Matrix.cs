namespace PlasticityLab.Numerics;

/// <summary>A dense real matrix, row after row without padding. Weights are always W[post, pre]: row i receives, column j sends.</summary>
/// <remarks>Kernels keep weights in padded, aligned buffers of their own; this type is what analyses, files and tests exchange.</remarks>
public sealed class Matrix
{
    /// <summary>A matrix of zeros.</summary>
    public Matrix(int rows, int columns)
        : this(rows, columns, new double[Count(rows, columns)]) { }

    /// <summary>A matrix over given values, row after row; the array is used, not copied.</summary>
    public Matrix(int rows, int columns, double[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != (long)rows * columns)
        {
            throw new ArgumentException(
                $"A {rows} x {columns} matrix needs {(long)rows * columns} values, but {values.Length} were given.",
                nameof(values)
            );
        }

        (Rows, Columns, Values) = (rows, columns, values);
    }

    private static int Count(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * columns, Array.MaxLength, nameof(rows));
        return rows * columns;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>The values, row after row.</summary>
    public double[] Values { get; }

    /// <summary>The entry in row i, column j.</summary>
    public double this[int i, int j]
    {
        get => Values[(i * Columns) + j];
        set => Values[(i * Columns) + j] = value;
    }

    /// <summary>Row i, as a view.</summary>
    public Span<double> Row(int i) => Values.AsSpan(i * Columns, Columns);

    /// <summary>A copy.</summary>
    public Matrix Copy() => new(Rows, Columns, (double[])Values.Clone());

    /// <summary>The transpose, as a copy.</summary>
    public Matrix Transpose()
    {
        var result = new Matrix(Columns, Rows);
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                result[j, i] = this[i, j];
            }
        }

        return result;
    }

    /// <summary>The matrix with entries f(i, j).</summary>
    public static Matrix From(int rows, int columns, Func<int, int, double> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var result = new Matrix(rows, columns);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                result[i, j] = f(i, j);
            }
        }

        return result;
    }

    /// <summary>The identity of size n.</summary>
    public static Matrix Identity(int n) => From(n, n, (i, j) => i == j ? 1 : 0);

    /// <summary>A x.</summary>
    /// <exception cref="ArgumentOutOfRangeException">x has not one number for each column.</exception>
    public double[] Times(ReadOnlySpan<double> x)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(x.Length, Columns);
        var y = new double[Rows];
        for (var i = 0; i < Rows; i++)
        {
            var row = Row(i);
            double sum = 0;
            for (var j = 0; j < row.Length; j++)
            {
                sum += row[j] * x[j];
            }

            y[i] = sum;
        }

        return y;
    }

    /// <summary>A B.</summary>
    public Matrix Times(Matrix b)
    {
        ArgumentNullException.ThrowIfNull(b);
        if (b.Rows != Columns)
        {
            throw new ArgumentException($"A {Rows} x {Columns} matrix cannot multiply a {b.Rows} x {b.Columns} one.", nameof(b));
        }

        var result = new Matrix(Rows, b.Columns);
        for (var i = 0; i < Rows; i++)
        {
            var target = result.Row(i);
            for (var k = 0; k < Columns; k++)
            {
                var a = this[i, k];
                var source = b.Row(k);
                for (var j = 0; j < source.Length; j++)
                {
                    target[j] += a * source[j];
                }
            }
        }

        return result;
    }

    /// <summary>a A + b B, entry by entry.</summary>
    public static Matrix Combine(double a, Matrix left, double b, Matrix right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return From(left.Rows, left.Columns, (i, j) => (a * left[i, j]) + (b * right[i, j]));
    }

    /// <summary>Frobenius norm, sqrt(Σ a_ij²), also where the squares are too small or too large for a number.</summary>
    public double FrobeniusNorm()
    {
        var sum = SumOfSquares(1);
        if (sum is > 1e-280 and < double.PositiveInfinity)
        {
            return Math.Sqrt(sum);
        }

        var unit = Statistics.Rounding.Unit(Statistics.Rounding.Scale(Values));
        return Math.Sqrt(SumOfSquares(unit)) / unit;
    }

    private double SumOfSquares(double unit)
    {
        double sum = 0;
        foreach (var value in Values)
        {
            var scaled = value * unit;
            sum += scaled * scaled;
        }

        return sum;
    }

    /// <summary>Whether every entry is a finite number.</summary>
    public bool IsFinite() => Array.TrueForAll(Values, double.IsFinite);
}
