using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>Permutations p with small Σ (A_ij − B[p_i, p_j])².</summary>
internal static class PermutationSearch
{
    public static double Cost(Matrix a, Matrix b, int[] p)
    {
        double sum = 0;
        for (var i = 0; i < p.Length; i++)
        {
            for (var j = 0; j < p.Length; j++)
            {
                var d = a[i, j] - b[p[i], p[j]];
                sum += d * d;
            }
        }

        return sum;
    }

    /// <summary>Depth first over all permutations, cut when the units placed so far already cost more than the best.</summary>
    public static int[] Exact(Matrix a, Matrix b, CancellationToken cancellation)
    {
        var n = a.Rows;
        var p = Enumerable.Range(0, n).ToArray();
        var best = (int[])p.Clone();
        Swap(a, b, best);
        var bestCost = Cost(a, b, best) * (1 + 1e-14);
        Place(0, 0);
        return best;

        void Place(int k, double cost)
        {
            cancellation.ThrowIfCancellationRequested();
            if (k == n)
            {
                (bestCost, best) = (cost, (int[])p.Clone());
                return;
            }

            for (var c = k; c < n; c++)
            {
                (p[k], p[c]) = (p[c], p[k]);
                double d = a[k, k] - b[p[k], p[k]],
                    sum = cost + (d * d);
                for (var i = 0; i < k && sum < bestCost; i++)
                {
                    double x = a[i, k] - b[p[i], p[k]],
                        y = a[k, i] - b[p[k], p[i]];
                    sum += (x * x) + (y * y);
                }

                if (sum < bestCost)
                {
                    Place(k + 1, sum);
                }

                (p[k], p[c]) = (p[c], p[k]);
            }
        }
    }

    /// <summary>FAQ (Vogelstein et al. 2015): Frank-Wolfe over doubly stochastic matrices from the barycentre and random starts, each end
    /// refined by exchanging pairs.</summary>
    public static (int[] Permutation, double Share) Faq(Matrix a, Matrix b, RandomStream random, int starts, CancellationToken cancellation)
    {
        var n = a.Rows;
        Matrix at = a.Transpose(),
            bt = b.Transpose();
        var (best, bestCost, costs) = (Array.Empty<int>(), double.PositiveInfinity, new double[starts]);
        for (var start = 0; start < starts; start++)
        {
            var p = start == 0 ? Matrix.From(n, n, (_, _) => 1.0 / n) : RandomStart(n, random);
            for (var step = 0; step < 60; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                // g(P) = tr(Aᵀ P B Pᵀ), gradient A P Bᵀ + Aᵀ P B.
                Matrix apb = a.Times(p).Times(bt),
                    gradient = Matrix.Combine(1, apb, 1, at.Times(p).Times(b));
                var q = Assignment.Least(Matrix.From(n, n, (i, j) => -gradient[i, j]));
                var direction = Matrix.From(n, n, (i, j) => (q[i] == j ? 1 : 0) - p[i, j]);
                // g along P + t D: g + t⟨gradient, D⟩ + t² ⟨A D Bᵀ, D⟩.
                double slope = Pairs.Inner(gradient, direction),
                    bend = Pairs.Inner(a.Times(direction).Times(bt), direction);
                if (slope <= 1e-10 * Math.Abs(Pairs.Inner(gradient, p)))
                {
                    break;
                }

                var t = bend < 0 ? Math.Min(1, -slope / (2 * bend)) : 1;
                p = Matrix.Combine(1, p, t, direction);
            }

            var permutation = Assignment.Least(Matrix.From(n, n, (i, j) => -p[i, j]));
            Swap(a, b, permutation);
            costs[start] = Cost(a, b, permutation);
            if (costs[start] < bestCost)
            {
                (bestCost, best) = (costs[start], permutation);
            }
        }

        // Costs of 0 but for rounding are one.
        var nothing = 1e-18 * Math.Pow(a.FrobeniusNorm() + b.FrobeniusNorm(), 2);
        return (best, costs.Count(c => c <= bestCost + (1e-9 * bestCost) + nothing) / (double)starts);
    }

    /// <summary>Exchanges pairs as long as one exchange helps.</summary>
    public static void Swap(Matrix a, Matrix b, int[] p)
    {
        var n = p.Length;
        var scale = 1e-12 * (a.FrobeniusNorm() + b.FrobeniusNorm()) * (a.FrobeniusNorm() + b.FrobeniusNorm());
        bool improved;
        do
        {
            improved = false;
            for (var x = 0; x < n; x++)
            {
                for (var y = x + 1; y < n; y++)
                {
                    if (Change(a, b, p, x, y) < -scale)
                    {
                        (p[x], p[y]) = (p[y], p[x]);
                        improved = true;
                    }
                }
            }
        } while (improved);
    }

    // Change of the cost when p[x] and p[y] are exchanged: only rows and columns x and y matter.
    private static double Change(Matrix a, Matrix b, int[] p, int x, int y)
    {
        int n = p.Length,
            u = p[x],
            v = p[y];
        double change = 0;
        for (var k = 0; k < n; k++)
        {
            if (k == x || k == y)
            {
                continue;
            }

            var r = p[k];
            // (α − β')² − (α − β)² = (β − β')(2α − β − β').
            change += (b[u, r] - b[v, r]) * ((2 * a[x, k]) - b[u, r] - b[v, r]);
            change += (b[v, r] - b[u, r]) * ((2 * a[y, k]) - b[u, r] - b[v, r]);
            change += (b[r, u] - b[r, v]) * ((2 * a[k, x]) - b[r, u] - b[r, v]);
            change += (b[r, v] - b[r, u]) * ((2 * a[k, y]) - b[r, u] - b[r, v]);
        }

        change += (b[u, u] - b[v, v]) * ((2 * a[x, x]) - b[u, u] - b[v, v]);
        change += (b[v, v] - b[u, u]) * ((2 * a[y, y]) - b[u, u] - b[v, v]);
        change += (b[u, v] - b[v, u]) * ((2 * a[x, y]) - b[u, v] - b[v, u]);
        change += (b[v, u] - b[u, v]) * ((2 * a[y, x]) - b[u, v] - b[v, u]);
        return change;
    }

    // Half barycentre, half a random doubly stochastic matrix (Sinkhorn's scaling).
    private static Matrix RandomStart(int n, RandomStream random)
    {
        var p = Matrix.From(n, n, (_, _) => random.NextExponential());
        for (var round = 0; round < 30; round++)
        {
            for (var i = 0; i < n; i++)
            {
                double row = 0;
                for (var j = 0; j < n; j++)
                {
                    row += p[i, j];
                }

                for (var j = 0; j < n; j++)
                {
                    p[i, j] /= row;
                }
            }

            for (var j = 0; j < n; j++)
            {
                double column = 0;
                for (var i = 0; i < n; i++)
                {
                    column += p[i, j];
                }

                for (var i = 0; i < n; i++)
                {
                    p[i, j] /= column;
                }
            }
        }

        return Matrix.From(n, n, (i, j) => 0.5 * (p[i, j] + (1.0 / n)));
    }
}
