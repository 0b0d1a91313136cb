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
        ["src/PlasticityLab.Studies/Discovery/RuleTrials.cs"] = "the program's own notes",
        ["src/PlasticityLab.Studies/Discovery/RuleDraws.cs"] = "digits that it has just written",
        ["src/PlasticityLab.Studies/Dynamics/AttractorRow.cs"] = "the program's own tables",
        ["src/PlasticityLab.Studies/Tuning/RecallGrid.cs"] = "the program's own names of readouts",
        ["src/PlasticityLab.Studies/Spec/StudyOverride.cs"] = "an index in brackets",
        ["src/PlasticityLab.Models/Tunes/"] = "digits that the grammar of tunes has matched",
    };

    private static readonly Dictionary<string, string> OpenFilesThemselves = new(StringComparer.Ordinal)
    {
        ["src/PlasticityLab.Numerics/Files/UserFile.cs"] = "is the opener",
        ["src/PlasticityLab.Numerics/Files/OutputFile.cs"] = "writes, unless the file holds the same already",
        ["src/PlasticityLab.Experiments/Store/"] = "the program's own store, whose files other processes write at the same time",
        ["src/PlasticityLab.Experiments/Execution/Provenance.cs"] = "asks the system for its processor",
        ["src/PlasticityLab.Studies/Execution/StudyContents.cs"] =
            "the program's own table of jobs, which other processes write at the same time",
        ["src/PlasticityLab.Studies/Execution/StudyStamps.cs"] = "the program's own notes of its store",
        ["src/PlasticityLab.Studies/Execution/StudySession.cs"] = "the program's own notes of what ran",
    };

    [GeneratedRegex(@"\b(double|float|decimal|int|uint|long|ulong|short|byte|Half)\.(Try)?Parse\b|\bConvert\.To(Double|Single|U?Int\d+)\(")]
    private static partial Regex ParsesNumbers();

    [GeneratedRegex(
        @"\bFile\.(ReadAll|ReadLines|Open)\w*\((?!typeof)|\bZipFile\.Open|new FileStream\(|new StreamReader\((?!new MemoryStream|stream\)|typeof)"
    )]
    private static partial Regex OpensFiles();

    [Fact]
    public void Numbers_of_people_are_read_in_one_place() =>
        Assert.Empty(
            House
                .Sources("src")
                .Where(file => !ReadNumbersThemselves.Keys.Any(place => file.StartsWith(place, StringComparison.Ordinal)))
                .SelectMany(file => ParsesNumbers().Matches(House.Read(file)).Select(match => $"{file}: {match.Value}"))
        );

    [Fact]
    public void Files_of_people_are_opened_in_one_place() =>
        Assert.Empty(
            House
                .Sources("src")
                .Where(file => !OpenFilesThemselves.Keys.Any(place => file.StartsWith(place, StringComparison.Ordinal)))
                .SelectMany(file => OpensFiles().Matches(House.Read(file)).Select(match => $"{file}: {match.Value}"))
        );

    [Fact]
    public void The_exceptions_are_still_needed() =>
        Assert.Empty(
            OpenFilesThemselves.Keys.Where(place =>
                !House
                    .Sources("src")
                    .Any(file => file.StartsWith(place, StringComparison.Ordinal) && OpensFiles().IsMatch(House.Read(file)))
            )
        );

    [GeneratedRegex(@"HtmlEncode|HtmlEncoder|SecurityElement|""(&lt;|&amp;|\\\\u003c)""")]
    private static partial Regex Escapes();

    // What pages take as markup: figures, typeset text, the program's own files, and data in a script.
    [GeneratedRegex(
        @"\(MarkupString\)(?!\(?((PageParts|PlayerData)\.Read|GlossaryOf\.Place\b|Palette\.Css|_living\b|_marks\b|[\w.]+\.Svg\())"
    )]
    private static partial Regex TakesMarkup();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [Fact]
    public void Text_becomes_markup_in_one_place()
    {
        var places = House.Sources("src").Where(file => Escapes().IsMatch(Comment().Replace(House.Read(file), ""))).ToArray();
        Assert.Equal(
            ["src/PlasticityLab.Figures/Drawing/MarkupText.cs", "src/PlasticityLab.Reproductions/ReproductionPage.cs"],
            places.Order()
        );
        Assert.Empty(
            Directory
                .EnumerateFiles(Path.Combine(House.Root, "src"), "*.razor", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
                .SelectMany(file => TakesMarkup().Matches(File.ReadAllText(file)).Select(match => $"{file}: {match.Value}"))
        );
    }
}
