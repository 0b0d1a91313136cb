using System.CommandLine;
using PlasticityLab.Cli.Verbs;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Cli.Memory;

/// <summary>Sequence capacity against the number of neurons.</summary>
internal sealed class MemoryCapacityVerb : IMemoryVerb
{
    public Command Build()
    {
        var rules = MemoryOptions.Rules();
        var sizes = new Option<string>("--neurons")
        {
            Description = "Numbers of neurons, with commas",
            DefaultValueFactory = _ => "128,256,512,1024",
        };
        var repeat = new Option<double>("--repeat")
        {
            Description = "Probability that a note repeats the one before: correlated items",
            DefaultValueFactory = _ => 0,
        };
        var fatigue = new Option<int>("--fatigue")
        {
            Description = "Notes for which a winner cannot win again",
            DefaultValueFactory = _ => 0,
        };
        var seeds = new Option<int>("--seeds") { Description = "Networks a point", DefaultValueFactory = _ => 3 };
        var figure = new Option<string?>("--figure") { Description = "Write the figure (.svg, .png or .pdf)" };
        var write = StudyOut.Option();
        var json = Terminal.Json();
        var quiet = Terminal.Quiet();
        var command = new Command(
            "capacity",
            "How long a random melody does one network hold, against its size?\n\nExamples:\n  plasticity memory capacity --rules stdp,tah\n  plasticity memory capacity --neurons 256,512 --repeat 0.5 --json"
        )
        {
            rules,
            sizes,
            repeat,
            fatigue,
            seeds,
            figure,
            write,
            json,
            quiet,
        };
        command.SetAction(
            (r, cancellation) =>
            {
                IReadOnlyList<CapacityRow> rows;
                StudyOut.Save(
                    r.GetValue(write),
                    "memory capacity",
                    "How long a melody does one network hold?",
                    TunesVerb.Rules(r.GetValue(rules)),
                    FormattableString.Invariant(
                        $"capacity: {{ neurons: [{string.Join(", ", MemoryOptions.Sizes(r.GetValue(sizes)!))}], repeat: {r.GetValue(repeat)}, fatigue: {r.GetValue(fatigue)}, notes: 0, pattern_neurons: [], seeds: {r.GetValue(seeds)} }}"
                    )
                );
                MemoryOptions.Tell(CapacityTest.Memory(MemoryOptions.Sizes(r.GetValue(sizes)!), r.GetValue(seeds)));
                using (var progress = new ProgressLine("capacity", r.GetValue(quiet) || r.GetValue(json)))
                {
                    rows = CapacityTest.Run(
                        TunesVerb.Rules(r.GetValue(rules)),
                        MemoryOptions.Sizes(r.GetValue(sizes)!),
                        r.GetValue(repeat),
                        r.GetValue(fatigue),
                        r.GetValue(seeds),
                        progress,
                        cancellation
                    );
                }

                MemoryOptions.Save(r.GetValue(figure), () => CapacityFigures.Melodies(rows, []));
                MemoryOptions.Print(
                    rows,
                    r.GetValue(json),
                    $"{"rule", -24} neurons   k  fatigue   length  bits/synapse  Willshaw limit",
                    row =>
                        $"{DisplayNames.Rule(row.Rule), -24} {row.Neurons, 7} {row.Winners, 3} {row.Fatigue, 8} {row.Length, 8} {row.BitsPerSynapse, 13:F4} {row.Willshaw, 15:F0}"
                );
                return Task.FromResult(Terminal.Done);
            }
        );
        return command;
    }
}

/// <summary>How a memory fades under later ones.</summary>
internal sealed class MemoryRetentionVerb : IMemoryVerb
{
    public Command Build()
    {
        var rules = MemoryOptions.Rules();
        var neurons = new Option<int>("--neurons") { Description = "Neurons", DefaultValueFactory = _ => 512 };
        var length = new Option<int>("--length") { Description = "Notes of each melody", DefaultValueFactory = _ => 64 };
        var fatigue = new Option<int>("--fatigue")
        {
            Description = "Notes for which a winner cannot win again",
            DefaultValueFactory = _ => 0,
        };
        var seeds = new Option<int>("--seeds") { Description = "Networks a point", DefaultValueFactory = _ => 3 };
        var figure = new Option<string?>("--figure") { Description = "Write the figure (.svg, .png or .pdf)" };
        var write = StudyOut.Option();
        var json = Terminal.Json();
        var quiet = Terminal.Quiet();
        var command = new Command(
            "retention",
            "How does a first memory fade under later melodies and under the network's own ongoing activity, with and without homeostasis?\n\nExamples:\n  plasticity memory retention --rules stdp,tah,sym\n  plasticity memory retention --neurons 1024 --json"
        )
        {
            rules,
            neurons,
            length,
            fatigue,
            seeds,
            figure,
            write,
            json,
            quiet,
        };
        command.SetAction(
            (r, cancellation) =>
            {
                IReadOnlyList<RetentionPoint> points;
                StudyOut.Save(
                    r.GetValue(write),
                    "memory retention",
                    "How does a first memory fade?",
                    TunesVerb.Rules(r.GetValue(rules)),
                    FormattableString.Invariant(
                        $"retention: {{ neurons: {r.GetValue(neurons)}, length: {r.GetValue(length)}, fatigue: {r.GetValue(fatigue)}, seeds: {r.GetValue(seeds)}, dreams: 0 }}"
                    )
                );
                MemoryOptions.Tell(RetentionTest.Memory(r.GetValue(neurons)));
                using (var progress = new ProgressLine("retention", r.GetValue(quiet) || r.GetValue(json)))
                {
                    points = RetentionTest.Run(
                        TunesVerb.Rules(r.GetValue(rules)),
                        r.GetValue(neurons),
                        r.GetValue(length),
                        r.GetValue(fatigue),
                        r.GetValue(seeds),
                        progress,
                        cancellation
                    );
                }

                MemoryOptions.Save(r.GetValue(figure), () => RetentionFigures.Retention(points));
                MemoryOptions.Print(
                    points,
                    r.GetValue(json),
                    $"{"rule", -24} {"against", -9} homeostasis  steps later  signal to noise (binary theory)  first recalled  newest recalled",
                    point =>
                        $"{DisplayNames.Rule(point.Rule), -24} {point.Against, -9} {(point.Homeostasis ? "yes" : "no"), 11} {point.Later, 12} {point.SignalToNoise.Text("F2"), 16} {$"({point.Theory.Text("F2")})", 15} {100 * point.Recalled, 13:F1} % {(double.IsNaN(point.NewestRecalled) ? "-" : $"{100 * point.NewestRecalled:F1} %"), 16}"
                );
                return Task.FromResult(Terminal.Done);
            }
        );
        return command;
    }
}

/// <summary>What forms without a teacher.</summary>
internal sealed class MemorySelfOrganiseVerb : IMemoryVerb
{
    public Command Build()
    {
        var rules = MemoryOptions.Rules();
        var neurons = new Option<int>("--neurons") { Description = "Neurons", DefaultValueFactory = _ => 40 };
        var seeds = new Option<int>("--seeds") { Description = "Networks a row", DefaultValueFactory = _ => 5 };
        var chains = new Option<bool>("--chains")
        {
            Description = "Binary neurons driven by noise that compete for total weight, instead of one winner a step",
        };
        var figure = new Option<string?>("--figure") { Description = "Write the figure (.svg, .png or .pdf)" };
        var write = StudyOut.Option();
        var json = Terminal.Json();
        var command = new Command(
            "self-organise",
            "Which rules build sequences when nobody teaches one, with and without a limit on each neuron's total weight?\n\nExamples:\n  plasticity memory self-organise --rules none,hebbian,anti-hebbian,stdp\n  plasticity memory self-organise --chains --json"
        )
        {
            rules,
            neurons,
            seeds,
            chains,
            figure,
            write,
            json,
        };
        command.SetAction(
            (r, cancellation) =>
            {
                StudyOut.Save(
                    r.GetValue(write),
                    "memory self-organise",
                    "Which rules build sequences when nobody teaches one?",
                    TunesVerb.Rules(r.GetValue(rules)),
                    FormattableString.Invariant(
                        $"self_organisation: {{ neurons: {r.GetValue(neurons)}, seeds: {r.GetValue(seeds)} }} # with and without competition for chains"
                    )
                );
                if (r.GetValue(chains))
                {
                    var found = SelfOrganisationTest.Compete(
                        TunesVerb.Rules(r.GetValue(rules)),
                        r.GetValue(seeds),
                        60_000,
                        1,
                        cancellation
                    );
                    MemoryOptions.Save(r.GetValue(figure), () => SelfOrganisationFigures.Chains(found));
                    MemoryOptions.Print(
                        found,
                        r.GetValue(json),
                        $"{"rule", -24} competing  one input  one output  on chains  longest  strong  chains of the first network",
                        row =>
                            $"{DisplayNames.Rule(row.Rule), -24} {(row.Competing ? "yes" : "no"), 9} {row.OneInput, 10:F2} {row.OneOutput, 11:F2} {row.InChains, 10:F2} {row.LongestChain, 8:F1} {row.Strong, 7:F3}  {string.Join(' ', row.Chains.Split(' ').Take(8))}"
                    );
                    return Task.FromResult(Terminal.Done);
                }

                MemoryOptions.Tell(SelfOrganisationTest.Memory(r.GetValue(neurons)));
                var rows = SelfOrganisationTest.Run(
                    TunesVerb.Rules(r.GetValue(rules)),
                    r.GetValue(neurons),
                    r.GetValue(seeds),
                    1,
                    cancellation
                );
                MemoryOptions.Save(r.GetValue(figure), () => SelfOrganisationFigures.Winners(rows));
                MemoryOptions.Print(
                    rows,
                    r.GetValue(json),
                    $"{"rule", -24} limit  assignment  determinism  reversed  longest loop  in loops  loops of the first network",
                    row =>
                        $"{DisplayNames.Rule(row.Rule), -24} {(row.Limited ? "yes" : "no"), 5} {row.Assignment, 11:F3} {row.Determinism, 12:F3} {row.ReversedBigrams, 9:F3} {row.LongestLoop, 13:F1} {100 * row.InLoops, 7:F0} %  {string.Join(' ', row.Loops.Split(' ').Take(8))}"
                );
                return Task.FromResult(Terminal.Done);
            }
        );
        return command;
    }
}

/// <summary>What the memory verbs share.</summary>
internal static class MemoryOptions
{
    public static Option<string[]> Rules() =>
        new("--rules")
        {
            Description = "Rules, by id or short name, with commas between; all by default",
            AllowMultipleArgumentsPerToken = true,
        };

    public static Option<int> Seeds() => new("--seeds") { Description = "Networks a point", DefaultValueFactory = _ => 3 };

    public static Option<string?> Figure() => new("--figure") { Description = "Write the figure (.svg, .png or .pdf)" };

    public static int[] Sizes(string typed)
    {
        var texts = typed.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return texts.Length == 0
            ? throw new UserError("--neurons must name at least one number.")
            : [.. texts.Select(text => Quantity.Whole(text, "--neurons takes whole numbers like 256,512; one"))];
    }

    // What is not worth a line [byte].
    private const double Little = 256 << 20;

    /// <summary>Says on the error output what memory a test will take, where that is much.</summary>
    public static void Tell(TestMemory memory)
    {
        if (memory.Problem is null && Sentence(memory.Most, memory.Threads) is { } sentence)
        {
            Console.Error.WriteLine(sentence);
        }
    }

    /// <summary>What memory is about to be taken, in a sentence; null where it is little.</summary>
    public static string? Sentence(double bytes, int networks) =>
        bytes > Little
            ? $"This takes up to {MachineMemory.Show(bytes)} of memory; {networks} network{(networks == 1 ? "" : "s")} at a time."
            : null;

    public static void Save(string? path, Func<Figures.Drawing.Figure> draw)
    {
        if (path is not null)
        {
            FigureFile.Save(draw(), path);
        }
    }

    public static void Print<T>(IReadOnlyList<T> rows, bool json, string head, Func<T, string> line)
    {
        if (json)
        {
            Terminal.PrintJson(rows);
            return;
        }

        Console.Out.WriteLine(head);
        foreach (var row in rows)
        {
            Console.Out.WriteLine(line(row));
        }
    }
}
