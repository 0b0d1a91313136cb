using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>The linear assignment problem: one column for each row at least total cost (Hungarian method with potentials, O(n³); Kuhn 1955,
/// Jonker and Volgenant 1987).</summary>
internal static class Assignment
{
    /// <summary>result[i] is the column of row i.</summary>
    public static int[] Least(Matrix cost)
    {
        var n = cost.Rows;
        // Rows and columns are numbered from 1; row 0 and column 0 are the usual dummies of the shortest augmenting path form.
        var (u, v, rowOf, way) = (new double[n + 1], new double[n + 1], new int[n + 1], new int[n + 1]);
        var (least, used) = (new double[n + 1], new bool[n + 1]);
        for (var row = 1; row <= n; row++)
        {
            rowOf[0] = row;
            var column = 0;
            Array.Fill(least, double.PositiveInfinity);
            Array.Clear(used);
            do
            {
                used[column] = true;
                int current = rowOf[column],
                    next = 0;
                var delta = double.PositiveInfinity;
                var costs = cost.Row(current - 1);
                for (var j = 1; j <= n; j++)
                {
                    if (used[j])
                    {
                        continue;
                    }

                    var reduced = costs[j - 1] - u[current] - v[j];
                    if (reduced < least[j])
                    {
                        (least[j], way[j]) = (reduced, column);
                    }

                    if (least[j] < delta)
                    {
                        (delta, next) = (least[j], j);
                    }
                }

                for (var j = 0; j <= n; j++)
                {
                    if (used[j])
                    {
                        u[rowOf[j]] += delta;
                        v[j] -= delta;
                    }
                    else
                    {
                        least[j] -= delta;
                    }
                }

                column = next;
            } while (rowOf[column] != 0);
            do
            {
                rowOf[column] = rowOf[way[column]];
                column = way[column];
            } while (column != 0);
        }

        var result = new int[n];
        for (var j = 1; j <= n; j++)
        {
            result[rowOf[j] - 1] = j - 1;
        }

        return result;
    }
}
