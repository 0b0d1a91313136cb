namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>The groups of rows that link one another both ways: the diagonal blocks of Frobenius' normal form, whose eigenvalues are those
/// of the matrix.</summary>
/// <remarks>A chain has blocks of one entry, and eigenvalue 0 exactly; an iteration on the whole matrix gives rounding to the power 1/n, 0.025
/// for ten units.</remarks>
public static class IrreducibleBlocks
{
    /// <summary>The block of each row, and how many there are (Kosaraju: finishing order along the links, then trees against them).</summary>
    public static (int[] Block, int Count) Of(Matrix a)
    {
        var n = a.Rows;
        var (seen, order) = (new bool[n], new List<int>(n));
        for (var root = 0; root < n; root++)
        {
            Visit(root, seen, order, (i, j) => a[i, j] != 0);
        }

        var (block, count) = (new int[n], 0);
        var taken = new bool[n];
        var tree = new List<int>(n);
        for (var k = n - 1; k >= 0; k--)
        {
            tree.Clear();
            Visit(order[k], taken, tree, (i, j) => a[j, i] != 0);
            foreach (var member in tree)
            {
                block[member] = count;
            }

            count += tree.Count > 0 ? 1 : 0;
        }

        return (block, count);
    }

    /// <summary>The rows and columns of one block.</summary>
    public static Matrix Part(Matrix a, int[] block, int which)
    {
        int[] rows = [.. Enumerable.Range(0, a.Rows).Where(i => block[i] == which)];
        return Matrix.From(rows.Length, rows.Length, (i, j) => a[rows[i], rows[j]]);
    }

    // Depth first without recursion; members are listed when all that they lead to is.
    private static void Visit(int root, bool[] seen, List<int> order, Func<int, int, bool> linked)
    {
        if (seen[root])
        {
            return;
        }

        var open = new Stack<(int Row, int Next)>();
        seen[root] = true;
        open.Push((root, 0));
        while (open.TryPop(out var top))
        {
            var next = top.Next;
            while (next < seen.Length && (seen[next] || !linked(top.Row, next)))
            {
                next++;
            }

            if (next == seen.Length)
            {
                order.Add(top.Row);
                continue;
            }

            open.Push((top.Row, next + 1));
            seen[next] = true;
            open.Push((next, 0));
        }
    }
}
