using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Inference;

/// <summary>The terms that a recording can tell apart at given time constants, and those that it cannot: the near-null directions of its
/// features, from the simplest terms on.</summary>
internal sealed class TermLibrary
{
    /// <summary>Share of its variance that a term must have of its own [1]. The identities of normal forms hold in steps of dt up to about
    /// dt/τ, whose square is below this.</summary>
    public const double OwnShare = 0.002;

    private const int MostInASum = 3;

    private TermLibrary(IReadOnlyList<SpaceTerm> terms, IReadOnlyList<TermConfusion> confusions, double[] singular) =>
        (Terms, Confusions, SingularValues) = (terms, confusions, singular);

    /// <summary>Terms that can be told apart.</summary>
    public IReadOnlyList<SpaceTerm> Terms { get; }

    /// <summary>Terms that cannot.</summary>
    public IReadOnlyList<TermConfusion> Confusions { get; }

    /// <summary>Singular values of all features, each in units of its length, descending [1].</summary>
    public IReadOnlyList<double> SingularValues { get; }

    /// <summary>The library of a recording.</summary>
    /// <param name="bank">Its features.</param>
    /// <param name="times">Time constants.</param>
    /// <param name="offered">Terms that are looked for.</param>
    public static TermLibrary Of(FeatureBank bank, TraceTimes times, Func<SpaceTerm, bool> offered)
    {
        SpaceTerm[] all = [.. SpaceTerm.All(times).Where(offered).OrderBy(term => term.Rank)];
        var columns = all.Select(bank.Column).ToArray();
        var products = new GramFit(columns, bank.Response);
        var (told, confusions) = (new List<int>(), new List<TermConfusion>());
        var size = Enumerable.Range(0, all.Length).Max(a => products[a, a]);
        for (var k = 0; k < all.Length; k++)
        {
            if (products[k, k] <= 1e-20 * size)
            {
                confusions.Add(new(all[k], [], 0));
                continue;
            }

            var simpler = new GramFit(told.Count, (a, b) => products[told[a], told[b]], a => products[told[a], k], products[k, k]);
            var coefficients = new double[told.Count];
            var own = simpler.Residual([.. Enumerable.Range(0, told.Count)], coefficients) / products[k, k];
            if (own > OwnShare && !double.IsInfinity(own))
            {
                told.Add(k);
            }
            else
            {
                confusions.Add(Sparsest(all[k], simpler, [.. told.Select(a => all[a])]));
            }
        }

        int[] seen = [.. Enumerable.Range(0, all.Length).Where(k => products[k, k] > 1e-20 * size)];
        var unit = Matrix.From(
            seen.Length,
            seen.Length,
            (a, b) => products[seen[a], seen[b]] / Math.Sqrt(products[seen[a], seen[a]] * products[seen[b], seen[b]])
        );
        return new(
            [.. told.Select(k => all[k])],
            confusions,
            [.. SymmetricEigen.Decompose(unit).Values.Select(value => Math.Sqrt(Math.Max(0, value)))]
        );
    }

    // The shortest sum that is as good; else all of it.
    private static TermConfusion Sparsest(SpaceTerm term, GramFit fit, SpaceTerm[] told)
    {
        var (best, left) = (Array.Empty<int>(), fit.Total);
        for (var most = 1; most <= MostInASum && left > OwnShare * fit.Total; most++)
        {
            fit.EachSubset(
                most,
                (subset, residual) =>
                {
                    if (residual < left * (1 - 1e-9))
                    {
                        (best, left) = (subset.ToArray(), residual);
                    }
                }
            );
        }

        if (left > OwnShare * fit.Total)
        {
            best = [.. Enumerable.Range(0, told.Length)];
        }

        var coefficients = new double[best.Length];
        left = fit.Residual(best, coefficients);
        return new(term, [.. best.Select((k, n) => (coefficients[n], told[k]))], left / fit.Total);
    }
}
