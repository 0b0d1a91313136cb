using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Inference;

/// <summary>A sum of terms that was fitted.</summary>
/// <param name="Terms">The terms.</param>
/// <param name="Coefficients">Their coefficients [weight unit/s at unit activity].</param>
/// <param name="Left">What they leave of the sum of squares.</param>
/// <param name="Price">n ln(what they leave) + (coefficients and time constants) ln n + 2 ln(sums of so many terms): the lower the
/// better.</param>
internal sealed record FittedTerms(IReadOnlyList<SpaceTerm> Terms, IReadOnlyList<double> Coefficients, double Left, double Price)
{
    /// <summary>The sum as a point of the space.</summary>
    public BilinearRule Rule()
    {
        var (theta, kappa) = (new Matrix(BilinearRule.Signals, BilinearRule.Signals), new double[3]);
        foreach (var (term, c) in Terms.Zip(Coefficients))
        {
            if (term.IsDecay)
            {
                kappa[term.Post] += c;
            }
            else
            {
                theta[term.Post, term.Pre] += c;
            }
        }

        Trace Of(Func<SpaceTerm, bool> reads, Func<SpaceTerm, double> tau) =>
            Terms.Where(term => !term.IsDecay && reads(term)).Select(tau).Prepend(0).Max() is var found && found > 0
                ? Trace.OfRate(found)
                : default;
        return BilinearRule
            .Of(
                theta,
                kappa,
                new(
                    Of(term => term.Pre == 2, term => term.TauPre),
                    Of(term => term.Pre == 3, term => term.TauPre),
                    Of(term => term.Post == 2, term => term.TauPost),
                    Of(term => term.Post == 3, term => term.TauPost)
                )
            )
            .Folded();
    }
}

/// <summary>The best subset of terms and its time constants, by Schwarz's criterion (1978, Annals of Statistics 6:461) as extended to searches
/// (Chen and Chen 2008, Biometrika 95:759, γ = 1): the best of very many sums fits better by chance than one that was given.</summary>
/// <remarks>Time constants on a grid with all subsets of up to three terms at each of its points; from the best of them on, in turn, time
/// constants refined and all subsets of up to five terms. A second trace of either side is tried where it is worth its price.</remarks>
internal sealed class TermSearch
{
    /// <summary>Most terms that a sum may have.</summary>
    public const int Most = 5;

    /// <summary>How much worse the criterion may be for a sum to fit as well (Kass and Raftery 1995, J. Am. Stat. Assoc. 90:773: above 10
    /// the evidence is very strong).</summary>
    public const double AsGood = 10;

    /// <summary>Share of the variance that a term must explain when all others are there [1].</summary>
    public const double NoAccount = 5e-4;

    // What numbers in steps of dt leave even of the right rule.
    private const double Floor = 5e-4;

    private const int MostOnGrid = 3,
        Rounds = 4;
    private readonly FeatureBank _bank;
    private readonly double[] _grid;
    private readonly Func<SpaceTerm, bool> _offered;
    private readonly HashSet<(int, int)> _told;
    private readonly double[] _sums; // 2 ln(number of sums of so many terms)

    public TermSearch(FeatureBank bank, double[] grid, Func<SpaceTerm, bool> offered)
    {
        (_bank, _grid, _offered) = (bank, grid, offered);
        var middle = new TraceTimes(At(0.020), At(0.020), At(0.100), At(0.100));
        _told = [.. TermLibrary.Of(bank, middle, offered).Terms.Select(term => (term.Post, term.Pre))];
        _sums = new double[Most + 1];
        for (var k = 1; k <= Most; k++)
        {
            _sums[k] = _sums[k - 1] + (2 * Math.Log(Math.Max(1, _told.Count - k + 1) / (double)k));
        }
    }

    /// <summary>The price of a fit of so many numbers.</summary>
    public double Price(double left, int numbers) => (_bank.Rows * Math.Log((left / Total) + Floor)) + (numbers * Math.Log(_bank.Rows));

    /// <summary>Sum of squares of what is explained.</summary>
    public double Total => field == 0 ? field = FeatureBank.Dot(_bank.Response, _bank.Response) : field;

    /// <summary>Whether a term is looked for.</summary>
    public bool IsOffered(SpaceTerm term) => _offered(term);

    /// <summary>The best sum and its time constants.</summary>
    public (FittedTerms Best, TraceTimes Times) Run()
    {
        var (best, times) = OnGrid();
        (best, times) = Refined(best, times);
        var (second, at) = WithSlow(best, times);
        if (second.Price < best.Price - AsGood)
        {
            (second, at) = Refined(second, at);
            if (second.Price < best.Price - AsGood)
            {
                (best, times) = (second, at);
            }
        }

        return (best, times);
    }

    /// <summary>All sums of no more terms at these time constants that fit as well as the best, the best first.</summary>
    public IReadOnlyList<FittedTerms> AsGoodAs(FittedTerms best, TraceTimes times, int most)
    {
        var (terms, fit) = Library(times);
        var found = new List<(int[] Subset, double Left, double Price)>();
        fit.EachSubset(
            Math.Min(Math.Max(1, best.Terms.Count), Most),
            (subset, left) =>
            {
                var price = PriceOfSum(left, subset.Span, terms);
                if (price <= best.Price + AsGood)
                {
                    found.Add((subset.ToArray(), left, price));
                }
            }
        );
        return [.. found.OrderBy(entry => entry.Price).Take(most).Select(entry => Fitted(entry.Subset, terms, fit))];
    }

    /// <summary>A sum fitted anew.</summary>
    public FittedTerms Fit(IEnumerable<SpaceTerm> terms)
    {
        SpaceTerm[] all = [.. terms];
        return Fitted([.. Enumerable.Range(0, all.Length)], all, new([.. all.Select(_bank.Column)], _bank.Response));
    }

    /// <summary>What the criterion counts: coefficients, and time constants of traces.</summary>
    public static int Numbers(IEnumerable<SpaceTerm> terms) =>
        terms.Count()
        + terms.Where(term => term.TauPost > 0).Select(term => term.TauPost).Distinct().Count()
        + terms.Where(term => term.TauPre > 0).Select(term => term.TauPre).Distinct().Count();

    private (FittedTerms, TraceTimes) OnGrid()
    {
        (FittedTerms Fit, TraceTimes Times)? best = null;
        foreach (var pre in _grid)
        {
            foreach (var post in _grid)
            {
                var fit = BestSubset(new(pre, post), MostOnGrid);
                if (best is null || fit.Price < best.Value.Fit.Price)
                {
                    best = (fit, new(pre, post));
                }
            }
        }

        return best!.Value;
    }

    private (FittedTerms, TraceTimes) WithSlow(FittedTerms fit, TraceTimes times)
    {
        var best = (Fit: fit, Times: times);
        foreach (var pre in _grid.Prepend(double.NaN))
        {
            foreach (var post in _grid.Prepend(double.NaN))
            {
                var both = double.IsFinite(pre) && double.IsFinite(post);
                // Two different further traces at once are a grid of their own; rules with both have one for either side in common.
                if (both && pre != post)
                {
                    continue;
                }

                var at = times with { PreSlow = pre, PostSlow = post };
                var next = BestSubset(at, MostOnGrid + 1);
                if (next.Price < best.Fit.Price)
                {
                    best = (next, at);
                }
            }
        }

        return best;
    }

    private (FittedTerms, TraceTimes) Refined(FittedTerms fit, TraceTimes times)
    {
        for (var round = 0; round < Rounds; round++)
        {
            times = Times(fit, times, Math.Pow(_grid[1] / _grid[0], Math.Pow(0.3, round)));
            fit = BestSubset(times, Most);
        }

        // What is of no account is left out.
        while (fit.Terms.Count > 1 && Least(fit) is var (without, cost) && cost < NoAccount * Total)
        {
            fit = without;
        }

        return (fit, times);
    }

    private (FittedTerms Without, double Cost) Least(FittedTerms fit) =>
        fit
            .Terms.Select(term => Fit(fit.Terms.Where(other => other != term)))
            .Select(less => (less, less.Left - fit.Left))
            .MinBy(pair => pair.Item2);

    // The time constants that are read, by golden section within a factor of where they are: each alone, then all together, then those of sender
    // and receiver against each other, since what one lacks another may make up for.
    private TraceTimes Times(FittedTerms fit, TraceTimes times, double factor)
    {
        int[] read =
        [
            .. Enumerable.Range(0, TraceTimes.Count).Where(which => double.IsFinite(times[which]) && TraceTimes.Reads(fit.Terms, which)),
        ];
        var directions = read.Select(which => new[] { which }).Concat(read.Length > 1 ? [read, read] : []).ToArray();
        for (var k = 0; k < directions.Length; k++)
        {
            var (held, against) = (times, k == directions.Length - 1 && read.Length > 1);
            TraceTimes Moved(double log) =>
                directions[k]
                    .Aggregate(
                        held,
                        (moved, which) => moved.With(which, Within(held[which] * Math.Exp(against && which % 2 == 1 ? -log : log)))
                    );
            var found = Golden(-Math.Log(factor), Math.Log(factor), log => Fit(fit.Terms.Select(term => term.With(Moved(log)))).Left);
            times = Moved(found);
        }

        return times;
    }

    private double Within(double tau) => Math.Clamp(tau, _grid[0], _grid[^1]);

    /// <summary>Where a function of one number with one valley is lowest, to a fiftieth of the range.</summary>
    public static double Golden(double low, double high, Func<double, double> f)
    {
        const double share = 0.6180339887498949;
        var (a, b) = (high - (share * (high - low)), low + (share * (high - low)));
        var (fa, fb) = (f(a), f(b));
        for (var k = 0; k < 8; k++)
        {
            if (fa <= fb)
            {
                (high, b, fb) = (b, a, fa);
                fa = f(a = high - (share * (high - low)));
            }
            else
            {
                (low, a, fa) = (a, b, fb);
                fb = f(b = low + (share * (high - low)));
            }
        }

        return (low + high) / 2;
    }

    private FittedTerms BestSubset(TraceTimes times, int most)
    {
        var (terms, fit) = Library(times);
        var (best, price) = (Array.Empty<int>(), double.PositiveInfinity);
        fit.EachSubset(
            most,
            (subset, left) =>
            {
                var next = PriceOfSum(left, subset.Span, terms);
                if (next < price)
                {
                    (best, price) = (subset.ToArray(), next);
                }
            }
        );
        return Fitted(best, terms, fit);
    }

    // Terms that can be told apart at usual time constants; those of one further trace as those of the first.
    private (SpaceTerm[] Terms, GramFit Fit) Library(TraceTimes times)
    {
        SpaceTerm[] terms =
        [
            .. SpaceTerm.All(times).Where(term => _offered(term) && _told.Contains((term.Post, term.Pre))).OrderBy(term => term.Rank),
        ];
        return (terms, new([.. terms.Select(_bank.Column)], _bank.Response));
    }

    private FittedTerms Fitted(int[] subset, SpaceTerm[] terms, GramFit fit)
    {
        var coefficients = new double[subset.Length];
        var left = fit.Residual(subset, coefficients);
        return new([.. subset.Select(k => terms[k])], coefficients, left, PriceOfSum(left, subset, terms));
    }

    private double PriceOfSum(double left, ReadOnlySpan<int> subset, SpaceTerm[] terms) =>
        Price(left, Numbers(subset, terms)) + _sums[Math.Min(subset.Length, Most)];

    private static int Numbers(ReadOnlySpan<int> subset, SpaceTerm[] terms)
    {
        var (post, pre, count) = (0, 0, subset.Length);
        foreach (var k in subset)
        {
            var term = terms[k];
            (post, pre) = (post | (term.TauPost > 0 ? 1 << term.Post : 0), pre | (term.TauPre > 0 ? 1 << term.Pre : 0));
        }

        return count + System.Numerics.BitOperations.PopCount((uint)post) + System.Numerics.BitOperations.PopCount((uint)pre);
    }

    private double At(double tau) => _grid.MinBy(value => Math.Abs(Math.Log(value / tau)));
}
