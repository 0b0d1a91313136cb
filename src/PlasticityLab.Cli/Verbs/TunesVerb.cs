using System.CommandLine;
using PlasticityLab.Cli.Memory;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Cli.Verbs;

/// <summary>The tunes benchmark.</summary>
internal sealed class TunesVerb : IVerb
{
    public Command Build()
    {
        var folder = new Argument<string>("folder") { Description = "Folder of tunes: .mid, .midi, .abc or .notes files" };
        var rules = new Option<string[]>("--rules")
        {
            Description = "Rules, by id or short name, with commas between; all by default",
            AllowMultipleArgumentsPerToken = true,
        };
        var together = new Option<bool>("--together") { Description = "One network learns all tunes; else each tune has its own" };
        var neurons = new Option<int?>("--neurons")
        {
            Description = "Neurons of a network [2048, together 8192; more when the tunes need it]",
        };
        var sizes = new Option<string?>("--sizes")
        {
            Description = "Several numbers of neurons, with commas: capacity against size (instead of --neurons)",
        };
        var winners = new Option<int?>("--winners") { Description = "Neurons that win at each note [24; together 16]" };
        var open = new Option<double?>("--open")
        {
            Description = "Share of the neurons that a note opens; 1 adds notes to the drive instead [0.25]",
        };
        var levels = new Option<int?>("--levels") { Description = "States of a synapse on each side of 0 [1]" };
        var fatigue = new Option<string>("--fatigue")
        {
            Description = "Notes for which a winner cannot win again; several with commas, as in 0,2",
            DefaultValueFactory = _ => "0",
        };
        var silent = new Option<bool>("--silent") { Description = "The network does not hear what it plays" };
        var pitchOnly = new Option<bool>("--pitch-only") { Description = "Learn pitches without lengths" };
        var cue = new Option<int>("--cue")
        {
            Description = "First notes that are heard before the network plays on (not with --together)",
            DefaultValueFactory = _ => 1,
        };
        var rates = new Option<bool>("--rates")
        {
            Description =
                "Graded rates compete through global inhibition instead of the k most driven winning; they do not hear what they play",
        };
        var beat = new Option<double>("--beat")
        {
            Description = "Length of a beat in the replay of graded rates [ms]; they learn at 40",
            DefaultValueFactory = _ => 40,
        };
        var first = new Option<int>("--first")
        {
            Description = "Take the first so many tunes of the folder only; 0 for all",
            DefaultValueFactory = _ => 0,
        };
        var why = new Option<bool>("--why")
        {
            Description = "Tell for each tune that failed what went wrong at its first wrong note (with --together)",
        };
        var threads = Terminal.Threads();
        var memory = new Option<double>("--memory") { Description = "Most memory for networks [GiB]", DefaultValueFactory = _ => 1 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the random weights", DefaultValueFactory = _ => 1 };
        var results = new Option<string>("--out", "--results")
        {
            Description = "Folder of studies whose store keeps finished networks; the same command goes on from there",
            DefaultValueFactory = _ => "runs",
        };
        var figure = MemoryOptions.Figure();
        var write = StudyOut.Option();
        var json = Terminal.Json();
        var quiet = Terminal.Quiet();
        var command = new Command(
            "tunes",
            "Which share of the tunes of a folder does each learning rule replay note-perfect?\n\nExamples:\n  plasticity tunes tunes/ --rules hebbian,anti-hebbian,stdp,tah\n  plasticity tunes tunes/ --together --json"
        )
        {
            folder,
            rules,
            together,
            neurons,
            sizes,
            winners,
            open,
            levels,
            fatigue,
            silent,
            pitchOnly,
            cue,
            rates,
            beat,
            first,
            why,
            threads,
            memory,
            seed,
            results,
            figure,
            write,
            json,
            quiet,
        };
        command.SetAction(
            (r, cancellation) =>
            {
                var one = r.GetValue(together);
                var network = TuneTest.DefaultNetwork(one);
                var test = new TuneTest
                {
                    Folder = r.GetValue(folder)!,
                    Rules = Rules(r.GetValue(rules)),
                    Together = one,
                    Grows = r.GetValue(neurons) is null,
                    Network = network with
                    {
                        Neurons = r.GetValue(neurons) ?? network.Neurons,
                        Winners = r.GetValue(winners) ?? network.Winners,
                        Open = r.GetValue(open) ?? network.Open,
                        Levels = r.GetValue(levels) ?? network.Levels,
                        Hears = !r.GetValue(silent),
                        Seed = r.GetValue(seed),
                    },
                    Fatigue = Fatigue(r.GetValue(fatigue)!),
                    PitchOnly = r.GetValue(pitchOnly),
                    Cue = r.GetValue(cue),
                    Rates = r.GetValue(rates),
                    Beat = r.GetValue(beat) / 1000,
                    First = r.GetValue(first),
                    Threads = r.GetValue(threads),
                    MemoryLimit = (long)(Math.Clamp(r.GetValue(memory), 0, 4096) * (1L << 30)),
                    Results = r.GetValue(results)!,
                };
                FigureFile.Check(r.GetValue(figure));
                if (r.GetValue(write) is { } study)
                {
                    UserError.ThrowIfAny(
                        Require.All(
                            r.GetValue(rates) || r.GetValue(sizes) is not null || r.GetValue(why)
                                ? "--write goes without --rates, --sizes and --why; a study asks for graded rates by memory.tunes.rate, and for other sizes one at a time."
                                : null,
                            r.GetValue(memory) != 1 ? "--write goes without --memory; a study takes what there is, up to 1 GiB." : null
                        )
                    );
                    UserError.ThrowIfAny(test.Problems());
                    Write(study, test, r.GetValue(neurons));
                }

                if (r.GetValue(sizes) is { } several)
                {
                    UserError.ThrowIfAny(
                        r.GetValue(neurons) is not null || r.GetValue(why) ? ["--sizes goes without --neurons and --why."] : []
                    );
                    return Task.FromResult(
                        Sizes(test, MemoryOptions.Numbers(several), r.GetValue(figure), r.GetValue(json), r.GetValue(quiet), cancellation)
                    );
                }

                return Task.FromResult(Run(test, r.GetValue(figure), r.GetValue(why), r.GetValue(json), r.GetValue(quiet), cancellation));
            }
        );
        return command;
    }

    /// <summary>Rules as typed; all that work on rates when none is named.</summary>
    internal static MemoryRule[] Rules(string[]? typed) =>
        typed is { Length: > 0 }
            ?
            [
                .. typed
                    .SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                    .Select(id => MemoryRule.Of(id))
                    .DistinctBy(rule => rule.Name),
            ]
            : [.. RuleCatalog.Cards.Select(card => MemoryRule.Of(card.Id)).Where(rule => PairUpdate.Takes(rule.Rule))];

    // The study of a benchmark: what differs from the usual is said.
    private static void Write(string path, TuneTest test, int? neurons)
    {
        var (network, usual) = (test.Network, TuneTest.DefaultNetwork(test.Together));
        string?[] changed =
        [
            neurons is { } n ? Invariant($"neurons: {n}") : null,
            network.Winners != usual.Winners ? Invariant($"winners: {network.Winners}") : null,
            network.Open != usual.Open ? Invariant($"open: {network.Open:R}") : null,
            network.Levels != usual.Levels ? Invariant($"levels: {network.Levels}") : null,
            test.Fatigue is [0] ? null : $"fatigue: [{string.Join(", ", test.Fatigue)}]",
            network.Hears ? null : "hears: false",
            network.Seed != 1 ? Invariant($"seed: {network.Seed}") : null,
        ];
        string?[] parts =
        [
            $"folder: {StudyOut.Place(path, test.Folder)}",
            test.Together ? "each: false, together: true" : "together: false",
            "rate: 0",
            test.First > 0 ? Invariant($"first: {test.First}") : null,
            test.PitchOnly ? "pitch_only: true" : null,
            test.Cue != 1 ? Invariant($"cue: {test.Cue}") : null,
            changed.OfType<string>().Any() ? $"network: {{ {string.Join(", ", changed.OfType<string>())} }}" : null,
        ];
        StudyOut.Save(
            path,
            "tunes",
            "Which share of the tunes of a folder does each rule replay note-perfect?",
            test.Rules,
            $"tunes: {{ {string.Join(", ", parts.OfType<string>())} }}"
        );
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static int[] Fatigue(string text)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. parts.Select(part => Quantity.Whole(part, "--fatigue takes whole numbers like 0 or 0,2; one"))];
    }

    private static int Run(TuneTest test, string? figure, bool why, bool json, bool quiet, CancellationToken cancellation)
    {
        UserError.ThrowIfAny(why && !test.Together ? ["--why looks into the one network of --together; give both."] : []);
        TuneTestResult result;
        using (var progress = new ProgressLine(test.Together ? "one network for all tunes" : "one network a tune", quiet || json))
        {
            result = TuneTestRunner.Run(test, progress, Tell, cancellation);
        }

        MemoryOptions.Save(figure, () => TuneFigure.Draw(result.Rows, test.Together));

        Remarks(result, json);
        if (json)
        {
            Terminal.PrintJson(result.Rows);
            Kept(test, json, quiet);
            return Terminal.Done;
        }

        Console.Out.WriteLine($"{"rule", -24} fatigue tunes   cue  note-perfect (95 %)      before first error (95 %)");
        foreach (var row in result.Rows)
        {
            Console.Out.WriteLine(
                $"{DisplayNames.Rule(row.Rule), -24} {row.Fatigue, 7} {row.Tunes, 5} {row.MeanCue, 5:F1}  {100 * row.NotePerfect, 5:F1} % ({100 * row.NotePerfectLow, 5:F1} .. {100 * row.NotePerfectHigh, 5:F1})  {100 * row.MeanBeforeError, 5:F1} % {(double.IsNaN(row.MeanBeforeErrorLow) ? "" : $"({100 * row.MeanBeforeErrorLow, 5:F1} .. {100 * row.MeanBeforeErrorHigh, 5:F1})")}"
            );
        }

        var used = result.Network;
        Console.Out.WriteLine(
            $"{used.Neurons} neurons, {used.Winners} winners, a note opens {100 * used.Open:F0} %, {(2 * used.Levels) + 1} states a synapse, {used.Bytes / 1048576.0:F0} MiB a network; {result.Rows[0].Transitions} transitions {(test.Together ? "learned" : "in the longest tune")}, {100 * result.Rows[0].Transitions / result.Rows[0].Willshaw:F0} % of the Willshaw limit. Cue in notes. Intervals: Wilson; bootstrap over tunes."
        );
        if (why)
        {
            Why(test, result, cancellation);
        }

        Kept(test, json, quiet);
        return Terminal.Done;
    }

    // What the command leaves behind, by its name: nothing else is written but a figure that was asked for.
    private static void Kept(TuneTest test, bool json, bool quiet)
    {
        if (!quiet)
        {
            (json ? Console.Error : Console.Out).WriteLine(
                $"Finished networks are kept in {StudyFolder.StoreIn(test.Results).Root}, beside those of studies; the same command goes on from there."
            );
        }
    }

    private const int Many = 1000;

    // Says on the error output what a large benchmark takes, before it takes it.
    private static void Tell(TunePlan plan)
    {
        var memory = MemoryOptions.Sentence(plan.Bytes, plan.Threads);
        if (memory is not null || plan.Networks >= Many)
        {
            Console.Error.WriteLine(
                $"{plan.Networks:N0} {(plan.Networks == 1 ? "network" : "networks")} of {plan.Neurons:N0} neurons {(plan.Networks == 1 ? "learns" : "learn")} {(plan.Tunes == 1 ? "1 tune" : $"{plan.Tunes:N0} tunes")}; finished ones are kept. {memory}".TrimEnd()
            );
        }
    }

    // What was left out or simplified: beside the table, or on the error output when the table is JSON.
    private static void Remarks(TuneTestResult result, bool json)
    {
        foreach (var remark in result.Remarks)
        {
            (json ? Console.Error : Console.Out).WriteLine(remark);
        }
    }

    private static int Sizes(TuneTest test, int[] sizes, string? figure, bool json, bool quiet, CancellationToken cancellation)
    {
        UserError.ThrowIfAny([.. sizes.SelectMany(n => (test.Network with { Neurons = n }).Problems(test.MemoryLimit)).Distinct()]);
        var rows = new List<TuneRow>();
        for (var k = 0; k < sizes.Length; k++)
        {
            using var progress = new ProgressLine($"{sizes[k]} neurons ({k + 1} of {sizes.Length})", quiet || json);
            var result = TuneTestRunner.Run(
                test with
                {
                    Grows = false,
                    Network = test.Network with { Neurons = sizes[k] },
                },
                progress,
                Tell,
                cancellation
            );
            rows.AddRange(result.Rows);
            if (k == 0)
            {
                Remarks(result, json);
            }
        }

        MemoryOptions.Save(figure, () => CapacityFigures.Corpus(rows, test.Together));
        MemoryOptions.Print(
            rows,
            json,
            $"{"rule", -24} fatigue neurons   k  transitions  of Willshaw limit  note-perfect (95 %)      before first error",
            row =>
                $"{DisplayNames.Rule(row.Rule), -24} {row.Fatigue, 7} {row.Neurons, 7} {row.Winners, 3} {row.Transitions, 12} {100 * row.Transitions / row.Willshaw, 16:F0} % {100 * row.NotePerfect, 6:F1} % ({100 * row.NotePerfectLow, 5:F1} .. {100 * row.NotePerfectHigh, 5:F1}) {100 * row.MeanBeforeError, 12:F1} %"
        );
        Kept(test, json, quiet);
        return Terminal.Done;
    }

    private static void Why(TuneTest test, TuneTestResult result, CancellationToken cancellation)
    {
        var best = result.Rows[0];
        var faults = TuneTestRunner.Explain(test with { Fatigue = [best.Fatigue] }, best.Rule, cancellation);
        Console.Out.WriteLine(
            faults.Count == 0
                ? $"With {best.Rule} no tune failed."
                : $"The {faults.Count} tunes that failed with {best.Rule}, the best rule:"
        );
        foreach (var fault in faults)
        {
            Console.Out.WriteLine($"  {fault.Tune}, note {fault.Position + 1} of {fault.Notes}: {fault.Cause}");
        }

        foreach (var group in faults.GroupBy(fault => fault.Kind).OrderByDescending(group => group.Count()))
        {
            Console.Out.WriteLine($"{group.Key}: {group.Count()}");
        }
    }
}
