using System.CommandLine;
using System.CommandLine.Help;

namespace PlasticityLab.Cli.FrontDoor;

/// <summary>What help calls the value of an option or an argument: FILE, FOLDER, SECONDS rather than the option's own name again.</summary>
internal static class ValueNames
{
    private static readonly Dictionary<string, string> ByName = new(StringComparer.Ordinal)
    {
        ["--activity"] = "A B",
        ["--basin-labels"] = "FILE",
        ["--beat"] = "SECONDS",
        ["--bifurcations"] = "PARAMETER",
        ["--condition"] = "CONDITION",
        ["--delay"] = "MS",
        ["--dreams"] = "SECONDS",
        ["--every"] = "MS",
        ["--figure"] = "FILE",
        ["--figures"] = "FOLDER",
        ["--folder"] = "FOLDER",
        ["--model"] = "KIND",
        ["--neurons"] = "NUMBERS",
        ["--notes"] = "FILE",
        ["--on"] = "WHERE",
        ["--open"] = "NAME",
        ["--out"] = "FOLDER",
        ["--play"] = "FILE",
        ["--precision"] = "single|double",
        ["--range"] = "FROM:TO",
        ["--recording"] = "FILE",
        ["--reduce"] = "HOW",
        ["--rule"] = "RULE",
        ["--rules"] = "RULES",
        ["--seconds"] = "SECONDS",
        ["--set"] = "NAME=VALUE",
        ["--sizes"] = "NUMBERS",
        ["--stop-after"] = "SECONDS",
        ["--to"] = "FORMAT",
        ["--trajectory"] = "STATE",
        ["--wait"] = "SECONDS",
        ["--wav"] = "FILE",
        ["--width"] = "LENGTH",
        ["--window"] = "RANGE",
    };

    /// <summary>Names the values of every option below a command that has no name yet.</summary>
    public static void Give(Command command)
    {
        foreach (var option in command.Options.Where(option => option.HelpName is null && TakesValue(option)))
        {
            option.HelpName = ByName.GetValueOrDefault(option.Name) ?? ByType(option.ValueType);
        }

        foreach (var sub in command.Subcommands)
        {
            Give(sub);
        }
    }

    private static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option is not (HelpOption or VersionOption);

    /// <summary>An argument's name in help: capitals.</summary>
    public static string Of(Argument argument) => (argument.HelpName ?? argument.Name).ToUpperInvariant();

    private static string ByType(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare == typeof(int) || bare == typeof(long) || bare == typeof(ulong) || bare == typeof(uint) || bare == typeof(double)
                ? "NUMBER"
            : bare.IsArray ? "VALUES"
            : "TEXT";
    }
}
