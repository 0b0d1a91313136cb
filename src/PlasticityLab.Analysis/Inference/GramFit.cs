namespace PlasticityLab.Analysis.Inference;

/// <summary>Least squares of any subset of columns, from the products of the columns alone.</summary>
internal sealed class GramFit
{
    private readonly double[] _gram,
        _right;
    private readonly int _count;

    /// <summary>The products of the columns with each other and with what they explain.</summary>
    public GramFit(IReadOnlyList<double[]> columns, double[] response)
        : this(
            columns.Count,
            (a, b) => FeatureBank.Dot(columns[a], columns[b]),
            a => FeatureBank.Dot(columns[a], response),
            FeatureBank.Dot(response, response)
        ) { }

    /// <summary>The same from given products.</summary>
    public GramFit(int count, Func<int, int, double> product, Func<int, double> right, double total)
    {
        (_count, _gram, _right, Total) = (count, new double[count * count], new double[count], total);
        for (var a = 0; a < count; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                _gram[(a * count) + b] = _gram[(b * count) + a] = product(a, b);
            }

            _right[a] = right(a);
        }
    }

    /// <summary>Sum of squares of what is explained.</summary>
    public double Total { get; }

    /// <summary>Product of two columns.</summary>
    public double this[int a, int b] => _gram[(a * _count) + b];

    /// <summary>Product of a column with what is explained.</summary>
    public double Right(int a) => _right[a];

    /// <summary>What is left of the sum of squares with these columns; ∞ where they depend on each other within rounding.</summary>
    /// <param name="subset">The columns.</param>
    /// <param name="coefficients">Their coefficients, written.</param>
    /// <param name="ridge">λ, added to the products of each column with itself in units of that product.</param>
    public double Residual(ReadOnlySpan<int> subset, Span<double> coefficients, double ridge = 0)
    {
        var n = subset.Length;
        if (n == 0)
        {
            return Total;
        }

        Span<double> l = n <= 8 ? stackalloc double[64] : new double[n * n];
        Span<double> size = n <= 8 ? stackalloc double[8] : new double[n];
        if (!Factorised(subset, ridge, l, size))
        {
            return double.PositiveInfinity;
        }

        var explained = Solved(subset, l, size, coefficients);
        return ridge == 0 ? Math.Max(0, Total - explained) : Left(subset, coefficients);
    }

    // Cholesky of the products in units of their diagonal; false: a column is 0 or depends on those before it.
    private bool Factorised(ReadOnlySpan<int> subset, double ridge, Span<double> l, Span<double> size)
    {
        var n = subset.Length;
        for (var a = 0; a < n; a++)
        {
            size[a] = Math.Sqrt(this[subset[a], subset[a]]);
            if (!(size[a] > 0))
            {
                return false;
            }

            for (var b = 0; b <= a; b++)
            {
                var sum = a == b ? 1 + ridge : this[subset[a], subset[b]] / (size[a] * size[b]);
                for (var c = 0; c < b; c++)
                {
                    sum -= l[(a * n) + c] * l[(b * n) + c];
                }

                if (a == b && !(sum > 1e-10))
                {
                    return false;
                }

                l[(a * n) + b] = a == b ? Math.Sqrt(sum) : sum / l[(b * n) + b];
            }
        }

        return true;
    }

    // Forwards and back; returns what is explained of the sum of squares.
    private double Solved(ReadOnlySpan<int> subset, ReadOnlySpan<double> l, ReadOnlySpan<double> size, Span<double> x)
    {
        var (n, explained) = (subset.Length, 0.0);
        for (var a = 0; a < n; a++)
        {
            x[a] = _right[subset[a]] / size[a];
            for (var c = 0; c < a; c++)
            {
                x[a] -= l[(a * n) + c] * x[c];
            }

            x[a] /= l[(a * n) + a];
            explained += x[a] * x[a];
        }

        for (var a = n - 1; a >= 0; a--)
        {
            for (var b = a + 1; b < n; b++)
            {
                x[a] -= l[(b * n) + a] * x[b];
            }

            x[a] /= l[(a * n) + a];
        }

        for (var a = 0; a < n; a++)
        {
            x[a] /= size[a];
        }

        return explained;
    }

    /// <summary>What is left of the sum of squares with given coefficients.</summary>
    public double Left(ReadOnlySpan<int> subset, ReadOnlySpan<double> coefficients)
    {
        var left = Total;
        for (var a = 0; a < subset.Length; a++)
        {
            left -= 2 * coefficients[a] * _right[subset[a]];
            for (var b = 0; b < subset.Length; b++)
            {
                left += coefficients[a] * coefficients[b] * this[subset[a], subset[b]];
            }
        }

        return Math.Max(0, left);
    }

    /// <summary>Every subset of at most so many columns with what it leaves, to a visitor; columns that depend on those before them are passed
    /// over.</summary>
    public void EachSubset(int most, Action<ReadOnlyMemory<int>, double> visit)
    {
        double[] size = [.. Enumerable.Range(0, _count).Select(a => Math.Sqrt(this[a, a]))];
        var (chosen, l, x) = (new int[most], new double[most * most], new double[most]);
        visit(chosen.AsMemory(0, 0), Total);
        Visit(0, 0, 0);

        // Each step down adds a row to the factor of the products.
        void Visit(int depth, int from, double explained)
        {
            for (var next = from; depth < most && next < _count; next++)
            {
                if (Added(chosen.AsSpan(0, depth), next, size, l.AsSpan(0, (depth + 1) * most), most, x))
                {
                    chosen[depth] = next;
                    var more = explained + (x[depth] * x[depth]);
                    visit(chosen.AsMemory(0, depth + 1), Math.Max(0, Total - more));
                    Visit(depth + 1, next + 1, more);
                }
            }
        }
    }

    // Row of the next column in the factor, and its place in the solution forwards.
    private bool Added(ReadOnlySpan<int> chosen, int next, double[] size, Span<double> l, int width, double[] x)
    {
        if (!(size[next] > 0))
        {
            return false;
        }

        var row = l[(chosen.Length * width)..];
        var (own, right) = (1.0, _right[next] / size[next]);
        for (var b = 0; b < chosen.Length; b++)
        {
            var sum = this[next, chosen[b]] / (size[next] * size[chosen[b]]);
            for (var c = 0; c < b; c++)
            {
                sum -= row[c] * l[(b * width) + c];
            }

            row[b] = sum / l[(b * width) + b];
            own -= row[b] * row[b];
            right -= row[b] * x[b];
        }

        if (!(own > 1e-10))
        {
            return false;
        }

        row[chosen.Length] = Math.Sqrt(own);
        x[chosen.Length] = right / row[chosen.Length];
        return true;
    }
}
