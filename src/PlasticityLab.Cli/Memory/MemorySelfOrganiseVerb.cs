using System.CommandLine;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Cli.Memory;

/// <summary>What forms without a teacher: loops of winners, or chains of binary neurons that compete.</summary>
internal sealed class MemorySelfOrganiseVerb
    : MemoryQuestion<(IReadOnlyList<SelfOrganisationRow>? Winners, IReadOnlyList<CompetitionRow>? Chains)>
{
    private readonly Option<int> _neurons = MemoryOptions.Neurons(40);
    private readonly Option<int> _seeds = MemoryOptions.Seeds(5, "a row");
    private readonly Option<bool> _chains = new("--chains")
    {
        Description = "Binary neurons driven by noise that compete for total weight, instead of one winner a step",
    };

    protected override string Name => "self-organise";

    protected override string Question => "Which rules build sequences when nobody teaches one?";

    protected override string Help =>
        "Which rules build sequences when nobody teaches one, with and without a limit on each neuron's total weight?\n\nExamples:\n  plasticity memory self-organise --rules none,hebbian,anti-hebbian,stdp\n  plasticity memory self-organise --chains --json";

    protected override IReadOnlyList<Option> Own => [_neurons, _seeds, _chains];

    protected override bool IsLong => false;

    protected override string Section(MemoryCall call) =>
        FormattableString.Invariant(
            $"self_organisation: {{ neurons: {call.Value(_neurons)}, seeds: {call.Value(_seeds)} }} # with and without competition for chains"
        );

    protected override TestMemory? Memory(MemoryCall call) =>
        call.Value(_chains) ? null : SelfOrganisationTest.Memory(call.Value(_neurons));

    protected override (IReadOnlyList<SelfOrganisationRow>?, IReadOnlyList<CompetitionRow>?) Answer(MemoryCall call) =>
        call.Value(_chains)
            ? (null, SelfOrganisationTest.Compete(call.Rules, call.Value(_seeds), 60_000, 1, call.Cancellation))
            : (SelfOrganisationTest.Run(call.Rules, call.Value(_neurons), call.Value(_seeds), 1, call.Cancellation), null);

    protected override Figure Draw((IReadOnlyList<SelfOrganisationRow>? Winners, IReadOnlyList<CompetitionRow>? Chains) answer) =>
        answer.Chains is { } chains ? SelfOrganisationFigures.Chains(chains) : SelfOrganisationFigures.Winners(answer.Winners!);

    protected override void Print((IReadOnlyList<SelfOrganisationRow>? Winners, IReadOnlyList<CompetitionRow>? Chains) answer, bool json)
    {
        if (answer.Chains is { } chains)
        {
            MemoryOptions.Print(
                chains,
                json,
                $"{"rule", -24} competing  one input  one output  on chains  longest  strong  chains of the first network",
                row =>
                    $"{DisplayNames.Rule(row.Rule), -24} {(row.Competing ? "yes" : "no"), 9} {row.OneInput, 10:F2} {row.OneOutput, 11:F2} {row.InChains, 10:F2} {row.LongestChain, 8:F1} {row.Strong, 7:F3}  {string.Join(' ', row.Chains.Split(' ').Take(8))}"
            );
        }
        else
        {
            MemoryOptions.Print(
                answer.Winners!,
                json,
                $"{"rule", -24} limit  assignment  determinism  reversed  longest loop  in loops  loops of the first network",
                row =>
                    $"{DisplayNames.Rule(row.Rule), -24} {(row.Limited ? "yes" : "no"), 5} {row.Assignment, 11:F3} {row.Determinism, 12:F3} {row.ReversedBigrams, 9:F3} {row.LongestLoop, 13:F1} {100 * row.InLoops, 7:F0} %  {string.Join(' ', row.Loops.Split(' ').Take(8))}"
            );
        }
    }
}
