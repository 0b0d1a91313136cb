using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PlasticityLab.Experiments;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Studies.Tunes;

/// <summary>Runs the tunes benchmark: on all cores, going on where an earlier run stopped.</summary>
public static class TuneTestRunner
{
    private sealed record Item(string Name, int[] Notes, string Key, int Cue)
    {
        /// <summary>Whether a note is left to play after the cue.</summary>
        public bool IsAsked => Cue < Notes.Length;
    }

    // Raised when the meaning of outcomes changes.
    private const int ResultsVersion = 2;

    /// <summary>Runs a benchmark; what is finished is kept in the store of <see cref="TuneTest.Results"/>, which its studies share.</summary>
    /// <param name="test">What to do.</param>
    /// <param name="progress">Told the share done, in [0, 1].</param>
    /// <param name="plan">Told what is about to be done, once the tunes are read and before any memory is taken.</param>
    /// <param name="cancellation">Stops; what is finished is kept.</param>
    /// <exception cref="UserError">A setting is wrong, a rule unknown, or no tune can be read.</exception>
    public static TuneTestResult Run(
        TuneTest test,
        IProgress<double>? progress = null,
        Action<TunePlan>? plan = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(test);
        return Run(test, StudyFolder.StoreIn(test.Results), progress, plan, cancellation);
    }

    /// <summary>Runs a benchmark; what is finished is kept in a store.</summary>
    internal static TuneTestResult Run(
        TuneTest test,
        IRunStore store,
        IProgress<double>? progress,
        Action<TunePlan>? plan,
        CancellationToken cancellation
    )
    {
        UserError.ThrowIfAny(test.Problems());
        var rules = test.Rules.DistinctBy(rule => rule.Identity).ToArray();
        var (items, remarks) = Load(test);
        var transitions = test.Together ? items.Sum(item => item.Notes.Length - 1) : items.Max(item => item.Notes.Length - 1);
        test = Grown(test, transitions, remarks);
        var fatigues = test.Fatigue.Distinct().ToArray();
        var networks = rules.Length * fatigues.Length * (test.Together ? 1 : items.Length);
        var threads = Math.Min(Threads(test), networks);
        plan?.Invoke(
            new(items.Length, networks, test.Network.Neurons, threads, (1.0 + threads) * test.Network.Neurons * test.Network.Neurons)
        );
        var outcomes = new List<TuneOutcome>();
        foreach (var (fatigue, round) in fatigues.Select((fatigue, round) => (fatigue, round)))
        {
            var settings = test.Network with { Fatigue = fatigue };
            var scaled = progress is null ? null : new Scaled(progress, (double)round / fatigues.Length, 1.0 / fatigues.Length);
            var steps = test.Together ? Together(test, settings, rules, items, scaled) : Each(test, settings, rules, items);
            outcomes.AddRange(Outcomes(store, test, steps, test.Together ? null : scaled, cancellation));
        }

        // The tunes of this folder may have other names than those that were learned first.
        var names = items.ToDictionary(item => item.Key, item => item.Name);
        outcomes = [.. outcomes.Select(outcome => outcome with { Tune = names[outcome.Key] })];
        var rows = outcomes
            .GroupBy(outcome => (outcome.Rule, outcome.Fatigue))
            .Select(group => Row(group, test.Network, transitions))
            .OrderByDescending(row => row.NotePerfect)
            .ThenByDescending(row => row.MeanBeforeError)
            .ThenBy(row => row.Rule, StringComparer.Ordinal)
            .ToArray();
        return new TuneTestResult(rows, remarks, [.. outcomes], test.Network);
    }

    /// <summary>Learns all tunes with one rule again and looks where and why each failing replay leaves its tune.</summary>
    /// <param name="test">A test with one network for all.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="cancellation">Stops.</param>
    public static IReadOnlyList<TuneFault> Explain(TuneTest test, MemoryRule rule, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(test);
        UserError.ThrowIfAny(test.Problems());
        var (items, remarks) = Load(test);
        test = Grown(test, items.Sum(item => item.Notes.Length - 1), remarks);
        var settings = test.Network with { Fatigue = test.Fatigue[0] };
        var maker = new CodeMaker(settings);
        var codes = new int[items.Length][][];
        Parallel.For(
            0,
            items.Length,
            new ParallelOptions { MaxDegreeOfParallelism = test.Threads, CancellationToken = cancellation },
            i => codes[i] = maker.Codes(items[i].Notes)
        );
        var network = new KWinnersNetwork(maker, Update(rule, settings));
        for (var i = 0; i < items.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            network.Learn(codes[i], items[i].Notes);
        }

        var faults = new List<TuneFault>();
        for (var i = 0; i < items.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (
                items[i].IsAsked
                && !Replay(network, rule.Name, settings.Fatigue, items[i]).IsPerfect
                && network.FirstFault(codes[i], items[i].Notes, items[i].Cue) is { } fault
            )
            {
                // another place whose code is nearly the same as the one before the fault, but goes on otherwise
                var before = codes[i][fault.Position - 1].ToHashSet();
                var merged = 0;
                for (var q = 0; q < items.Length; q++)
                {
                    for (var t = 0; t + 1 < codes[q].Length; t++)
                    {
                        merged +=
                            (q != i || t != fault.Position - 1)
                            && items[q].Notes[t + 1] != items[i].Notes[fault.Position]
                            && 4 * codes[q][t].Count(before.Contains) >= 3 * settings.Winners
                                ? 1
                                : 0;
                    }
                }

                var (kind, cause) =
                    merged > 0
                        ? (
                            "merged codes",
                            $"merged codes: {merged} other place{(merged == 1 ? "" : "s")} had nearly the same code and went on otherwise"
                        )
                    : fault.Shared == settings.Winners
                        ? ("read-out", "read-out: the winners are right, but another note was also active with all of them")
                    : !fault.IsFullyDriven
                        ? (
                            "erased links",
                            $"erased links: later tunes weakened synapses of the right code, and {fault.Rivals} other neurons were driven as strongly"
                        )
                    : ("crowded synapses", $"crowded synapses: {fault.Rivals} other neurons were driven as strongly as the right ones");
                faults.Add(new TuneFault(items[i].Name, items[i].Notes.Length, fault.Position, kind, cause));
            }
        }

        return faults;
    }

    // One network for each tune and rule.
    private static List<Step> Each(TuneTest test, KWinnersSettings settings, MemoryRule[] rules, Item[] items)
    {
        var maker = new CodeMaker(settings);
        var updates = rules.ToDictionary(rule => rule.Identity, rule => Update(rule, settings));
        var common = Hash(test, items);
        var steps = new List<Step>();
        foreach (var item in items)
        {
            var codes = new Lazy<int[][]>(() => maker.Codes(item.Notes));
            steps.AddRange(
                rules.Select(rule => new Step(
                    JobName.Of($"tune {common};{rule.Identity};{settings.Fatigue};{item.Key}"),
                    "outcomes.json",
                    $"{rule.Name}, {item.Name}",
                    _ =>
                        Bytes(
                            test.Rates
                                ? ReplayRates(maker, updates[rule.Identity], test.Beat, rule.Name, item)
                                : Learned(maker, updates[rule.Identity], codes.Value, rule.Name, item)
                        )
                ))
            );
        }

        return steps;
    }

    // One network for each rule, which learns all tunes.
    private static List<Step> Together(
        TuneTest test,
        KWinnersSettings settings,
        MemoryRule[] rules,
        Item[] items,
        IProgress<double>? progress
    )
    {
        var maker = new CodeMaker(settings);
        var common = Hash(test, items);
        var codes = new Lazy<int[][][]>(() =>
            [.. items.AsParallel().AsOrdered().WithDegreeOfParallelism(Math.Min(512, test.Threads)).Select(item => maker.Codes(item.Notes))]
        );
        var (done, total) = (0, 2 * items.Length * rules.Length);
        return
        [
            .. rules.Select(rule => new Step(
                JobName.Of($"tunes {common};{rule.Identity};{settings.Fatigue}"),
                "outcomes.json",
                rule.Name,
                Learn(rule)
            )),
        ];

        Func<CancellationToken, byte[]> Learn(MemoryRule rule) =>
            stop =>
            {
                var network = new KWinnersNetwork(maker, Update(rule, settings));
                for (var i = 0; i < items.Length; i++)
                {
                    stop.ThrowIfCancellationRequested();
                    network.Learn(codes.Value[i], items[i].Notes);
                    progress?.Report((double)Interlocked.Increment(ref done) / total);
                }

                var outcomes = new List<TuneOutcome>();
                foreach (var item in items.Where(item => item.IsAsked))
                {
                    stop.ThrowIfCancellationRequested();
                    outcomes.Add(Replay(network, rule.Name, settings.Fatigue, item));
                    progress?.Report((double)Interlocked.Increment(ref done) / total);
                }

                return Bytes([.. outcomes]);
            };
    }

    private static IEnumerable<TuneOutcome> Outcomes(
        IRunStore store,
        TuneTest test,
        List<Step> steps,
        IProgress<double>? progress,
        CancellationToken cancellation
    )
    {
        var executor = new StoreExecutor(store, new Worker(Threads(test), Provenance.Arithmetic, Provenance.Build));
        try
        {
            var parts = executor.ExecuteAsync(steps, progress is null ? null : new Share(progress), cancellation).GetAwaiter().GetResult();
            return parts.SelectMany(part => JsonSerializer.Deserialize<TuneOutcome[]>(part)!);
        }
        catch (StepsFailedException error)
        {
            throw error.ForUser();
        }
    }

    private static byte[] Bytes(params TuneOutcome[] outcomes) => JsonSerializer.SerializeToUtf8Bytes(outcomes);

    private static TuneOutcome Learned(CodeMaker maker, PairUpdate update, int[][] codes, string rule, Item item)
    {
        var network = new KWinnersNetwork(maker, update);
        network.Learn(codes, item.Notes);
        return Replay(network, rule, maker.Settings.Fatigue, item);
    }

    private static TuneOutcome ReplayRates(CodeMaker maker, PairUpdate update, double beat, string rule, Item item)
    {
        var network = new RateWinnersNetwork(maker, update);
        network.Learn(item.Notes);
        var rest = item.Notes.AsSpan(item.Cue);
        var played = network.Play(item.Notes.AsSpan(0, item.Cue), rest.Length, rest, beat);
        return new TuneOutcome(rule, 0, item.Name, item.Key, rest.Length, rest.CommonPrefixLength(played), item.Cue);
    }

    private static TuneOutcome Replay(KWinnersNetwork network, string rule, int fatigue, Item item)
    {
        var rest = item.Notes.AsSpan(item.Cue);
        var played = network.Play(item.Notes.AsSpan(0, item.Cue), rest.Length, rest);
        return new TuneOutcome(rule, fatigue, item.Name, item.Key, rest.Length, rest.CommonPrefixLength(played), item.Cue);
    }

    private static PairUpdate Update(MemoryRule rule, KWinnersSettings settings) =>
        new(rule.Rule, settings.Levels, (double)settings.Winners / settings.Neurons);

    /// <summary>A network that grows does so in steps of a quarter of its size, as far as memory allows.</summary>
    private static TuneTest Grown(TuneTest test, int transitions, List<string> remarks)
    {
        var (wanted, step) = (test.Network.Neurons, Math.Max(64, test.Network.Neurons / 4 / 64 * 64));
        while (test.Grows && transitions > TuneTest.Load * CapacityTest.Willshaw(wanted, test.Network.Winners) && wanted < 1 << 16)
        {
            wanted += step;
        }

        var allowed = wanted;
        while (allowed > test.Network.Neurons && (test.Network with { Neurons = allowed }).Problems(test.MostMemory).Any())
        {
            allowed -= step;
        }

        if (allowed < wanted)
        {
            remarks.Add(
                $"{transitions} transitions ask for {wanted} neurons, but memory allows {allowed}: expect crowded synapses, or give more --memory."
            );
        }

        return test with
        {
            Network = test.Network with { Neurons = allowed },
        };
    }

    /// <summary>Networks that fit into memory at the same time, beside the random weights they share.</summary>
    private static int Threads(TuneTest test) =>
        (int)Math.Clamp((test.MostMemory / ((double)test.Network.Neurons * test.Network.Neurons)) - 1, 1, test.Threads);

    private static TuneRow Row(IGrouping<(string Rule, int Fatigue), TuneOutcome> group, KWinnersSettings network, int transitions)
    {
        var outcomes = group.OrderBy(outcome => outcome.Key, StringComparer.Ordinal).ToArray();
        var perfect = outcomes.Count(outcome => outcome.IsPerfect);
        double[] before = [.. outcomes.Select(outcome => outcome.BeforeError)];
        var share = WilsonInterval.Of(perfect, outcomes.Length);
        var mean = Bootstrap.Percentile(before, new RandomStreams(1).Open(StreamPurpose.Analysis));
        return new TuneRow(
            group.Key.Rule,
            group.Key.Fatigue,
            outcomes.Length,
            share.Estimate,
            share.Low,
            share.High,
            mean.Estimate,
            mean.Low,
            mean.High,
            outcomes.Average(outcome => outcome.Cue),
            network.Neurons,
            network.Winners,
            transitions,
            CapacityTest.Willshaw(network.Neurons, network.Winners)
        );
    }

    private static (Item[] Items, List<string> Remarks) Load(TuneTest test)
    {
        var remarks = new List<string>();
        var names = new NoteNames(test.PitchOnly);
        var tunes = new List<(string Name, int[] Notes)>();
        var highest = 0;
        foreach (var path in TuneFile.InFolder(test.Folder))
        {
            if (test.First > 0 && tunes.Count >= test.First)
            {
                break;
            }

            try
            {
                var leftOut = new List<string>();
                foreach (var tune in TuneFile.Read(path, leftOut))
                {
                    highest += tune.Remarks.Any(remark => remark.Contains("highest", StringComparison.Ordinal)) ? 1 : 0;
                    tunes.Add((tune.Name, names.Of(tune)));
                }

                remarks.AddRange(leftOut.Select(problem => $"left out: {problem}"));
            }
            catch (UserError error)
            {
                remarks.Add($"left out: {error.Message}");
            }
        }

        if (highest > 0)
        {
            remarks.Insert(
                0,
                $"{highest} {(highest == 1 ? "tune has" : "tunes have")} notes that sound together; the melody is the highest note."
            );
        }

        string[] shortest = [.. tunes.Where(tune => tune.Notes.Length <= test.Cue).Select(tune => tune.Name)];
        tunes.RemoveAll(tune => tune.Notes.Length <= test.Cue);
        if (shortest.Length > 0)
        {
            remarks.Add(
                $"left out: {Listed(shortest)} {(shortest.Length == 1 ? "has" : "have")} no note after a cue of {test.Cue} note{(test.Cue == 1 ? "" : "s")}."
            );
        }

        var items = test.Together
            ? Distinct(tunes, remarks)
            :
            [
                .. tunes.Select(
                    (tune, i) =>
                        new Item(
                            tune.Name,
                            tune.Notes,
                            KeyOf(tune.Notes, test.Cue, tunes.Take(i).Count(other => other.Notes.AsSpan().SequenceEqual(tune.Notes))),
                            test.Cue
                        )
                ),
            ];
        return items.Length > 0 ? (items, remarks) : throw new UserError([$"No tune of \"{test.Folder}\" can be replayed.", .. remarks]);
    }

    private static Item[] Distinct(List<(string Name, int[] Notes)> tunes, List<string> remarks)
    {
        var distinct = tunes.DistinctBy(tune => string.Join(' ', tune.Notes)).ToArray();
        if (distinct.Length < tunes.Count)
        {
            remarks.Add(
                $"{tunes.Count - distinct.Length} {(tunes.Count - distinct.Length == 1 ? "tune equals" : "tunes equal")} another one note for note and count once."
            );
        }

        var cues = Cues.Shortest([.. distinct.Select(tune => tune.Notes)]);
        var ambiguous = distinct.Where((tune, i) => cues[i] == 0 || cues[i] == tune.Notes.Length).Select(tune => tune.Name).ToArray();
        if (ambiguous.Length > 0)
        {
            remarks.Add(
                $"ambiguous cue: {Listed(ambiguous)} {(ambiguous.Length == 1 ? "is" : "are")} told from another tune by the last note or not at all, so that no cue identifies {(ambiguous.Length == 1 ? "it" : "them")}; learned but not asked."
            );
        }

        var all = string.Join('|', distinct.Select(tune => string.Join(' ', tune.Notes)));
        return
        [
            .. distinct.Select(
                (tune, i) => new Item(tune.Name, tune.Notes, KeyOf(tune.Notes, cues[i], 0), cues[i] == 0 ? tune.Notes.Length : cues[i])
            ),
        ];
    }

    private static string Listed(string[] names) =>
        string.Join(", ", names.Take(5)) + (names.Length > 5 ? $" and {names.Length - 5} more" : "");

    private static string KeyOf(int[] notes, int cue, int copy) =>
        Sha(string.Join(' ', notes) + FormattableString.Invariant($"/{cue}/{copy}"))[..16];

    /// <summary>What a result depends on beside rule, fatigue and tune; together, on every other tune too.</summary>
    private static string Hash(TuneTest test, Item[] items) =>
        Sha(
            string.Create(
                CultureInfo.InvariantCulture,
                $"results {ResultsVersion};{test.Network with { Fatigue = 0 }};{test.PitchOnly};{(test.Rates ? $"rates 1 at {test.Beat};" : "")}{(test.Together ? string.Join(',', items.Select(item => item.Key)) : "")}"
            )
        )[..12];

    private static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed class Share(IProgress<double> inner) : IProgress<ExecutionProgress>
    {
        public void Report(ExecutionProgress value) => inner.Report(value.Done / (double)value.Total);
    }

    private sealed class Scaled(IProgress<double> inner, double from, double width) : IProgress<double>
    {
        public void Report(double value) => inner.Report(from + (width * value));
    }
}
