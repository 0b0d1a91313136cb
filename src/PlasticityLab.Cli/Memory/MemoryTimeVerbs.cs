using System.CommandLine;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Cli.Memory;

/// <summary>How a memory fades under later ones.</summary>
internal sealed class MemoryRetentionVerb : MemoryQuestion<IReadOnlyList<RetentionPoint>>
{
    private readonly Option<int> _neurons = MemoryOptions.Neurons(512);
    private readonly Option<int> _length = MemoryOptions.Notes(64, "--length");
    private readonly Option<int> _fatigue = MemoryOptions.Fatigue();
    private readonly Option<int> _seeds = MemoryOptions.Seeds();

    protected override string Name => "retention";

    protected override string Question => "How does a first memory fade?";

    protected override string Help =>
        "How does a first memory fade under later melodies and under the network's own ongoing activity, with and without homeostasis?\n\nExamples:\n  plasticity memory retention --rules stdp,tah,sym\n  plasticity memory retention --neurons 1024 --json";

    protected override IReadOnlyList<Option> Own => [_neurons, _length, _fatigue, _seeds];

    protected override string Section(MemoryCall call) =>
        FormattableString.Invariant(
            $"retention: {{ neurons: {call.Value(_neurons)}, length: {call.Value(_length)}, fatigue: {call.Value(_fatigue)}, seeds: {call.Value(_seeds)}, dreams: 0 }}"
        );

    protected override TestMemory Memory(MemoryCall call) => RetentionTest.Memory(call.Value(_neurons));

    protected override IReadOnlyList<RetentionPoint> Answer(MemoryCall call) =>
        RetentionTest.Run(
            call.Rules,
            call.Value(_neurons),
            call.Value(_length),
            call.Value(_fatigue),
            call.Value(_seeds),
            call.Progress,
            call.Cancellation
        );

    protected override Figure Draw(IReadOnlyList<RetentionPoint> answer) => RetentionFigures.Retention(answer);

    protected override void Print(IReadOnlyList<RetentionPoint> answer, bool json) =>
        MemoryOptions.Print(
            answer,
            json,
            $"{"rule", -24} {"against", -9} homeostasis  steps later  signal to noise (binary theory)  first recalled  newest recalled",
            point =>
                $"{DisplayNames.Rule(point.Rule), -24} {point.Against, -9} {(point.Homeostasis ? "yes" : "no"), 11} {point.Later, 12} {point.SignalToNoise.Text("F2"), 16} {$"({point.Theory.Text("F2")})", 15} {100 * point.Recalled, 13:F1} % {(double.IsNaN(point.NewestRecalled) ? "-" : $"{100 * point.NewestRecalled:F1} %"), 16}"
        );
}

/// <summary>A delay task.</summary>
internal sealed class MemoryDelayVerb : MemoryQuestion<IReadOnlyList<WorkingMemoryPoint>>
{
    private readonly Option<int> _neurons = MemoryOptions.Neurons(512);
    private readonly Option<int> _seeds = MemoryOptions.Seeds();

    protected override string Name => "delay";

    protected override string Question => "How long does the activity tell which cue was given?";

    protected override string Help =>
        "How long does the activity tell which cue was given, by staying in its code or by running through a sequence?\n\nExamples:\n  plasticity memory delay --rules hebb,stdp,tah,sym\n  plasticity memory delay --json";

    protected override IReadOnlyList<Option> Own => [_neurons, _seeds];

    protected override bool IsLong => false;

    protected override string Section(MemoryCall call) =>
        FormattableString.Invariant($"working_memory: {{ neurons: {call.Value(_neurons)}, seeds: {call.Value(_seeds)}, map: false }}");

    protected override TestMemory Memory(MemoryCall call) => WorkingMemoryTest.Memory(call.Value(_neurons));

    protected override IReadOnlyList<WorkingMemoryPoint> Answer(MemoryCall call) =>
        WorkingMemoryTest.Run(call.Rules, call.Value(_neurons), call.Value(_seeds), call.Cancellation);

    protected override Figure Draw(IReadOnlyList<WorkingMemoryPoint> answer) => WorkingMemoryFigures.Delay(answer);

    protected override void Print(IReadOnlyList<WorkingMemoryPoint> answer, bool json) =>
        MemoryOptions.Print(
            answer,
            json,
            $"{"rule", -24} fatigue  noise  delay   cues told  overlap with the cue  place",
            point =>
                $"{DisplayNames.Rule(point.Rule), -24} {point.Fatigue, 7} {point.Noise, 6:F2} {point.Delay, 6} {100 * point.Correct, 9:F1} % {point.Persistence, 21:F2} {(double.IsNaN(point.Place) ? "-" : $"{point.Place:F1}"), 6}"
        );
}

/// <summary>Dreams of an overfull memory, and memories in imaginary eigenvalues.</summary>
internal sealed class MemoryDreamVerb : MemoryQuestion<(IReadOnlyList<DreamPoint> Dreams, IReadOnlyList<CodedMemoryPoint> Coded)>
{
    private readonly Option<int> _dreams = new("--dreams") { Description = "Dreams in all", DefaultValueFactory = _ => 2400 };
    private readonly Option<int> _seeds = MemoryOptions.Seeds();

    protected override string Name => "dream";

    protected override string Question => "What do dreams do to an overfull memory?";

    protected override string Help =>
        "What do dreams with each rule do to an overfull memory, and what does homeostasis leave of what each rule writes?\n\nExamples:\n  plasticity memory dream --rules anti,hebb,stdp\n  plasticity memory dream --json";

    protected override IReadOnlyList<Option> Own => [_dreams, _seeds];

    protected override bool IsLong => false;

    protected override string Section(MemoryCall call) =>
        FormattableString.Invariant($"retention: {{ length: 0, dreams: {call.Value(_dreams)}, seeds: {call.Value(_seeds)} }}");

    protected override (IReadOnlyList<DreamPoint>, IReadOnlyList<CodedMemoryPoint>) Answer(MemoryCall call) =>
        (
            DreamTest.Run(call.Rules, call.Value(_dreams), call.Value(_seeds), call.Cancellation),
            CodedMemoryTest.Run(call.Rules, call.Value(_seeds), call.Cancellation)
        );

    protected override Figure Draw((IReadOnlyList<DreamPoint> Dreams, IReadOnlyList<CodedMemoryPoint> Coded) answer) =>
        RetentionFigures.Interference(answer.Dreams, answer.Coded);

    protected override void Print((IReadOnlyList<DreamPoint> Dreams, IReadOnlyList<CodedMemoryPoint> Coded) answer, bool json)
    {
        if (json)
        {
            Terminal.PrintJson(new { dreams = answer.Dreams, homeostasis = answer.Coded });
            return;
        }

        MemoryOptions.Print(
            answer.Dreams,
            false,
            $"{"rule", -24}  dreams  patterns held",
            point => $"{DisplayNames.Rule(point.Rule), -24} {point.Dreams, 7} {100 * point.Recalled, 12:F1} %"
        );
        Console.Out.WriteLine();
        MemoryOptions.Print(
            [.. answer.Coded.GroupBy(point => point.Rule).Select(rule => rule.Last())],
            false,
            $"{"rule", -24}  imaginary  antisymmetric  left after homeostasis",
            point =>
                $"{DisplayNames.Rule(point.Rule), -24} {point.Imaginary, 10:F3} {point.Antisymmetric, 14:F3} {100 * point.Left, 20:F1} %"
        );
    }
}
