using System.Text.RegularExpressions;

namespace PlasticityLab.Tests.Architecture;

/// <summary>What can be added is named in its own file only: nothing else asks which one it is by its id.</summary>
public partial class NameTests
{
    // Each with its reason.
    private static readonly Dictionary<string, string> NameKinds = new(StringComparer.Ordinal)
    {
        ["src/PlasticityLab.Simulation/Rate/RateNetwork.cs"] = "is the kind",
        ["src/PlasticityLab.Simulation/Spiking/SpikingNetwork.cs"] = "is the kind",
        ["src/PlasticityLab.Simulation/TextRules/TextRuleParser.cs"] = "a signal of a neuron",
        ["src/PlasticityLab.Simulation.Compiler/UpdateWriter.cs"] = "a signal of a neuron",
        ["src/PlasticityLab.Simulation/Spiking/Population.cs"] = "a rate of spikes",
        ["src/PlasticityLab.Studies/Results/SpikingRow.cs"] = "name of a table",
        ["src/PlasticityLab.Studies/Results/NetworkColumnAttribute.cs"] = "an example for made-up rows",
        ["src/PlasticityLab.Cli/Benchmarks/SpikingBenchmark.cs"] = "name of a verb",
    };

    private static readonly Dictionary<string, string> NameTheScore = new(StringComparer.Ordinal)
    {
        ["src/PlasticityLab.Analysis/Measures/ReplayScore.cs"] = "is the measure",
        ["src/PlasticityLab.Models/Tasks/Chain.cs"] = "the card of the task that it scores",
        ["src/PlasticityLab.Models/Tasks/RecordedActivity.cs"] = "the card of the other task that it scores",
        ["src/PlasticityLab.Models/Neurons/AdEx.cs"] = "siemens",
        ["src/PlasticityLab.Models/Neurons/AdExSpikeShape.cs"] = "siemens",
        ["src/PlasticityLab.Numerics/Foundation/Quantity.cs"] = "siemens",
        ["src/PlasticityLab.Live/Site.cs"] = "a word of the glossary",
    };

    // A literal, not the name of a parameter in a comment.
    [GeneratedRegex("(?<!name=)\"(spiking|rate)\"")]
    private static partial Regex Kind();

    [GeneratedRegex("\"S\"")]
    private static partial Regex Score();

    [GeneratedRegex(@"\.OnFailure\b")]
    private static partial Regex Failure();

    [Fact]
    public void Kinds_of_networks_are_named_in_their_own_files() => Assert.Empty(Others(Kind(), NameKinds));

    [Fact]
    public void The_score_of_a_sequence_is_named_in_its_own_file_and_by_its_task() => Assert.Empty(Others(Score(), NameTheScore));

    [Fact]
    public void One_place_says_what_a_failure_scores() =>
        Assert.Equal(["src/PlasticityLab.Studies/Runs/RunResult.cs"], Found(Failure()).Select(found => found.File).Distinct());

    [Fact]
    public void Every_exception_is_one() =>
        Assert.Empty(
            NameKinds
                .Keys.Except(Found(Kind()).Select(found => found.File))
                .Concat(NameTheScore.Keys.Except(Found(Score()).Select(found => found.File)))
        );

    private static IEnumerable<string> Others(Regex pattern, Dictionary<string, string> allowed) =>
        Found(pattern).Where(found => !allowed.ContainsKey(found.File)).Select(found => $"{found.File}: {found.Text}");

    private static IEnumerable<(string File, string Text)> Found(Regex pattern) =>
        House
            .Sources("src")
            .Concat(House.Pages("src"))
            .SelectMany(file => pattern.Matches(House.Read(file)).Select(match => (file, match.Value)));
}
