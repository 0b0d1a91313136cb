using System.CommandLine;
using PlasticityLab.Cli.FrontDoor;

namespace PlasticityLab.Tests.Cli;

public class NumberOptionsTests
{
    [Fact]
    public void Every_number_of_the_command_line_has_bounds() => Assert.Empty(NumberOptions.Unbounded(CommandTree.Build()));

    public static TheoryData<string, string> Numbers =>
        [.. Below(CommandTree.Build(), "").SelectMany(pair => Wrong.Select(text => (pair, text)))];

    private static readonly string[] Wrong =
    [
        "1,5",
        "1.000,5",
        "1 5",
        "0x10",
        "nan",
        "-inf",
        "1e999",
        "",
        "١",
        "1e",
        "--",
        "99999999999999999999999",
    ];

    private static IEnumerable<string> Below(Command command, string path)
    {
        var name = $"{path} {command.Name}".Trim();
        return command
            .Options.Where(option =>
                (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) is { IsPrimitive: true } type && type != typeof(bool)
            )
            .Select(option => $"{name} {option.Name}")
            .Concat(command.Subcommands.SelectMany(sub => Below(sub, path.Length == 0 ? "." : name)));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void What_is_no_plain_number_is_refused(string option, string text)
    {
        var words = option
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SkipWhile(word => word is "." or "plasticity" || word.Contains("Tests"));
        var errors = CommandTree.Build().Parse([.. words, text]).Errors;
        Assert.NotEmpty(errors);
    }
}
