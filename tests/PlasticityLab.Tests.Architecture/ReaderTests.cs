using System.Text.RegularExpressions;

namespace PlasticityLab.Tests.Architecture;

/// <summary>One place reads numbers that people write, one opens the files that they name.</summary>
public partial class ReaderTests
{
    // Each with its reason.
    private static readonly Dictionary<string, string> ReadNumbersThemselves = new(StringComparer.Ordinal)
    {
        ["src/PlasticityLab.Numerics/Foundation/Quantity.cs"] = "is the reader",
        ["src/PlasticityLab.Numerics/Files/NpyHeader.cs"] = "a literal of Python, in which _ and L may stand",
        ["src/PlasticityLab.Cli/FrontDoor/NumberOptions.cs"] = "seeds of 64 bits, more than a double holds",
        ["src/PlasticityLab.Cli/Doctor/Examination.cs"] = "versions that programs print",
        ["src/PlasticityLab.Cli/Benchmarks/RateBenchmark.cs"] = "output of its own program",
        ["src/PlasticityLab.Figures/"] = "the program's own tables",
        ["src/PlasticityLab.Exporters/"] = "the program's own tables",
        ["src/PlasticityLab.Experiments/Tables/"] = "the program's own tables",
        ["src/PlasticityLab.Experiments/Store/Holder.cs"] = "the program's own leases",
        ["src/PlasticityLab.Studies/Execution/StudyContents.cs"] = "the program's own table of jobs",
        ["src/PlasticityLab.Studies/Analyses/BifurcationsInTraining.cs"] = "the program's own notes",
        ["src/PlasticityLab.Studies/Dynamics/AttractorRow.cs"] = "the program's own tables",
        ["src/PlasticityLab.Studies/Tuning/RecallGrid.cs"] = "the program's own names of readouts",
        ["src/PlasticityLab.Studies/Spec/StudyOverride.cs"] = "an index in brackets",
        ["src/PlasticityLab.Models/Tunes/"] = "digits that the grammar of tunes has matched",
    };

    private static readonly Dictionary<string, string> OpenFilesThemselves = new(StringComparer.Ordinal)
    {
        ["src/PlasticityLab.Numerics/Files/UserFile.cs"] = "is the opener",
        ["src/PlasticityLab.Numerics/Files/OutputFile.cs"] = "looks whether the file holds already what is to be written",
    };

    [GeneratedRegex(@"\b(double|float|decimal|int|uint|long|ulong|short|byte|Half)\.(Try)?Parse\b|\bConvert\.To(Double|Single|U?Int\d+)\(")]
    private static partial Regex ParsesNumbers();

    [GeneratedRegex(@"\bFile\.(ReadAll|ReadLines|OpenRead|OpenText|Open)\w*\(|\bZipFile\.Open|new StreamReader\([^)]*path")]
    private static partial Regex OpensFiles();

    [Fact]
    public void Numbers_of_people_are_read_in_one_place() =>
        Assert.Empty(
            House
                .Sources("src")
                .Where(file => !ReadNumbersThemselves.Keys.Any(place => file.StartsWith(place, StringComparison.Ordinal)))
                .SelectMany(file => ParsesNumbers().Matches(House.Read(file)).Select(match => $"{file}: {match.Value}"))
        );

    [Theory]
    [InlineData("src/PlasticityLab.Numerics")]
    [InlineData("src/PlasticityLab.Models")]
    [InlineData("src/PlasticityLab.Analysis")]
    public void Files_of_people_are_opened_in_one_place(string project) =>
        Assert.Empty(
            House
                .Sources(project)
                .Where(file => !OpenFilesThemselves.ContainsKey(file) && !file.Contains("/Tunes/", StringComparison.Ordinal))
                .SelectMany(file => OpensFiles().Matches(House.Read(file)).Select(match => $"{file}: {match.Value}"))
        );
}
