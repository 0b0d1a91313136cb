using System.CommandLine;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Cli.Memory;

/// <summary>Sequence capacity against the number of neurons.</summary>
internal sealed class MemoryCapacityVerb : MemoryQuestion<IReadOnlyList<CapacityRow>>
{
    private readonly Option<string> _sizes = MemoryOptions.Sizes("128,256,512,1024");
    private readonly Option<double> _repeat = new("--repeat")
    {
        Description = "Probability that a note repeats the one before: correlated items",
        DefaultValueFactory = _ => 0,
    };
    private readonly Option<int> _fatigue = MemoryOptions.Fatigue();
    private readonly Option<int> _seeds = MemoryOptions.Seeds();

    protected override string Name => "capacity";

    protected override string Question => "How long a melody does one network hold?";

    protected override string Help =>
        "How long a random melody does one network hold, against its size?\n\nExamples:\n  plasticity memory capacity --rules stdp,tah\n  plasticity memory capacity --neurons 256,512 --repeat 0.5 --json";

    protected override IReadOnlyList<Option> Own => [_sizes, _repeat, _fatigue, _seeds];

    protected override string Section(MemoryCall call) =>
        FormattableString.Invariant(
            $"capacity: {{ neurons: [{string.Join(", ", Sizes(call))}], repeat: {call.Value(_repeat)}, fatigue: {call.Value(_fatigue)}, notes: 0, pattern_neurons: [], seeds: {call.Value(_seeds)} }}"
        );

    protected override TestMemory Memory(MemoryCall call) => CapacityTest.Memory(Sizes(call), call.Value(_seeds));

    protected override IReadOnlyList<CapacityRow> Answer(MemoryCall call) =>
        CapacityTest.Run(
            call.Rules,
            Sizes(call),
            call.Value(_repeat),
            call.Value(_fatigue),
            call.Value(_seeds),
            call.Progress,
            call.Cancellation
        );

    protected override Figure Draw(IReadOnlyList<CapacityRow> answer) => CapacityFigures.Melodies(answer, []);

    protected override void Print(IReadOnlyList<CapacityRow> answer, bool json) =>
        MemoryOptions.Print(
            answer,
            json,
            $"{"rule", -24} neurons   k  fatigue   length  bits/synapse  Willshaw limit",
            row =>
                $"{DisplayNames.Rule(row.Rule), -24} {row.Neurons, 7} {row.Winners, 3} {row.Fatigue, 8} {row.Length, 8} {row.BitsPerSynapse, 13:F4} {row.Willshaw, 15:F0}"
        );

    private int[] Sizes(MemoryCall call) => MemoryOptions.Numbers(call.Value(_sizes));
}

/// <summary>How many short melodies one network holds.</summary>
internal sealed class MemorySequencesVerb : MemoryQuestion<IReadOnlyList<SequenceCountRow>>
{
    private readonly Option<string> _sizes = MemoryOptions.Sizes("128,256,512");
    private readonly Option<int> _notes = MemoryOptions.Notes(16);
    private readonly Option<int> _seeds = MemoryOptions.Seeds();

    protected override string Name => "sequences";

    protected override string Question => "How many short melodies does one network hold?";

    protected override string Help =>
        "How many short melodies does one network hold, against its size?\n\nExamples:\n  plasticity memory sequences --rules stdp,tah\n  plasticity memory sequences --neurons 1024 --notes 32 --json";

    protected override IReadOnlyList<Option> Own => [_sizes, _notes, _seeds];

    protected override bool IsDrawn => false;

    protected override string Section(MemoryCall call) =>
        FormattableString.Invariant(
            $"capacity: {{ neurons: [{string.Join(", ", Sizes(call))}], repeat: [], notes: {call.Value(_notes)}, pattern_neurons: [], seeds: {call.Value(_seeds)} }}"
        );

    protected override TestMemory Memory(MemoryCall call) => CapacityTest.Memory(Sizes(call), call.Value(_seeds));

    protected override IReadOnlyList<SequenceCountRow> Answer(MemoryCall call) =>
        CapacityTest.Count(call.Rules, Sizes(call), call.Value(_notes), 0, call.Value(_seeds), call.Progress, call.Cancellation);

    protected override void Print(IReadOnlyList<SequenceCountRow> answer, bool json) =>
        MemoryOptions.Print(
            answer,
            json,
            $"{"rule", -24} neurons   k  notes  melodies  bits/synapse  Willshaw limit",
            row =>
                $"{DisplayNames.Rule(row.Rule), -24} {row.Neurons, 7} {row.Winners, 3} {row.Notes, 6} {row.Sequences, 9} {row.BitsPerSynapse, 13:F4} {row.Willshaw, 15:F0}"
        );

    private int[] Sizes(MemoryCall call) => MemoryOptions.Numbers(call.Value(_sizes));
}

/// <summary>Static patterns and sequences that a rule's superposition holds.</summary>
internal sealed class MemoryPatternsVerb : MemoryQuestion<IReadOnlyList<PatternCapacityRow>>
{
    private readonly Option<string> _sizes = MemoryOptions.Sizes("100,200,400");
    private readonly Option<int> _seeds = MemoryOptions.Seeds();

    protected override string Name => "patterns";

    protected override string Question => "How many random patterns does a rule's superposition hold?";

    protected override string Help =>
        "How many random patterns does a rule's superposition hold, as static patterns and as a sequence, beside theory?\n\nExamples:\n  plasticity memory patterns --rules hebb,tah\n  plasticity memory patterns --neurons 400,800 --json";

    protected override IReadOnlyList<Option> Own => [_sizes, _seeds];

    protected override string Section(MemoryCall call) =>
        FormattableString.Invariant(
            $"capacity: {{ neurons: [], pattern_neurons: [{string.Join(", ", Sizes(call))}], seeds: {call.Value(_seeds)} }}"
        );

    protected override TestMemory Memory(MemoryCall call) => PatternCapacityTest.Memory(Sizes(call));

    protected override IReadOnlyList<PatternCapacityRow> Answer(MemoryCall call) =>
        PatternCapacityTest.Run(call.Rules, Sizes(call), call.Value(_seeds), call.Progress, call.Cancellation);

    protected override Figure Draw(IReadOnlyList<PatternCapacityRow> answer) => CapacityFigures.Patterns(answer);

    protected override void Print(IReadOnlyList<PatternCapacityRow> answer, bool json) =>
        MemoryOptions.Print(
            answer,
            json,
            $"{"rule", -24} neurons   self  forward  backward  static (0.138 N)  sequence (0.269 N)  faultless (N/4 ln N)",
            row =>
                $"{DisplayNames.Rule(row.Rule), -24} {row.Neurons, 7} {row.Self.Text("F2"), 6} {row.Forward.Text("F2"), 8} {row.Backward.Text("F2"), 9} {row.Static, 7} ({PatternCapacityTest.StaticLimit * row.Neurons, 5:F0}) {row.Sequence, 11} ({PatternCapacityTest.SequenceLimit * row.Neurons, 5:F0}) {row.Faultless, 13} ({PatternCapacityTest.FaultlessLimit(row.Neurons), 5:F1})"
        );

    private int[] Sizes(MemoryCall call) => MemoryOptions.Numbers(call.Value(_sizes));
}
