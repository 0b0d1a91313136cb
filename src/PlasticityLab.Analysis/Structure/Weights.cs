using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>What every structure measure checks and shares. W[post, pre]; graphs use A = Wᵀ, so that A[m, n] is the weight m → n.</summary>
internal static class Weights
{
    /// <summary>Square and finite, or a sentence.</summary>
    public static void Check(Matrix w)
    {
        ArgumentNullException.ThrowIfNull(w);
        UserError.ThrowIfAny(Problems(w, "The weight matrix"));
    }

    public static IEnumerable<string> Problems(Matrix w, string name)
    {
        if (w.Rows != w.Columns || w.Rows == 0)
        {
            yield return $"{name} must be square with one row and one column for each unit, but is {w.Rows} x {w.Columns}.";
        }
        else if (Array.FindIndex(w.Values, value => !double.IsFinite(value)) is var bad and >= 0)
        {
            yield return $"{name} must hold finite numbers only, but W[{bad / w.Columns}, {bad % w.Columns}] is {w.Values[bad]}.";
        }
    }

    /// <summary>The matrix with rows and columns in a new order: result[i, j] = w[order[i], order[j]].</summary>
    public static Matrix Reorder(Matrix w, ReadOnlySpan<int> order)
    {
        var result = new Matrix(order.Length, order.Length);
        for (var i = 0; i < order.Length; i++)
        {
            for (var j = 0; j < order.Length; j++)
            {
                result[i, j] = w[order[i], order[j]];
            }
        }

        return result;
    }

    /// <summary>Off-diagonal entries, row after row.</summary>
    public static double[] OffDiagonal(Matrix w)
    {
        var n = w.Rows;
        var values = new double[n * (n - 1)];
        var k = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (i != j)
                {
                    values[k++] = w[i, j];
                }
            }
        }

        return values;
    }

    /// <summary>Weakly connected components of the graph of nonzero entries, 0 .. count−1.</summary>
    public static (int[] Component, int Count) Components(Matrix w)
    {
        var n = w.Rows;
        var component = Enumerable.Repeat(-1, n).ToArray();
        var count = 0;
        var stack = new Stack<int>();
        for (var start = 0; start < n; start++)
        {
            if (component[start] >= 0)
            {
                continue;
            }

            component[start] = count;
            stack.Push(start);
            while (stack.TryPop(out var i))
            {
                for (var j = 0; j < n; j++)
                {
                    if (component[j] < 0 && (w[i, j] != 0 || w[j, i] != 0))
                    {
                        component[j] = count;
                        stack.Push(j);
                    }
                }
            }

            count++;
        }

        return (component, count);
    }
}
