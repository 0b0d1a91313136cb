using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>Least squares on a graph: numbers h on the units that minimise Σ c_ij (h_j − h_i − d_ij)² over its edges.</summary>
/// <remarks>
/// The normal equations, a graph Laplacian, are singular with one constant for each connected part, and where a part hangs together by an
/// edge of 1e-15 of the others they are singular to rounding: elimination with pivots then gives anything. Here units are eliminated one by
/// one, from the sum of squares itself. The best h_k is Σ_i p_i (h_i + d_ik) with p_i = c_ik/Σ_i c_ik; what stays behind is
/// Σ_{i&lt;j} p_i c_kj (h_j − h_i − d_ik − d_kj)², an edge between each two neighbours, and two edges between the same units are one with
/// the sum of their weights and the weighted mean of their steps. No step subtracts one weight from another, so the answer is good to
/// rounding whatever the ratio of the weights: it is the elimination of Grassmann, Taksar and Heyman (1985) for Markov chains, with
/// steps carried along. O(n³/6) for a full graph, less for a sparse one.
/// </remarks>
internal static class Levels
{
    /// <param name="weight">c, symmetric, not negative; 0 for no edge. Destroyed.</param>
    /// <param name="step">d, antisymmetric, [i, j]: wanted h_j − h_i. Destroyed.</param>
    /// <param name="component">Connected part of each unit.</param>
    /// <returns>h, with mean 0 over each connected part.</returns>
    public static double[] LeastSquares(Matrix weight, Matrix step, int[] component)
    {
        var n = weight.Rows;
        var neighbours = new List<int>[n];
        for (var k = n - 1; k >= 0; k--)
        {
            neighbours[k] = [.. Enumerable.Range(0, k).Where(i => weight[k, i] > 0)];
            Eliminate(weight, step, k, neighbours[k]);
        }

        // Units are put back in the opposite order. The shares were left in place of the weights.
        var h = new double[n];
        for (var k = 0; k < n; k++)
        {
            foreach (var i in neighbours[k])
            {
                h[k] += weight[k, i] * (h[i] + step[i, k]);
            }
        }

        for (var c = 0; c < n; c++)
        {
            var members = Enumerable.Range(0, n).Where(i => component[i] == c).ToArray();
            var mean = members.Length == 0 ? 0 : members.Average(i => h[i]);
            foreach (var i in members)
            {
                h[i] -= mean;
            }
        }

        return h;
    }

    private static void Eliminate(Matrix weight, Matrix step, int k, List<int> neighbours)
    {
        var sum = neighbours.Sum(i => weight[k, i]);
        for (var a = 0; a < neighbours.Count; a++)
        {
            var i = neighbours[a];
            var share = weight[k, i] / sum;
            for (var b = a + 1; b < neighbours.Count; b++)
            {
                var j = neighbours[b];
                // An edge too weak for a number is still an edge.
                var more = Math.Max(share * weight[k, j], double.Epsilon);
                var both = weight[i, j] + more;
                var moved = step[i, k] + step[k, j];
                weight[i, j] = weight[j, i] = both;
                step[i, j] += more / both * (moved - step[i, j]);
                step[j, i] = -step[i, j];
            }
        }

        foreach (var i in neighbours)
        {
            weight[k, i] /= sum;
        }
    }
}
