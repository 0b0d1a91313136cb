using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.RuleSpace;

namespace PlasticityLab.Analysis.Inference;

/// <summary>A rule of the catalogue with the values with which it explains a recording best.</summary>
/// <param name="Rule">Its id.</param>
/// <param name="Values">Its parameters by name; the learning rate is not below 0 [each in its unit].</param>
/// <param name="R2">Share of the variance of the weights over time that it explains [1].</param>
/// <param name="Price">Schwarz's criterion less that of the best explanation; the lower the better.</param>
/// <param name="AsGood">It explains as much as the best explanation, and every of its terms takes part.</param>
public sealed record CatalogueFit(string Rule, IReadOnlyDictionary<string, double> Values, double R2, double Price, bool AsGood)
{
    /// <summary>The rule with these values, as a point of the space of rules.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public BilinearRule Point => BilinearForm.Of(RuleCatalog.Create(Rule, Values), out _)!.Value;

    /// <summary>Whether two rules, with the values found, are one formula but for what noise leaves: coefficients within a twentieth of the
    /// largest, time constants within a tenth. No experiment on rates tells them apart then.</summary>
    public bool IsOneWith(CatalogueFit other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (mine, its) = (Point, other.Point);
        var (a, b) = ((double[])[.. mine.Theta.Values, .. mine.Kappa], (double[])[.. its.Theta.Values, .. its.Kappa]);
        var size = a.Concat(b).Max(Math.Abs);
        return a.Zip(b).All(pair => Math.Abs(pair.First - pair.Second) <= size / 20)
            && mine.Traces.All.Zip(its.Traces.All)
                .All(pair =>
                    pair.First.Kind == TraceKind.None
                    || pair.Second.Kind == TraceKind.None
                    || Math.Abs(Math.Log(pair.First.Tau / pair.Second.Tau)) < 0.1
                );
    }
}

/// <summary>Fits the bilinear rules of the catalogue: learning rate, amplitudes within twice their range of tuning, time constants
/// anywhere.</summary>
internal sealed class CatalogueFits(FeatureBank bank, TermSearch search, double[] grid)
{
    private const string Rate = "eta";

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Lazy<Family>> Families = [];

    private const string Second = "s";
    private const int Fine = 13,
        Rounds = 3;

    /// <summary>Rules of the catalogue that are not bilinear in rates, and so are not compared.</summary>
    public static IReadOnlyList<string> NotCompared { get; } =
        [.. RuleCatalog.Cards.Where(card => card.Id is not (BilinearId or NothingId) && !IsCompared(card.Id)).Select(card => card.Id)];

    private const string BilinearId = "bilinear",
        NothingId = "no_learning";

    /// <summary>Ids of the rules that are compared.</summary>
    public static IReadOnlyList<string> Compared { get; } =
        [.. RuleCatalog.Cards.Select(card => card.Id).Where(id => id is not (BilinearId or NothingId) && IsCompared(id))];

    /// <summary>All of them, the best first; prices are relative to the best of them and of another explanation.</summary>
    /// <param name="price">Price of the other explanation.</param>
    public IReadOnlyList<CatalogueFit> Run(double price)
    {
        var fits = Compared.Select(Coarse).OrderBy(fit => fit.Price).ToArray();
        var close = fits[0].Price + (20 * TermSearch.AsGood);
        var refined = fits.Select(fit => fit.Price <= close || fit.R2 > fits[0].R2 - 0.05 ? Refined(fit) : fit).OrderBy(fit => fit.Price).ToArray();
        var best = Math.Min(price, refined[0].Price);
        // A rule one of whose terms does nothing is the rule without it, where that is one.
        var good = refined.Where(fit => fit.Price <= best + TermSearch.AsGood).ToHashSet();
        var whole = good.Where(AllTakePart).ToHashSet();
        return [.. refined.Select(fit => fit.Fit(best, (whole.Count > 0 ? whole : good).Contains(fit)))];
    }

    private static bool IsCompared(string id) =>
        BilinearForm.Of(RuleCatalog.Create(id), out _) is { } point && point.Theta.Values.Any(value => value != 0);

    // Time constants on the grid; amplitudes in closed form where the formula is linear in them, else on a grid as well.
    private Candidate Coarse(string id)
    {
        var family = Families.GetOrAdd(id, name => new(() => new Family(name))).Value;
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
                var (here, name) = (fit.Values, setting.Name);
                double Left(double value) => Of(fit.Family, new(here) { [name] = value }).Left;
                var found = 0.0;
                if (setting.Unit == Second)
                {
                    var factor = Math.Pow(grid[1] / grid[0], Math.Pow(0.3, round));
                    var (low, high) = (Math.Max(here[name] / factor, grid[0]), Math.Min(here[name] * factor, grid[^1]));
                    found = Math.Exp(TermSearch.Golden(Math.Log(low), Math.Log(high), log => Left(Math.Exp(log))));
                }
                else
                {
                    var steps = Steps(setting);
                    var width = (steps[1] - steps[0]) * Math.Pow(0.3, round);
                    found = TermSearch.Golden(Math.Max(here[name] - width, steps[0]), Math.Min(here[name] + width, steps[^1]), Left);
                }

                var next = Of(fit.Family, new(here) { [name] = found });
                fit = next.Left < fit.Left ? next : fit;
            }
        }

        return fit;
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
        return subset.All(k =>
            products.Left(subset, [.. all.Select((c, n) => n == k ? 0 : c)]) - total > 1e-3 * (products.Total - total)
        );
    }

    private Candidate Of(Family family, Dictionary<string, double> values)
    {
        var ends = family.Linear;
        var low = new Dictionary<string, double>(values);
        foreach (var (name, end, _) in ends)
        {
            low[name] = end;
        }

        var least = Column(family.Point(low));
        var more = ends.Select(end => Column(family.Point(new Dictionary<string, double>(low) { [end.Name] = end.High }))).Select(column => Less(column, least)).ToArray();
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
        var (count, y) = (more.Length, bank.Response);
        var fit = new GramFit([least, .. more], y);
        var best = (Scale: 0.0, Shares: new double[count], Left: search.Total);
        for (var choice = 0; choice < Math.Pow(3, count); choice++)
        {
            int[] state = [.. Enumerable.Range(0, count).Select(k => choice / (int)Math.Pow(3, k) % 3)];
            int[] whole = [0, .. Enumerable.Range(0, count).Where(k => state[k] == 1).Select(k => k + 1)];
            int[] free = [.. Enumerable.Range(0, count).Where(k => state[k] == 2).Select(k => k + 1)];
            int[][] groups = [whole, .. free.Select(k => new[] { k })];
            var reduced = new GramFit(
                groups.Length,
                (a, b) => groups[a].Sum(x => groups[b].Sum(z => fit[x, z])),
                a => groups[a].Sum(fit.Right),
                fit.Total
            );
            var found = new double[groups.Length];
            var left = reduced.Residual([.. Enumerable.Range(0, groups.Length)], found);
            var shares = new double[count];
            for (var k = 0; k < count; k++)
            {
                shares[k] = state[k] == 2 ? found[1 + Array.IndexOf(free, k + 1)] / found[0] : state[k];
            }

            if (left < best.Left && found[0] > 0 && Array.TrueForAll(shares, share => share is >= 0 and <= 1))
            {
                best = (found[0], shares, left);
            }
        }

        return best;
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
        if (setting.Unit == Second)
        {
            return grid;
        }

        var (low, high) = Family.Range(setting);
        return [.. Enumerable.Range(0, Fine).Select(k => low + ((high - low) * k / (Fine - 1)))];
    }

    // A rule of the catalogue with its parameters: the time constants, and amplitudes in which its formula is linear or not.
    private sealed class Family
    {
        private static readonly double[] Ends = [0.01, 0.05];

        private readonly object _rule;
        private readonly (string[] Names, string?[] Slots, bool Holds) _shape;
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, double[][]> _corners = [];

        public Family(string id)
        {
            (Id, _rule) = (id, RuleCatalog.Create(id));
            Setting[] all =
            [
                .. Settings
                    .Numbers(RuleCatalog.TypeOf(id))
                    .Where(setting => setting.Name != Rate && setting.Search is { } search && search.Values.Count != 1),
            ];
            Linear = [.. all.Where(IsLinear).Select(setting => (setting.Name, Range(setting).Low, Range(setting).High))];
            Searched = [.. all.Where(setting => !Linear.Any(linear => linear.Name == setting.Name))];
            DefaultRate = Settings.Values(_rule)[Rate];
            _shape = Shape();
            _shape.Holds = Linearly();
        }

        public string Id { get; }

        public Setting[] Searched { get; }

        public (string Name, double Low, double High)[] Linear { get; }

        public double DefaultRate { get; }

        public BilinearRule Point(IReadOnlyDictionary<string, double> values)
        {
            // At a corner of times and amplitudes every coefficient is evaluated once; it is linear in each of them.
            var names = _shape.Names;
            var key = string.Join(',', values.Where(value => !names.Contains(value.Key)).Select(value => value.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
            if (names.Any(name => !values.ContainsKey(name)) || !_shape.Holds)
            {
                return Exact(values);
            }

            if (!_corners.TryGetValue(key, out var corners))
            {
                _corners[key] = corners = [.. Enumerable.Range(0, 1 << names.Length).Select(corner => Numbers(Exact(AtCorner(values, corner))))];
            }

            var sum = new double[corners[0].Length];
            for (var corner = 0; corner < corners.Length; corner++)
            {
                var weight = 1.0;
                for (var k = 0; k < names.Length; k++)
                {
                    var share = (values[names[k]] - Ends[0]) / (Ends[1] - Ends[0]);
                    weight *= (corner >> k & 1) == 1 ? share : 1 - share;
                }

                for (var n = 0; n < sum.Length; n++)
                {
                    sum[n] += weight * corners[corner][n];
                }
            }

            Trace Of(int slot) => _shape.Slots[slot] is { } name ? Trace.OfRate(values[name]) : default;
            var theta = new Matrix(BilinearRule.Signals, BilinearRule.Signals, [.. Clean(sum).Take(25)]);
            return BilinearRule.Of(theta, [.. Clean(sum).Skip(25)], new(Of(0), Of(1), Of(2), Of(3)));
        }

        private BilinearRule Exact(IReadOnlyDictionary<string, double> values) =>
            BilinearForm.Of((ILearningRule)Settings.WithNumbers(_rule, values, Id), out _)!.Value;

        // What is left of coefficients that cancel is none.
        private static IEnumerable<double> Clean(double[] numbers)
        {
            var size = numbers.Max(Math.Abs);
            return numbers.Select(x => Math.Abs(x) <= 1e-12 * size ? 0 : x);
        }

        private static double[] Numbers(BilinearRule point) => [.. point.Theta.Values, .. point.Kappa];

        private Dictionary<string, double> AtCorner(IReadOnlyDictionary<string, double> values, int corner)
        {
            var at = new Dictionary<string, double>(values);
            for (var k = 0; k < _shape.Names.Length; k++)
            {
                at[_shape.Names[k]] = Ends[corner >> k & 1];
            }

            return at;
        }

        // Which time constant each of the four traces has, and whether the coefficients are linear in all of them.
        private (string[] Names, string?[] Slots, bool Holds) Shape()
        {
            string[] times = [.. Searched.Where(setting => setting.Unit == Second).Select(setting => setting.Name)];
            var apart = times.Select((name, k) => KeyValuePair.Create(name, 0.0113 * (k + 1))).ToDictionary();
            var point = Exact(apart);
            double[] taus = [point.TauPreFast, point.TauPreSlow, point.TauPostFast, point.TauPostSlow];
            string?[] slots = [.. taus.Select(tau => apart.FirstOrDefault(pair => Math.Abs(pair.Value - tau) < 1e-12).Key)];
            return ([.. times, .. Linear.Select(linear => linear.Name)], slots, true);
        }

        private bool Linearly()
        {
            var values = Searched
                .Select((setting, k) => KeyValuePair.Create(setting.Name, 0.0237 + (0.011 * k)))
                .Concat(Linear.Select((linear, k) => KeyValuePair.Create(linear.Name, 0.31 + (0.17 * k))))
                .ToDictionary();
            var (exact, made) = (Exact(values), Point(values));
            var size = Numbers(exact).Max(Math.Abs);
            return Numbers(exact).Zip(Numbers(made)).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-9 * size)
                && exact.Traces == made.Traces;
        }

        // Twice as far as tuning looks.
        public static (double Low, double High) Range(Setting setting)
        {
            var search = setting.Search!;
            var (low, high) = search.Values.Count > 0 ? (search.Values.Min(), search.Values.Max()) : (search.Low, search.High);
            return high >= 100 ? (low, high) : (low / 2, high * 2);
        }

        private bool IsLinear(Setting setting)
        {
            if (setting.Unit == Second)
            {
                return false;
            }

            var (low, high) = Range(setting);
            double[] At(double value) => Numbers(Exact(new Dictionary<string, double> { [setting.Name] = value }));
            var (a, b, middle) = (At(low), At(high), At((low + high) / 2));
            var size = a.Concat(b).Max(Math.Abs);
            return Enumerable.Range(0, a.Length).All(k => Math.Abs(((a[k] + b[k]) / 2) - middle[k]) <= 1e-9 * size);
        }
    }

    private sealed record Candidate(Family Family, Dictionary<string, double> Values, double Scale, double Left, double Total, double Price)
    {
        public string Rule => Family.Id;

        public BilinearRule Point => Family.Point(Values);

        public double R2 => 1 - (Left / Total);

        public CatalogueFit Fit(double best, bool asGood) =>
            new(Rule, new SortedDictionary<string, double>(Values) { [Rate] = Scale * Family.DefaultRate }, R2, Price - best, asGood);
    }
}
