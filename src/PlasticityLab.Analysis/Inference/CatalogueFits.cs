using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.RuleSpace;

namespace PlasticityLab.Analysis.Inference;

/// <summary>Fits the bilinear rules of the catalogue: learning rate, amplitudes within twice their range of tuning, time constants
/// anywhere.</summary>
internal sealed class CatalogueFits(FeatureBank bank, TermSearch search, double[] grid)
{
    private const string BilinearId = "bilinear",
        NothingId = "no_learning";

    private const int Fine = 13,
        Rounds = 3;

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Lazy<CatalogueFamily>> Families = [];

    /// <summary>Rules of the catalogue that are not bilinear in rates, and so are not compared.</summary>
    public static IReadOnlyList<string> NotCompared { get; } =
    [.. RuleCatalog.Cards.Where(card => card.Id is not (BilinearId or NothingId) && !IsCompared(card.Id)).Select(card => card.Id)];

    /// <summary>Ids of the rules that are compared.</summary>
    public static IReadOnlyList<string> Compared { get; } =
    [.. RuleCatalog.Cards.Select(card => card.Id).Where(id => id is not (BilinearId or NothingId) && IsCompared(id))];

    /// <summary>All of them, the best first; prices are relative to the best of them and of another explanation.</summary>
    /// <param name="price">Price of the other explanation.</param>
    /// <param name="left">What it leaves of the sum of squares.</param>
    public IReadOnlyList<CatalogueFit> Run(double price, double left)
    {
        var fits = Compared.Where(HasOnlyOffered).Select(Coarse).OrderBy(fit => fit.Price).ToArray();
        if (fits.Length == 0)
        {
            return [];
        }

        var close = fits[0].Price + (20 * TermSearch.AsGood);
        var refined = fits.Select(fit => fit.Price <= close || fit.R2 > fits[0].R2 - 0.05 ? AlongItself(Refined(fit)) : fit)
            .OrderBy(fit => fit.Price)
            .ToArray();
        var best = Math.Min(price, refined[0].Price);
        var good = refined.Where(fit => fit.Price <= best + TermSearch.AsGood).ToHashSet();
        if (good.Count == 0)
        {
            // A rule is not excluded because it has parameters that this recording does not ask for.
            good = [.. refined.Where(fit => search.Price(fit.Left, 0) <= search.Price(left, 0) + TermSearch.AsGood)];
        }

        // A rule one of whose terms does nothing is the rule without it, where that is one of the others.
        CatalogueFit[] whole = [.. good.Where(AllTakePart).Select(fit => fit.Fit(best, asGood: true))];
        return
        [
            .. refined.Select(fit =>
                fit.Fit(best, good.Contains(fit)) is var found && !AllTakePart(fit) && whole.Any(found.IsOneWith)
                    ? found with
                    {
                        AsGood = false,
                    }
                    : found
            ),
        ];
    }

    private static bool IsCompared(string id) =>
        BilinearForm.Of(RuleCatalog.Create(id), out _) is { } point && point.Theta.Values.Any(value => value != 0);

    // A rule with a term that is not looked for is not compared.
    private bool HasOnlyOffered(string id) =>
        Terms(BilinearForm.Of(RuleCatalog.Create(id), out _)!.Value).All(term => search.IsOffered(term.Term));

    // Time constants on the grid; amplitudes in closed form where the formula is linear in them, else on a grid as well.
    private Candidate Coarse(string id)
    {
        var family = Families.GetOrAdd(id, name => new(() => new CatalogueFamily(name))).Value;
        Candidate? best = null;
        Visit(0, []);
        return best!;

        void Visit(int at, Dictionary<string, double> values)
        {
            if (at == family.Searched.Length)
            {
                var here = Of(family, values);
                best = best is null || here.Left < best.Left ? here : best;
                return;
            }

            foreach (var step in Steps(family.Searched[at]))
            {
                Visit(at + 1, new(values) { [family.Searched[at].Name] = step });
            }
        }
    }

    private Candidate Refined(Candidate fit)
    {
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var setting in fit.Family.Searched)
            {
                var value = Better(fit, setting, Math.Pow(0.3, round));
                var next = Of(fit.Family, new(fit.Values) { [setting.Name] = value });
                fit = next.Left < fit.Left ? next : fit;
            }
        }

        return fit;
    }

    // A rule with decays, its decays along the weights that it makes itself; until here they are along those of the best sum.
    private Candidate AlongItself(Candidate fit)
    {
        var terms = Terms(fit.Point);
        if (!terms.Any(term => term.Term.IsDecay))
        {
            return fit;
        }

        var own = bank.Along(
            [.. terms.Select(term => term.Term)],
            [.. terms.Select(term => term.Coefficient * fit.Scale)],
            () => Refined(Of(fit.Family, fit.Values))
        );
        return own.Left < fit.Left ? own : fit;
    }

    // The best value of one parameter within a share of a step of its grid; of a time constant, by factors.
    private double Better(Candidate fit, Setting setting, double share)
    {
        var (name, here) = (setting.Name, fit.Values[setting.Name]);
        double Left(double value) => Of(fit.Family, new(fit.Values) { [name] = value }).Left;
        if (setting.Unit == CatalogueFamily.Second)
        {
            var factor = Math.Pow(grid[1] / grid[0], share);
            var (shortest, longest) = (Math.Max(here / factor, grid[0]), Math.Min(here * factor, grid[^1]));
            return Math.Exp(TermSearch.Golden(Math.Log(shortest), Math.Log(longest), log => Left(Math.Exp(log))));
        }

        var steps = Steps(setting);
        var width = (steps[1] - steps[0]) * share;
        return TermSearch.Golden(Math.Max(here - width, steps[0]), Math.Min(here + width, steps[^1]), Left);
    }

    private bool AllTakePart(Candidate fit)
    {
        var terms = Terms(fit.Point);
        if (terms.Length < 2)
        {
            return true;
        }

        var columns = terms.Select(term => bank.Column(term.Term)).ToArray();
        var products = new GramFit(columns, bank.Response);
        var all = terms.Select(term => term.Coefficient * fit.Scale).ToArray();
        int[] subset = [.. Enumerable.Range(0, terms.Length)];
        var total = products.Left(subset, all);
        return subset.All(k => products.Left(subset, [.. all.Select((c, n) => n == k ? 0 : c)]) - total > 1e-3 * (products.Total - total));
    }

    private Candidate Of(CatalogueFamily family, Dictionary<string, double> values)
    {
        var ends = family.Linear;
        var low = new Dictionary<string, double>(values);
        foreach (var (name, end, _) in ends)
        {
            low[name] = end;
        }

        var least = Column(family.Point(low));
        var more = ends.Select(end => Less(Column(family.Point(new Dictionary<string, double>(low) { [end.Name] = end.High })), least))
            .ToArray();
        var (scale, shares, left) = Amplitudes(least, more);
        var all = new Dictionary<string, double>(low);
        foreach (var (end, share) in ends.Zip(shares))
        {
            all[end.Name] = end.Low + (share * (end.High - end.Low));
        }

        return new(family, all, scale, left, search.Total, search.Price(left, all.Count + 1));
    }

    // y = η (c + Σ a_k d_k) with η ≥ 0 and 0 ≤ a_k ≤ 1: each a_k free, 0 or 1, the best that holds.
    private (double Scale, double[] Shares, double Left) Amplitudes(double[] least, double[][] more)
    {
        var fit = new GramFit([least, .. more], bank.Response);
        var best = (Scale: 0.0, Shares: new double[more.Length], Left: search.Total);
        for (var choice = 0; choice < Math.Pow(3, more.Length); choice++)
        {
            int[] state = [.. Enumerable.Range(0, more.Length).Select(k => choice / (int)Math.Pow(3, k) % 3)];
            var next = Amplitudes(fit, state);
            if (next.Left < best.Left && next.Scale > 0 && Array.TrueForAll(next.Shares, share => share is >= 0 and <= 1))
            {
                best = next;
            }
        }

        return best;
    }

    // With each a_k as its state says: 0, 1, or 2 for free.
    private static (double Scale, double[] Shares, double Left) Amplitudes(GramFit fit, int[] state)
    {
        int[] whole = [0, .. Enumerable.Range(0, state.Length).Where(k => state[k] == 1).Select(k => k + 1)];
        int[] free = [.. Enumerable.Range(0, state.Length).Where(k => state[k] == 2).Select(k => k + 1)];
        int[][] groups = [whole, .. free.Select(k => new[] { k })];
        var reduced = new GramFit(
            groups.Length,
            (a, b) => groups[a].Sum(x => groups[b].Sum(z => fit[x, z])),
            a => groups[a].Sum(fit.Right),
            fit.Total
        );
        var found = new double[groups.Length];
        var left = reduced.Residual([.. Enumerable.Range(0, groups.Length)], found);
        double[] shares = [.. state.Select((of, k) => of == 2 ? found[1 + Array.IndexOf(free, k + 1)] / found[0] : of)];
        return (found[0], shares, left);
    }

    private static double[] Less(double[] a, double[] b)
    {
        for (var k = 0; k < a.Length; k++)
        {
            a[k] -= b[k];
        }

        return a;
    }

    private double[] Column(BilinearRule point)
    {
        var column = new double[bank.Rows];
        foreach (var (term, coefficient) in Terms(point))
        {
            var part = bank.Column(term);
            for (var k = 0; k < column.Length; k++)
            {
                column[k] += coefficient * part[k];
            }
        }

        return column;
    }

    private static (SpaceTerm Term, double Coefficient)[] Terms(BilinearRule point)
    {
        var times = new TraceTimes(point.TauPreFast, point.TauPostFast, point.TauPreSlow, point.TauPostSlow);
        var theta = point.Theta;
        return
        [
            .. SpaceTerm
                .All(times)
                .Select(term => (term, term.IsDecay ? point.Kappa[term.Post] : theta[term.Post, term.Pre]))
                .Where(term => term.Item2 != 0),
        ];
    }

    private double[] Steps(Setting setting)
    {
        if (setting.Unit == CatalogueFamily.Second)
        {
            return grid;
        }

        var (low, high) = CatalogueFamily.Range(setting);
        return [.. Enumerable.Range(0, Fine).Select(k => low + ((high - low) * k / (Fine - 1)))];
    }

    private sealed record Candidate(
        CatalogueFamily Family,
        Dictionary<string, double> Values,
        double Scale,
        double Left,
        double Total,
        double Price
    )
    {
        public string Rule => Family.Id;

        public BilinearRule Point => Family.Point(Values);

        public double R2 => 1 - (Left / Total);

        public CatalogueFit Fit(double best, bool asGood) =>
            new(
                Rule,
                new SortedDictionary<string, double>(Values) { [CatalogueFamily.Rate] = Scale * Family.DefaultRate },
                R2,
                Price - best,
                asGood
            );
    }
}
