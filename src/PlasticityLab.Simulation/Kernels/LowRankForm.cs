namespace PlasticityLab.Simulation.Kernels;

/// <summary>dw/dt = (Row_i + Column_j) w + Σ_k Post_k,i · Pre_k,j: what nearly every published local rule comes down to.</summary>
/// <param name="Row">Factor on w that depends on the receiver.</param>
/// <param name="Column">Factor on w that depends on the sender.</param>
/// <param name="Post">u_k.</param>
/// <param name="Pre">v_k.</param>
internal sealed record LowRankForm(Polynomial Row, Polynomial Column, Polynomial[] Post, Polynomial[] Pre)
{
    private const int HighestRank = 5;

    public int Rank => Post.Length;

    /// <summary>The form of a polynomial, with the least number of products; null when it has none of rank 5 or less.</summary>
    public static LowRankForm? Of(Polynomial? polynomial)
    {
        // A coefficient that is no number (1/0 − 1/0) would be lost in the search for pivots; the formula carries it to the weights.
        if (polynomial is null || polynomial.Terms.Any(term => !double.IsFinite(term.Coefficient)))
        {
            return null;
        }

        var (row, column) = (Polynomial.Constant(0), Polynomial.Constant(0));
        var free = new List<Term>();
        foreach (var term in polynomial.Terms)
        {
            var (pre, post, weights) = (term.On(Side.Pre), term.On(Side.Post), term.On(Side.Weight).Length);
            switch (weights, pre.Length, post.Length)
            {
                case (0, _, _):
                    free.Add(term);
                    break;
                case (1, 0, _):
                    row = Polynomial.Add(row, 1, Product(term.Coefficient, post));
                    break;
                case (1, _, 0):
                    column = Polynomial.Add(column, 1, Product(term.Coefficient, pre));
                    break;
                default:
                    return null; // w², or w times both sides
            }
        }

        return Factor(free) is var (u, v) && u.Length <= HighestRank ? new(row, column, u, v) : null;
    }

    // C[a, b] is the coefficient of (post product a)(pre product b). Its rank is the number of products that are needed; taking the largest
    // entry as the
    // pivot and subtracting its cross (a rank-revealing elimination) writes C as that many outer products. Covariance, four terms, comes
    // out as one.
    private static (Polynomial[] Post, Polynomial[] Pre) Factor(List<Term> terms)
    {
        var posts = terms.Select(term => term.On(Side.Post)).DistinctBy(Term.KeyOf).ToArray();
        var pres = terms.Select(term => term.On(Side.Pre)).DistinctBy(Term.KeyOf).ToArray();
        var c = new double[posts.Length, pres.Length];
        foreach (var term in terms)
        {
            c[
                Array.FindIndex(posts, x => Term.KeyOf(x) == Term.KeyOf(term.On(Side.Post))),
                Array.FindIndex(pres, x => Term.KeyOf(x) == Term.KeyOf(term.On(Side.Pre)))
            ] += term.Coefficient;
        }

        var largest = terms.Count == 0 ? 0 : terms.Max(term => Math.Abs(term.Coefficient));
        var (u, v) = (new List<Polynomial>(), new List<Polynomial>());
        while (u.Count <= HighestRank)
        {
            var (a, b, size) = (0, 0, 0.0);
            for (var i = 0; i < posts.Length; i++)
            {
                for (var j = 0; j < pres.Length; j++)
                {
                    (a, b, size) = Math.Abs(c[i, j]) > size ? (i, j, Math.Abs(c[i, j])) : (a, b, size);
                }
            }

            if (!(size > 1e-14 * largest))
            {
                break;
            }

            var (left, right) = (Polynomial.Constant(0), Polynomial.Constant(0));
            var column = Enumerable.Range(0, posts.Length).Select(i => c[i, b]).ToArray();
            var row = Enumerable.Range(0, pres.Length).Select(j => c[a, j] / c[a, b]).ToArray();
            for (var i = 0; i < posts.Length; i++)
            {
                left = Polynomial.Add(left, 1, Product(column[i], posts[i]));
                for (var j = 0; j < pres.Length; j++)
                {
                    c[i, j] = i == a || j == b ? 0 : c[i, j] - (column[i] * row[j]);
                }
            }

            for (var j = 0; j < pres.Length; j++)
            {
                right = Polynomial.Add(right, 1, Product(row[j], pres[j]));
            }

            u.Add(left);
            v.Add(right);
        }

        return ([.. u], [.. v]);
    }

    private static Polynomial Product(double coefficient, Symbol[] factors) =>
        factors.Aggregate(Polynomial.Constant(coefficient), (product, factor) => Polynomial.Multiply(product, Polynomial.Of(factor))!);
}
