using System.Text.RegularExpressions;

namespace PlasticityLab.Tests.Architecture;

/// <summary>Networks are simulated by kinds, outcomes are kept by the store of a study's folder, and seeds become random numbers in one
/// place. What stands beside is listed here, each with its reason; the lists may only shrink.</summary>
public partial class OneLaboratoryTests
{
    // Simulators of src/ that no kind of network is made of.
    private static readonly Dictionary<string, string> Simulators = new(StringComparer.Ordinal) { };

    // Files of Studies that open streams of a seed of their own, beside runs.
    private static readonly Dictionary<string, string> Seeds = new(StringComparer.Ordinal)
    {
        ["Runs/Trained.cs"] = "the streams of a run",
        ["Tuning/Tuner.cs"] = "the draws of tuning",
        ["Spec/TaskOnNetwork.cs"] = "tries whether a task can be drawn",
        ["Claims/ClaimEvidence.cs"] = "bootstrap and permutation",
        ["Results/StudyComparison.cs"] = "bootstrap and permutation",
        ["Results/StudySummary.cs"] = "bootstrap",
        ["Results/Solutions/StudySolutions.cs"] = "bootstrap and permutation",
        ["Theories/RuleNeeds.cs"] = "bootstrap",
        ["Dynamics/TrainingRecording.cs"] = "the noise of a recorded run",
        ["Mechanisms/MechanismIntact.cs"] = "random parts of weights",
        ["Discovery/Calibration.cs"] = "the search of rules",
        ["Discovery/Evolutions.cs"] = "the search of rules",
        ["Discovery/Finalists.cs"] = "the search of rules",
        ["Discovery/ListedRules.cs"] = "the search of rules",
        ["Discovery/PopulationModel.cs"] = "the search of rules",
        ["Discovery/RuleArchive.cs"] = "the search of rules",
        ["Discovery/RuleDraws.cs"] = "the search of rules",
        ["Discovery/RuleSample.cs"] = "the search of rules",
        ["Memory/TestMemory.cs"] = "the streams of a network of the memory part",
        ["Tunes/FolkTunes.cs"] = "made-up tunes",
        ["Tunes/TuneTestRunner.cs"] = "bootstrap",
    };

    [GeneratedRegex(@"new RandomStreams\(|RandomStreams \w+(?:\([^)]*\) =>| =) new\(")]
    private static partial Regex Seeding();

    [GeneratedRegex(@"new FolderStore\(|FolderStore \w+\([^)]*\) => new\(")]
    private static partial Regex Opening();

    [GeneratedRegex(@"^(?:public|internal) (?:sealed |abstract )*class (\w*Network)\b(?!.*: INetwork)", RegexOptions.Multiline)]
    private static partial Regex Simulator();

    // What a kind makes: a network that is played step by step.
    [GeneratedRegex(@"^(?:public|internal) (?:sealed )?class \w+[^\n]*\s+: (?:INetwork\b|StepwiseLearner<)", RegexOptions.Multiline)]
    private static partial Regex Played();

    [Fact]
    public void One_place_opens_the_store_of_a_folder() =>
        Assert.Equal(
            ["src/PlasticityLab.Experiments/Store/FolderStore.cs", "src/PlasticityLab.Studies/Execution/StudyFolder.cs"],
            Holding("src", Opening())
        );

    [Fact]
    public void Networks_are_simulated_by_kinds()
    {
        const string folder = "src/PlasticityLab.Simulation";
        string[] played = [.. Holding(folder, Played()).Select(House.Read)];
        Assert.True(played.Length >= 5); // else the pattern finds nothing
        Assert.Equal(
            Simulators.Keys.Order(StringComparer.Ordinal),
            Holding(folder, Simulator()).Where(file => !IsPlayed(Simulator().Match(House.Read(file)).Groups[1].Value))
        );

        bool IsPlayed(string simulator) => played.Any(text => Regex.IsMatch(text, $@"\b{simulator}\b"));
    }

    [Fact]
    public void Studies_open_random_streams_where_they_are_listed() =>
        Assert.Equal(
            Seeds.Keys.Select(file => $"src/PlasticityLab.Studies/{file}").Order(StringComparer.Ordinal),
            Holding("src/PlasticityLab.Studies", Seeding())
        );

    private static IEnumerable<string> Holding(string folder, Regex pattern) =>
        House.Sources(folder).Where(file => pattern.IsMatch(House.Read(file))).Order(StringComparer.Ordinal);
}
