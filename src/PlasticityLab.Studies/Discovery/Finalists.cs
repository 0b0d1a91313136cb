using System.Collections.Immutable;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Analyses;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Discovery;

/// <summary>The rules that go on: on fresh networks, with terms dropped, and in other experiments.</summary>
internal sealed class Finalists(
    StudyContext study,
    SearchSection search,
    RuleTrials trials,
    IReadOnlyList<Trial> all,
    CancellationToken cancellation
)
{
    // Networks of each rule in each other experiment.
    public const int NetworksElsewhere = 4;
    private const string Tune = "C4 C4 G4 G4 A4 A4 G4 F4 F4 E4 E4 D4 D4 C4";
    private static readonly double[] Rates = [0.5, 1, 2];

    private readonly Trial[] _chosen =
    [
        .. study.Study.Conditions.Keys.SelectMany(condition =>
            Chosen([.. all.Where(trial => trial.Condition == condition && trial.Seen?.Score > search.SuccessAbove)], search.Finalists)
        ),
    ];

    /// <summary>On the study's fresh seeds, at the operating point of the screening.</summary>
    public IReadOnlyList<SearchFinalistRow> Claims()
    {
        ulong[] seeds = [.. study.Study.Seeds.All()];
        return
        [
            .. study
                .RunsAt(
                    _chosen,
                    seeds,
                    (trial, seed) => Fixed(trial, seed) with { Cues = AskedCues.AllCues, Measures = study.Study.Wanted },
                    "finalists on fresh networks",
                    cancellation
                )
                .Select(place => Claim(place.Place, place.Results)),
        ];
    }

    /// <summary>Each term of the first finalists dropped, with the rate chosen anew among half, the same and twice; then all that can go,
    /// the cheapest first.</summary>
    public IReadOnlyList<SearchTermRow> Terms() => [.. First(search.Sparsify).SelectMany(Prices)];

    /// <summary>The first finalists in other experiments.</summary>
    public IReadOnlyList<SearchTransferRow> Elsewhere()
    {
        (Trial Trial, string Change, Func<RunSpec, RunSpec> Make)[] places =
        [
            .. First(search.Transfer).SelectMany(trial => Changes(trial).Select(change => (trial, change.Name, change.Make))),
        ];
        ulong[] seeds = [.. study.Study.Seeds.All().Take(NetworksElsewhere)];
        return
        [
            .. study
                .RunsAt(places, seeds, (place, seed) => place.Make(Fixed(place.Trial, seed)), "finalists elsewhere", cancellation)
                .Select(place => Row(place.Place.Trial, place.Place.Change, [.. place.Results.Select(Score)])),
            .. new FinalistsInSpikes(study, search, cancellation)
                .Try([.. First(search.Spikes)], seeds)
                .Select(tried => Row(tried.Trial, tried.Change, tried.Scores)),
        ];
    }

    private static SearchTransferRow Row(Trial trial, string change, double[] scores)
    {
        var interval = scores.Length > 0 ? Mean(scores) : new Interval(double.NaN, double.NaN, double.NaN, 0.95);
        return new(trial.Search, trial.Number, trial.Condition, change, scores.Length, interval.Estimate, interval.Low, interval.High);
    }

    // The best of each family, then the second of each, and so on; the best first.
    private static IEnumerable<Trial> Chosen(Trial[] working, int count) =>
        working
            .DistinctBy(trial => trial.Equation)
            .GroupBy(trial => trial.Told!.Family)
            .SelectMany(family =>
                family
                    .OrderByDescending(trial => trial.Seen!.Score)
                    .ThenBy(trial => trial.Search, StringComparer.Ordinal)
                    .ThenBy(trial => trial.Number)
                    .Select((trial, rank) => (trial, rank))
            )
            .OrderBy(pair => pair.rank)
            .ThenByDescending(pair => pair.trial.Seen!.Score)
            .ThenBy(pair => pair.trial.Search, StringComparer.Ordinal)
            .ThenBy(pair => pair.trial.Number)
            .Take(count)
            .Select(pair => pair.trial);

    private IEnumerable<Trial> First(int count) => _chosen.GroupBy(trial => trial.Condition).SelectMany(condition => condition.Take(count));

    private RunSpec Fixed(Trial trial, ulong seed) => trials.Run(trial, seed) with { Readouts = [trial.Seen!.Point] };

    private static double Score(RunResult result) => result.Later is { } later ? later[ReplayScore.Id] : result.Of(ReplayScore.Id);

    private SearchFinalistRow Claim(Trial trial, RunResult[] results)
    {
        double[] scores = [.. results.Select(Score)];
        var interval = Mean(scores);
        var told = trial.Told!;
        return new(
            trial.Search,
            trial.Number,
            trial.Condition,
            trial.Equation,
            RuleDraws.Terms(trial.Learning).Length,
            told.Family,
            told.Index,
            trial.Seen!.Point.Inhibition,
            trial.Seen.Point.Gain,
            trial.Seen.Score,
            scores.Length,
            interval.Estimate,
            interval.Low,
            interval.High,
            scores.Count(score => score > search.SuccessAbove) / (double)scores.Length,
            results.Select(result => result.Of(ReplayDirection.Id)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average()
        );
    }

    private static Interval Mean(double[] scores) =>
        Bootstrap.Percentile(scores, new RandomStreams(1).Open(StreamPurpose.Analysis, "finalists of a rule search"));

    private IEnumerable<SearchTermRow> Prices(Trial trial)
    {
        var terms = RuleDraws.Terms(trial.Learning);
        var whole = trial.Seen!.Score;
        var without = Best(terms.Select(term => trial with { Learning = RuleDraws.Changed(trial.Learning, term, 1) }));
        var (shortest, dropped) = (trial, new HashSet<string>());
        foreach (
            var (term, _) in terms
                .Zip(without)
                .OrderByDescending(pair => pair.Second.Seen!.Score)
                .ThenBy(pair => pair.First, StringComparer.Ordinal)
        )
        {
            if (dropped.Count == terms.Length - 1)
            {
                break;
            }

            var tried = Best([shortest with { Learning = RuleDraws.Changed(shortest.Learning, term, 1) }])[0];
            if (tried.Seen!.Score > search.SuccessAbove)
            {
                shortest = tried;
                dropped.Add(term);
            }
        }

        return terms.Zip(
            without,
            (term, other) =>
                new SearchTermRow(
                    trial.Search,
                    trial.Number,
                    trial.Condition,
                    term,
                    whole,
                    other.Seen!.Score,
                    whole - other.Seen.Score,
                    dropped.Contains(term),
                    shortest.Equation,
                    shortest.Seen!.Score
                )
        );
    }

    // Each rule at the best of three rates.
    private Trial[] Best(IEnumerable<Trial> rules)
    {
        Trial[] rated =
        [
            .. rules.SelectMany(rule => Rates.Select(rate => rule with { Learning = RuleDraws.Changed(rule.Learning, null, rate) })),
        ];
        return [.. trials.Screen(rated, "terms of finalists").Chunk(Rates.Length).Select(same => same.MaxBy(rule => rule.Seen!.Score)!)];
    }

    private IEnumerable<(string Name, Func<RunSpec, RunSpec> Make)> Changes(Trial trial)
    {
        var (network, task) = ((RateNetwork)Fixed(trial, 0).Network, (Chain)study.Study.Task);
        yield return ("as it was", run => run);
        yield return ($"items of {1000 * 0.75 * task.Item:0.#} ms", run => run with { Task = task with { Item = 0.75 * task.Item } });
        yield return ($"items of {1000 * 1.5 * task.Item:0.#} ms", run => run with { Task = task with { Item = 1.5 * task.Item } });
        yield return ($"{task.Items * 3 / 2} items", run => run with { Task = task with { Items = task.Items * 3 / 2 } });
        yield return ($"{2 * network.Units} units", run => run with { Network = network with { Units = 2 * network.Units } });
        yield return ("noise doubled", run => run with { Network = network with { NoiseSd = 2 * network.NoiseSd } });
        yield return ("a second sequence on top", run => run with { LaterSeed = run.Seed + 100_000 });
        yield return ("a tune with repeated notes", run => run with { Task = (task with { Notes = Tune }).At(".") });
        foreach (var other in study.Study.Conditions.Keys.Where(name => name != trial.Condition))
        {
            yield return (
                $"in condition {other}",
                run => trials.Run(trial with { Condition = other }, run.Seed) with { Readouts = run.Readouts }
            );
        }
    }
}
