using PlasticityLab.Numerics;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Simulation.RuleSpace;

namespace PlasticityLab.Analysis.Inference;

/// <summary>How a rule is inferred.</summary>
public sealed record InferenceOptions
{
    /// <summary>Most synapses that are used; of more, some are drawn.</summary>
    public int Synapses { get; init; } = 400;

    /// <summary>Most readings that are used; of more, some are taken at even distances.</summary>
    public int Readings { get; init; } = 40;

    /// <summary>Resamples of the bootstrap.</summary>
    public int Resamples { get; init; } = 999;

    /// <summary>Seed of the draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Terms that are looked for; null: all of the space.</summary>
    public Func<SpaceTerm, bool>? Offered { get; init; }

    /// <summary>Compare the rules of the catalogue and propose an experiment.</summary>
    public bool Compare { get; init; } = true;
}

/// <summary>A term of the inferred rule.</summary>
/// <param name="Term">The term.</param>
/// <param name="Coefficient">Its coefficient, with a bootstrap interval at the time constants found [weight unit/s at unit activity].</param>
/// <param name="R2Without">Share of the variance explained when it is left out and the others are fitted anew [1].</param>
public sealed record InferredTerm(SpaceTerm Term, Interval Coefficient, double R2Without);

/// <summary>A formula that explains the recording as well.</summary>
/// <param name="Text">The rule as text.</param>
/// <param name="R2">Share of the variance that it explains [1].</param>
/// <param name="Rule">The rule.</param>
public sealed record EqualFormula(string Text, double R2, BilinearRule Rule);

/// <summary>What was used of a recording.</summary>
/// <param name="Synapses">Synapses that were used.</param>
/// <param name="Readings">Readings that were used.</param>
/// <param name="AtBound">Synapses left out because a reading is at a bound.</param>
/// <param name="Absent">Synapses left out because their weight is 0 at all readings.</param>
/// <param name="NotDrawn">Synapses left out because there are more than needed.</param>
/// <param name="BoundsSeen">The bounds were not said but seen: several weights moved to one and the same extreme value.</param>
public sealed record RecordingUse(int Synapses, int Readings, int AtBound, int Absent, int NotDrawn, bool BoundsSeen);

/// <summary>Which local rule changed recorded weights.</summary>
/// <remarks>The cumulated changes of the weights are regressed on the cumulated features of the space of rules, each synapse with a start of its own;
/// see docs/theory/which-rule.md.</remarks>
public sealed record RuleInference
{
    /// <summary>What is left over is noise only where this interval of von Neumann's ratio reaches so far [1].</summary>
    public const double NoiseAbove = 1.7;

    // What numbers in steps of dt leave of the right rule.
    private const double Exact = 1e-3;

    private const int FewestSynapses = 3,
        FewestReceivers = 10,
        MostEqual = 6,
        MostRounds = 5;

    /// <summary>Why nothing can be inferred, one sentence; null: something can.</summary>
    public string? WhyNothing { get; private init; }

    /// <summary>What was used.</summary>
    public required RecordingUse Used { get; init; }

    /// <summary>The terms of the rule, the most important first.</summary>
    public IReadOnlyList<InferredTerm> Terms { get; private init; } = [];

    /// <summary>The time constants; NaN where the rule reads none [s].</summary>
    public TraceTimes Times { get; private init; } = new(double.NaN, double.NaN);

    /// <summary>The inferred rule as a point of the space.</summary>
    public BilinearRule Rule { get; private init; }

    /// <summary>Share of the variance of the weights over time, each about its own mean, that it explains [1].</summary>
    public Interval R2 { get; private init; }

    /// <summary>Von Neumann's ratio of what it leaves: 2 for noise, less where a term is missing [1].</summary>
    public Interval Roughness { get; private init; }

    /// <summary>Standard deviation of what it leaves, that is of one reading when it is the right rule [weight unit].</summary>
    public double Noise { get; private init; }

    /// <summary>Whether what it leaves is no noise: no sum of the terms offered is the rule.</summary>
    public bool TermMissing { get; private init; }

    /// <summary>Ridge: strength in units of each column's length, coefficients of all terms that can be told apart, and R² on synapses left
    /// out.</summary>
    public (double Strength, IReadOnlyList<(SpaceTerm Term, double Coefficient)> Coefficients, double R2) Ridge { get; private init; }

    /// <summary>Singular values of all features in units of their lengths, descending [1].</summary>
    public IReadOnlyList<double> SingularValues { get; private init; } = [];

    /// <summary>Terms that this recording cannot tell from sums of others: its near-null directions.</summary>
    public IReadOnlyList<TermConfusion> Confusions { get; private init; } = [];

    /// <summary>Other formulas that explain the recording as well: other subsets, and those that the near-null directions allow.</summary>
    public IReadOnlyList<EqualFormula> Equal { get; private init; } = [];

    /// <summary>The rules of the catalogue, the best first.</summary>
    public IReadOnlyList<CatalogueFit> Catalogue { get; private init; } = [];

    /// <summary>The experiment that would tell apart what explains the recording equally well; null: nothing is to be told apart.</summary>
    public ProposedExperiment? Next { get; private init; }

    /// <summary>What <see cref="Next"/> would tell apart, by name.</summary>
    public IReadOnlyList<(string Name, ILearningRule Rule)> Rivals { get; private init; } = [];

    /// <summary>Rules of the catalogue that explain the recording as well as anything.</summary>
    public IEnumerable<CatalogueFit> EqualRules => Catalogue.Where(fit => fit.AsGood);

    /// <summary>The inferred rule as text, numbers to three digits.</summary>
    public string Text => TextOf(Rule);

    /// <summary>Infers the rule.</summary>
    /// <exception cref="UserError">The recording does not hold together; one sentence a problem.</exception>
    public static RuleInference Of(RuleRecording recording, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        UserError.ThrowIfAny([.. recording.Problems()]);
        options ??= new();
        var (synapses, readings, used) = Chosen(recording, options);
        var grid = Grid(recording);
        if (Nothing(recording, synapses, used, grid) is { } why)
        {
            return new() { WhyNothing = why, Used = used };
        }

        return new Work(recording, options, synapses, readings, used, grid).Infer();
    }

    private static string TextOf(BilinearRule rule)
    {
        static double Rounded(double tau) => double.Parse(tau.Text("G3"), System.Globalization.CultureInfo.InvariantCulture);
        return BilinearForm.Text(
            rule with
            {
                TauPreFast = Rounded(rule.TauPreFast),
                TauPreSlow = Rounded(rule.TauPreSlow),
                TauPostFast = Rounded(rule.TauPostFast),
                TauPostSlow = Rounded(rule.TauPostSlow),
            },
            3
        );
    }

    // Time constants from 4 ms (or two steps) to a quarter of the recording, at most 1 s; each is less than half more than the one before.
    private static double[] Grid(RuleRecording recording)
    {
        var (low, high) = (Math.Max(0.004, 2 * recording.Dt), Math.Min(1, recording.Pre.Rows * recording.Dt / 4));
        var count = high > low ? Math.Max(2, (int)Math.Ceiling(Math.Log(high / low) / Math.Log(1.5)) + 1) : 0;
        return [.. Enumerable.Range(0, count).Select(k => low * Math.Pow(high / low, k / (count - 1.0)))];
    }

    private static string? Nothing(RuleRecording recording, (int Post, int Pre)[] synapses, RecordingUse used, double[] grid)
    {
        if (grid.Length == 0)
        {
            return $"Nothing can be told: the recording has {recording.Pre.Rows} steps of {Quantity.Show(recording.Dt, "s")}, too few for any time constant.";
        }

        if (synapses.Length < FewestSynapses)
        {
            return used.AtBound > 0
                ? $"Nothing can be told: {used.AtBound} of {used.AtBound + synapses.Length} synapses are at a bound, where a weight says no longer what the rule wanted; record shorter or with weaker learning."
                : $"Nothing can be told: there are {synapses.Length} synapses with a weight, and at least {FewestSynapses} are needed.";
        }

        var moved = synapses.Any(s => recording.Weights.Any(w => w[s.Post, s.Pre] != recording.Weights[0][s.Post, s.Pre]));
        return moved
            ? null
            : "Nothing can be told: no weight changes from the first reading to the last, so the rule is any that does nothing with this activity.";
    }

    private static ((int Post, int Pre)[] Synapses, int[] Readings, RecordingUse Used) Chosen(RuleRecording recording, InferenceOptions options)
    {
        var random = new RandomStreams(options.Seed).Open(StreamPurpose.Analysis, "synapses of an inference");
        var (all, absent, bound) = (new List<(int, int)>(), 0, 0);
        var (low, high, seen) = Bounds(recording);
        var margin = 0.01 * (double.IsFinite(high - low) ? high - low : double.IsFinite(high) ? Math.Abs(high) : double.IsFinite(low) ? Math.Abs(low) : 0);
        foreach (var (i, j) in Existing(recording))
        {
            double[] course = [.. recording.Weights.Select(w => w[i, j])];
            if (Array.TrueForAll(course, w => w == 0))
            {
                absent++;
            }
            else if (Array.Exists(course, w => w <= low + margin || w >= high - margin))
            {
                bound++;
            }
            else
            {
                all.Add((i, j));
            }
        }

        var drawn = Drawn(all, options.Synapses, random);
        var count = recording.Steps.Count;
        int[] readings =
            count <= options.Readings
                ? [.. Enumerable.Range(0, count)]
                : [.. Enumerable.Range(0, options.Readings).Select(k => (int)((long)k * (count - 1) / (options.Readings - 1)))];
        return (drawn, readings, new(drawn.Length, readings.Length, bound, absent, all.Count - drawn.Length, seen));
    }

    // Among few neurons, so that their traces fit into memory.
    private static (int, int)[] Drawn(List<(int Post, int Pre)> all, int most, RandomStream random)
    {
        if (all.Count <= most)
        {
            return [.. all];
        }

        var side = 2 * (int)Math.Ceiling(Math.Sqrt(most));
        HashSet<int> Some(IEnumerable<int> of)
        {
            int[] distinct = [.. of.Distinct().Order()];
            return distinct.Length <= side ? [.. distinct] : [.. random.Choose(distinct.Length, side).Select(k => distinct[k])];
        }

        var (posts, pres) = (Some(all.Select(s => s.Post)), Some(all.Select(s => s.Pre)));
        (int, int)[] within = [.. all.Where(s => posts.Contains(s.Post) && pres.Contains(s.Pre))];
        return within.Length <= most ? within : [.. random.Choose(within.Length, most).Select(k => within[k])];
    }

    private static IEnumerable<(int, int)> Existing(RuleRecording recording) =>
        from i in Enumerable.Range(0, recording.Post.Columns)
        from j in Enumerable.Range(0, recording.Pre.Columns)
        where i != j || !ReferenceEquals(recording.Pre, recording.Post)
        select (i, j);

    // Bounds that were said; else an extreme value to which several weights have moved.
    private static (double Low, double High, bool Seen) Bounds(RuleRecording recording)
    {
        if (double.IsFinite(recording.Low) || double.IsFinite(recording.High))
        {
            return (recording.Low, recording.High, false);
        }

        var (first, last) = (recording.Weights[0], recording.Weights[^1]);
        (double First, double Last)[] moved =
        [
            .. Existing(recording).Select(s => (first[s.Item1, s.Item2], last[s.Item1, s.Item2])).Where(pair => pair.Item1 != pair.Item2),
        ];
        if (moved.Length == 0)
        {
            return (double.NegativeInfinity, double.PositiveInfinity, false);
        }

        var (low, high) = (moved.Min(pair => pair.Last), moved.Max(pair => pair.Last));
        bool Many(double value) => moved.Count(pair => pair.Last == value) >= Math.Max(3, moved.Length / 50);
        return (
            Many(low) ? low : double.NegativeInfinity,
            Many(high) ? high : double.PositiveInfinity,
            Many(low) || Many(high)
        );
    }

    // One inference on its way.
    private sealed class Work(
        RuleRecording recording,
        InferenceOptions options,
        (int Post, int Pre)[] synapses,
        int[] readings,
        RecordingUse used,
        double[] grid
    )
    {
        private readonly FeatureBank _bank = new(recording, synapses, readings, grid);
        private readonly Func<SpaceTerm, bool> _offered = options.Offered ?? (_ => true);
        private readonly int[] _cluster = Clusters(synapses);

        public RuleInference Infer()
        {
            var search = new TermSearch(_bank, grid, _offered);
            var (best, times) = search.Run();
            // Decays along the weights that the rule found makes, until nothing is gained.
            for (var round = 0; round < MostRounds && best.Terms.Any(term => term.IsDecay); round++)
            {
                var before = best.Left;
                _bank.DecayAlong(best.Terms, best.Coefficients);
                search = new TermSearch(_bank, grid, _offered);
                (best, times) = search.Run();
                if (best.Left > 0.98 * before)
                {
                    break;
                }
            }

            return Told(search, best, times);
        }

        private RuleInference Told(TermSearch search, FittedTerms best, TraceTimes times)
        {
            var random = new RandomStreams(options.Seed);
            var columns = best.Terms.Select(_bank.Column).ToArray();
            var (terms, r2) = Fitted(best, columns, random.Open(StreamPurpose.Analysis, "coefficients of an inference"));
            var left = Left(columns, best.Coefficients);
            var roughness = ClusterFit.Roughness(
                left,
                _cluster,
                readings.Length,
                options.Resamples,
                random.Open(StreamPurpose.Analysis, "rest of an inference")
            );
            var free = _bank.Rows - synapses.Length - best.Terms.Count;
            var noise = Math.Sqrt(best.Left / Math.Max(1, free));
            var library = TermLibrary.Of(_bank, Usual(best, times), _offered);
            var result = new RuleInference
            {
                Used = used,
                Terms = [.. terms.OrderBy(term => term.R2Without)],
                Times = Read(best, times),
                Rule = Point(best.Terms, best.Coefficients),
                R2 = r2,
                Roughness = roughness,
                Noise = noise,
                TermMissing = roughness.High < NoiseAbove && 1 - r2.Estimate > Exact,
                Ridge = RidgeOf(library),
                SingularValues = library.SingularValues,
                Confusions = library.Confusions,
            };
            return options.Compare ? Compared(result, search, best, times) : result;
        }

        private RuleInference Compared(RuleInference result, TermSearch search, FittedTerms best, TraceTimes times)
        {
            var catalogue = new CatalogueFits(_bank, search, grid).Run(best.Price);
            EqualFormula[] equal =
            [
                .. search
                    .AsGoodAs(best, times, MostEqual + 1)
                    .Where(fit => !fit.Terms.SequenceEqual(best.Terms))
                    .Concat(Allowed(search, best, result.Confusions))
                    .Select(fit => Formula(fit))
                    .DistinctBy(formula => formula.Text)
                    .Take(MostEqual),
            ];
            var told = result with { Catalogue = catalogue, Equal = equal };
            var rivals = RivalsOf(told);
            return told with
            {
                Rivals = rivals,
                Next = rivals.Count < 2 || told.TermMissing
                    ? null
                    : NextExperiment.Choose([.. rivals.Select(rival => rival.Rule)], Smallest(told), Typical()),
            };
        }

        // A reading without any noise is not to be had: a hundredth of what the weights do is as good as it gets.
        private double Smallest(RuleInference told) =>
            Math.Max(told.Noise, 0.01 * Math.Sqrt(FeatureBank.Dot(_bank.Response, _bank.Response) / _bank.Rows));

        private double Typical() => synapses.Average(s => Math.Abs(recording.Weights[^1][s.Post, s.Pre]));

        // Rules of the catalogue first, of those that are one formula one; where only one is left, formulas.
        private static List<(string Name, ILearningRule Rule)> RivalsOf(RuleInference told)
        {
            var distinct = new List<CatalogueFit>();
            foreach (var fit in told.EqualRules.Where(fit => !distinct.Exists(fit.IsOneWith)))
            {
                distinct.Add(fit);
            }

            var named = distinct.Select(fit => (RuleCatalog.Card(fit.Rule).Name, (ILearningRule)fit.Point)).ToList();
            if (named.Count == 0)
            {
                named.Add((told.Text, told.Rule));
            }

            return named.Count >= 2
                ? [.. named.Take(MostEqual)]
                : [.. named, .. told.Equal.Take(3).Select(formula => (formula.Text, (ILearningRule)formula.Rule))];
        }

        // A term of the rule written through another that the recording cannot tell from a sum with it.
        private static IEnumerable<FittedTerms> Allowed(TermSearch search, FittedTerms best, IReadOnlyList<TermConfusion> confusions)
        {
            foreach (var confusion in confusions.Where(c => c.Sum.Count > 0).OrderBy(c => c.Sum.Count))
            {
                foreach (var term in best.Terms.Where(term => confusion.Sum.Any(part => part.Term == term)))
                {
                    SpaceTerm[] terms =
                    [
                        .. best.Terms.Where(other => other != term),
                        confusion.Term,
                        .. confusion.Sum.Select(part => part.Term).Where(other => other != term && !best.Terms.Contains(other)),
                    ];
                    var fit = search.Fit(terms);
                    if (fit.Left - best.Left <= TermLibrary.OwnShare * search.Total)
                    {
                        yield return fit;
                    }
                }
            }
        }

        private EqualFormula Formula(FittedTerms fit)
        {
            var rule = Point(fit.Terms, fit.Coefficients);
            return new(TextOf(rule), 1 - (fit.Left / FeatureBank.Dot(_bank.Response, _bank.Response)), rule);
        }

        private (double, IReadOnlyList<(SpaceTerm, double)>, double) RidgeOf(TermLibrary library)
        {
            var fit = new ClusterFit([.. library.Terms.Select(_bank.Column)], _bank.Response, _cluster, readings.Length);
            var (strength, coefficients, r2) = fit.Ridge();
            return (strength, [.. library.Terms.Zip(coefficients)], r2);
        }

        private (List<InferredTerm> Terms, Interval R2) Fitted(FittedTerms best, double[][] columns, RandomStream random)
        {
            var fit = new ClusterFit(columns, _bank.Response, _cluster, readings.Length);
            var (coefficients, r2) = fit.Bootstrap(options.Resamples, random);
            var terms = new List<InferredTerm>();
            for (var k = 0; k < columns.Length; k++)
            {
                int[] others = [.. Enumerable.Range(0, columns.Length).Where(other => other != k)];
                terms.Add(new(best.Terms[k], coefficients[k], 1 - (fit.Fit.Residual(others, new double[others.Length]) / fit.Fit.Total)));
            }

            return (terms, r2);
        }

        private double[] Left(double[][] columns, IReadOnlyList<double> coefficients)
        {
            var left = (double[])_bank.Response.Clone();
            for (var k = 0; k < columns.Length; k++)
            {
                for (var row = 0; row < left.Length; row++)
                {
                    left[row] -= coefficients[k] * columns[k][row];
                }
            }

            return left;
        }

        // Receivers are resampled where there are enough of them, since what a rule misses of one is missed at all its synapses.
        private static int[] Clusters((int Post, int Pre)[] synapses)
        {
            int[] receivers = [.. synapses.Select(s => s.Post).Distinct().Order()];
            return receivers.Length >= FewestReceivers
                ? [.. synapses.Select(s => Array.IndexOf(receivers, s.Post))]
                : [.. Enumerable.Range(0, synapses.Length)];
        }

        // Where the rule reads no trace, those of usual length are asked about.
        private static TraceTimes Usual(FittedTerms best, TraceTimes times) =>
            new(
                TermSearch.Reads(best.Terms, 0) ? times.PreFast : TermSearch.Reads(best.Terms, 1) ? times.PostFast : 0.020,
                TermSearch.Reads(best.Terms, 1) ? times.PostFast : TermSearch.Reads(best.Terms, 0) ? times.PreFast : 0.020,
                TermSearch.Reads(best.Terms, 2) ? times.PreSlow : double.NaN,
                TermSearch.Reads(best.Terms, 3) ? times.PostSlow : double.NaN
            );

        private static TraceTimes Read(FittedTerms best, TraceTimes times)
        {
            foreach (var which in Enumerable.Range(0, 4))
            {
                times = TermSearch.Reads(best.Terms, which) ? times : TermSearch.Set(times, which, double.NaN);
            }

            return times;
        }

        private static BilinearRule Point(IReadOnlyList<SpaceTerm> terms, IReadOnlyList<double> coefficients)
        {
            var (theta, kappa) = (new Matrix(BilinearRule.Signals, BilinearRule.Signals), new double[3]);
            foreach (var (term, c) in terms.Zip(coefficients))
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
                terms.Where(term => !term.IsDecay && reads(term)).Select(tau).Prepend(0).Max() is var found && found > 0
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
}
