using System.Text.RegularExpressions;

namespace PlasticityLab.Tests.Architecture;

public partial class FileTests
{
    // Twins that are read together and are named by what they have in common.
    private static readonly string[] NamedByTheirTheme = ["src/PlasticityLab.Models/LearningRules/Signals.cs"];

    [GeneratedRegex(
        @"^(?:public|internal)\s+(?:(?:static|sealed|abstract|partial|readonly|unsafe|ref)\s+)*(class|record struct|record class|record|struct|interface|enum|delegate\s+[\w<>\[\],\s]+?)\s+(\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex FileNamespace();

    [Fact]
    public void A_file_with_public_types_holds_one_of_its_own_name()
    {
        var wrong =
            from file in House.Sources("src")
            where !NamedByTheirTheme.Contains(file) && !file.EndsWith("/Program.cs", StringComparison.Ordinal)
            let names = TopLevelType()
                .Matches(House.Read(file))
                .Where(match => match.Value.StartsWith("public", StringComparison.Ordinal))
                .Select(match => match.Groups[2].Value)
                .ToArray()
            let name = Path.GetFileName(file).Split('.', '{')[0]
            where names.Length > 0 && !names.Contains(name) && !names.Any(type => IsPartOf(file, type, name))
            select $"{file} holds {string.Join(", ", names)}";
        Assert.Empty(wrong);
    }

    // A further part of a partial type is named by the type and what the part adds: AxesDrawing holds the drawing of Axes.
    private static bool IsPartOf(string file, string type, string name) =>
        name.StartsWith(type, StringComparison.Ordinal) && House.Read(file).Contains($"partial class {type}", StringComparison.Ordinal);

    [Fact]
    public void A_file_holds_at_most_one_public_class()
    {
        // An interface may stand with the small records and enums of its signatures; two classes with behaviour want two files.
        var wrong =
            from file in House.Sources("src")
            let classes = TopLevelType()
                .Matches(House.Read(file))
                .Where(match => match.Value.StartsWith("public", StringComparison.Ordinal) && match.Groups[1].Value == "class")
                .ToArray()
            where classes.Length > 1
            select $"{file} holds {string.Join(", ", classes.Select(match => match.Groups[2].Value))}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void A_namespace_says_the_folder()
    {
        var wrong =
            from file in House.Sources("src")
            let stated = FileNamespace().Match(House.Read(file))
            where stated.Success
            let folder = Path.GetDirectoryName(file)!.Replace('\\', '/')["src/".Length..].Replace('/', '.')
            where stated.Groups[1].Value != folder
            select $"{file} says {stated.Groups[1].Value}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_file_is_longer_than_520_lines()
    {
        var wrong =
            from file in House.Sources("src").Concat(House.Sources("tests"))
            let lines = File.ReadLines(Path.Combine(House.Root, file)).Count()
            where lines > 520
            select $"{file} has {lines} lines";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Rules_stay_under_95_lines()
    {
        // What is one equation should be read at a glance; TripletSet is a table of published values, no rule, and the general
        // rule has a name for each of its coefficients.
        var wrong =
            from file in House.Sources("src/PlasticityLab.Models/LearningRules")
            let lines = File.ReadLines(Path.Combine(House.Root, file)).Count()
            where lines > 95 && Path.GetFileName(file) is not ("TripletSet.cs" or "BilinearRule.cs")
            select $"{file} has {lines} lines";
        Assert.Empty(wrong);
    }

    [Fact]
    public void There_are_no_regions_and_no_licence_headers() =>
        Assert.Empty(
            House
                .Sources("src")
                .Where(file =>
                    House.Read(file) is var text
                    && (text.Contains("#region", StringComparison.Ordinal) || text.StartsWith("// Copyright", StringComparison.Ordinal))
                )
        );

    [GeneratedRegex(@"\bdefault\(\s*(\w+)\s*\)")]
    private static partial Regex DefaultOf();

    [Fact]
    public void Nobody_makes_a_rule_with_default_because_that_sets_every_parameter_to_0()
    {
        var rules = House
            .Types.Where(type =>
                type.IsValueType && type.GetInterfaces().Any(x => x.Name.StartsWith("ILearningRule", StringComparison.Ordinal))
            )
            .Select(type => type.Name)
            .Append("TRule")
            .ToHashSet();
        var wrong = House
            .Sources("src")
            .SelectMany(file =>
                DefaultOf()
                    .Matches(House.Read(file))
                    .Where(match => rules.Contains(match.Groups[1].Value))
                    .Select(match => $"{file}: {match.Value}")
            );
        Assert.Empty(wrong);
    }
}
