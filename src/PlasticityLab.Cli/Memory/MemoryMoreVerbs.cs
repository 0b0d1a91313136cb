using System.CommandLine;
using PlasticityLab.Cli.Verbs;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Cli.Memory;

/// <summary>Static patterns and sequences that a rule's superposition holds.</summary>
internal sealed class MemoryPatternsVerb : IMemoryVerb
{
    public Command Build()
    {
        var rules = MemoryOptions.Rules();
        var sizes = new Option<string>("--neurons")
        {
            Description = "Numbers of neurons, with commas",
            DefaultValueFactory = _ => "100,200,400",
        };
        var seeds = MemoryOptions.Seeds();
        var figure = MemoryOptions.Figure();
        var write = StudyOut.Option();
        var json = Terminal.Json();
        var quiet = Terminal.Quiet();
        var command = new Command(
            "patterns",
            "How many random patterns does a rule's superposition hold, as static patterns and as a sequence, beside theory?\n\nExamples:\n  plasticity memory patterns --rules hebb,tah\n  plasticity memory patterns --neurons 400,800 --json"
        )
        {
            rules,
            sizes,
            seeds,
            figure,
            write,
            json,
            quiet,
        };
        command.SetAction(
            (r, cancellation) =>
            {
                IReadOnlyList<PatternCapacityRow> rows;
                StudyOut.Save(
                    r.GetValue(write),
                    "memory patterns",
                    "How many random patterns does a rule's superposition hold?",
                    TunesVerb.Rules(r.GetValue(rules)),
                    FormattableString.Invariant(
                        $"capacity: {{ neurons: [], pattern_neurons: [{string.Join(", ", MemoryOptions.Sizes(r.GetValue(sizes)!))}], seeds: {r.GetValue(seeds)} }}"
                    )
                );
                MemoryOptions.Tell(PatternCapacityTest.Memory(MemoryOptions.Sizes(r.GetValue(sizes)!)));
                using (var progress = new ProgressLine("patterns", r.GetValue(quiet) || r.GetValue(json)))
                {
                    rows = PatternCapacityTest.Run(
                        TunesVerb.Rules(r.GetValue(rules)),
                        MemoryOptions.Sizes(r.GetValue(sizes)!),
                        r.GetValue(seeds),
                        progress,
                        cancellation
                    );
                }

                MemoryOptions.Save(r.GetValue(figure), () => CapacityFigures.Patterns(rows));
                MemoryOptions.Print(
                    rows,
                    r.GetValue(json),
                    $"{"rule", -24} neurons   self  forward  backward  static (0.138 N)  sequence (0.269 N)  faultless (N/4 ln N)",
                    row =>
                        $"{DisplayNames.Rule(row.Rule), -24} {row.Neurons, 7} {row.Self.Text("F2"), 6} {row.Forward.Text("F2"), 8} {row.Backward.Text("F2"), 9} {row.Static, 7} ({PatternCapacityTest.StaticLimit * row.Neurons, 5:F0}) {row.Sequence, 11} ({PatternCapacityTest.SequenceLimit * row.Neurons, 5:F0}) {row.Faultless, 13} ({PatternCapacityTest.FaultlessLimit(row.Neurons), 5:F1})"
                );
                return Task.FromResult(Terminal.Done);
            }
        );
        return command;
    }
}

/// <summary>How many short melodies one network holds.</summary>
internal sealed class MemorySequencesVerb : IMemoryVerb
{
    public Command Build()
    {
        var rules = MemoryOptions.Rules();
        var sizes = new Option<string>("--neurons")
        {
            Description = "Numbers of neurons, with commas",
            DefaultValueFactory = _ => "128,256,512",
        };
        var notes = new Option<int>("--notes") { Description = "Notes of each melody", DefaultValueFactory = _ => 16 };
        var seeds = MemoryOptions.Seeds();
        var write = StudyOut.Option();
        var json = Terminal.Json();
        var quiet = Terminal.Quiet();
        var command = new Command(
            "sequences",
            "How many short melodies does one network hold, against its size?\n\nExamples:\n  plasticity memory sequences --rules stdp,tah\n  plasticity memory sequences --neurons 1024 --notes 32 --json"
        )
        {
            rules,
            sizes,
            notes,
            seeds,
            write,
            json,
            quiet,
        };
        command.SetAction(
            (r, cancellation) =>
            {
                IReadOnlyList<SequenceCountRow> rows;
                StudyOut.Save(
                    r.GetValue(write),
                    "memory sequences",
                    "How many short melodies does one network hold?",
                    TunesVerb.Rules(r.GetValue(rules)),
                    FormattableString.Invariant(
                        $"capacity: {{ neurons: [{string.Join(", ", MemoryOptions.Sizes(r.GetValue(sizes)!))}], repeat: [], notes: {r.GetValue(notes)}, pattern_neurons: [], seeds: {r.GetValue(seeds)} }}"
                    )
                );
                MemoryOptions.Tell(CapacityTest.Memory(MemoryOptions.Sizes(r.GetValue(sizes)!), r.GetValue(seeds)));
                using (var progress = new ProgressLine("sequences", r.GetValue(quiet) || r.GetValue(json)))
                {
                    rows = CapacityTest.Count(
                        TunesVerb.Rules(r.GetValue(rules)),
                        MemoryOptions.Sizes(r.GetValue(sizes)!),
                        r.GetValue(notes),
                        0,
                        r.GetValue(seeds),
                        progress,
                        cancellation
                    );
                }

                MemoryOptions.Print(
                    rows,
                    r.GetValue(json),
                    $"{"rule", -24} neurons   k  notes  melodies  bits/synapse  Willshaw limit",
                    row =>
                        $"{DisplayNames.Rule(row.Rule), -24} {row.Neurons, 7} {row.Winners, 3} {row.Notes, 6} {row.Sequences, 9} {row.BitsPerSynapse, 13:F4} {row.Willshaw, 15:F0}"
                );
                return Task.FromResult(Terminal.Done);
            }
        );
        return command;
    }
}

/// <summary>A delay task.</summary>
internal sealed class MemoryDelayVerb : IMemoryVerb
{
    public Command Build()
    {
        var rules = MemoryOptions.Rules();
        var neurons = new Option<int>("--neurons") { Description = "Neurons", DefaultValueFactory = _ => 512 };
        var seeds = MemoryOptions.Seeds();
        var figure = MemoryOptions.Figure();
        var write = StudyOut.Option();
        var json = Terminal.Json();
        var command = new Command(
            "delay",
            "How long does the activity tell which cue was given, by staying in its code or by running through a sequence?\n\nExamples:\n  plasticity memory delay --rules hebb,stdp,tah,sym\n  plasticity memory delay --json"
        )
        {
            rules,
            neurons,
            seeds,
            figure,
            write,
            json,
        };
        command.SetAction(
            (r, cancellation) =>
            {
                StudyOut.Save(
                    r.GetValue(write),
                    "memory delay",
                    "How long does the activity tell which cue was given?",
                    TunesVerb.Rules(r.GetValue(rules)),
                    FormattableString.Invariant(
                        $"working_memory: {{ neurons: {r.GetValue(neurons)}, seeds: {r.GetValue(seeds)}, map: false }}"
                    )
                );
                MemoryOptions.Tell(WorkingMemoryTest.Memory(r.GetValue(neurons)));
                var points = WorkingMemoryTest.Run(
                    TunesVerb.Rules(r.GetValue(rules)),
                    r.GetValue(neurons),
                    r.GetValue(seeds),
                    cancellation
                );
                MemoryOptions.Save(r.GetValue(figure), () => WorkingMemoryFigures.Delay(points));
                MemoryOptions.Print(
                    points,
                    r.GetValue(json),
                    $"{"rule", -24} fatigue  noise  delay   cues told  overlap with the cue  place",
                    point =>
                        $"{DisplayNames.Rule(point.Rule), -24} {point.Fatigue, 7} {point.Noise, 6:F2} {point.Delay, 6} {100 * point.Correct, 9:F1} % {point.Persistence, 21:F2} {(double.IsNaN(point.Place) ? "-" : $"{point.Place:F1}"), 6}"
                );
                return Task.FromResult(Terminal.Done);
            }
        );
        return command;
    }
}

/// <summary>Dreams of an overfull memory, and memories in imaginary eigenvalues.</summary>
internal sealed class MemoryDreamVerb : IMemoryVerb
{
    public Command Build()
    {
        var rules = MemoryOptions.Rules();
        var dreams = new Option<int>("--dreams") { Description = "Dreams in all", DefaultValueFactory = _ => 2400 };
        var seeds = MemoryOptions.Seeds();
        var figure = MemoryOptions.Figure();
        var write = StudyOut.Option();
        var json = Terminal.Json();
        var command = new Command(
            "dream",
            "What do dreams with each rule do to an overfull memory, and what does homeostasis leave of what each rule writes?\n\nExamples:\n  plasticity memory dream --rules anti,hebb,stdp\n  plasticity memory dream --json"
        )
        {
            rules,
            dreams,
            seeds,
            figure,
            write,
            json,
        };
        command.SetAction(
            (r, cancellation) =>
            {
                var chosen = TunesVerb.Rules(r.GetValue(rules));
                StudyOut.Save(
                    r.GetValue(write),
                    "memory dream",
                    "What do dreams do to an overfull memory?",
                    chosen,
                    FormattableString.Invariant($"retention: {{ length: 0, dreams: {r.GetValue(dreams)}, seeds: {r.GetValue(seeds)} }}")
                );
                var points = DreamTest.Run(chosen, r.GetValue(dreams), r.GetValue(seeds), cancellation);
                var coded = CodedMemoryTest.Run(chosen, r.GetValue(seeds), cancellation);
                MemoryOptions.Save(r.GetValue(figure), () => RetentionFigures.Interference(points, coded));
                if (r.GetValue(json))
                {
                    Terminal.PrintJson(new { dreams = points, homeostasis = coded });
                    return Task.FromResult(Terminal.Done);
                }

                MemoryOptions.Print(
                    points,
                    false,
                    $"{"rule", -24}  dreams  patterns held",
                    point => $"{DisplayNames.Rule(point.Rule), -24} {point.Dreams, 7} {100 * point.Recalled, 12:F1} %"
                );
                Console.Out.WriteLine();
                MemoryOptions.Print(
                    [.. coded.GroupBy(point => point.Rule).Select(rule => rule.Last())],
                    false,
                    $"{"rule", -24}  imaginary  antisymmetric  left after homeostasis",
                    point =>
                        $"{DisplayNames.Rule(point.Rule), -24} {point.Imaginary, 10:F3} {point.Antisymmetric, 14:F3} {100 * point.Left, 20:F1} %"
                );
                return Task.FromResult(Terminal.Done);
            }
        );
        return command;
    }
}
