using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.FrontDoor;

/// <summary>Reads the numbers of every option and argument in one way (<see cref="Quantity"/>) and within bounds that mean something.
/// The library's own conversion takes "1,5" for 15.</summary>
internal static class NumberOptions
{
    // Bounds by option, or by "verb option" where a verb has its own.
    private static readonly Dictionary<string, (double Least, double Most)> Bounds = new(StringComparer.Ordinal)
    {
        ["--basin-grid"] = (2, 2001),
        ["--beat"] = (1e-3, 1e4),
        ["--cue"] = (1, 100_000),
        ["--cycle-starts"] = (0, 100_000),
        ["--cycle-time"] = (1e-9, 1e9),
        ["--delay"] = (1e-3, 1000),
        ["--delays"] = (1, 1000),
        ["--dreams"] = (0, 100_000),
        ["--duration"] = (0, 1e9),
        ["--every"] = (1e-3, 1e9),
        ["apply --every"] = (1, 1e9),
        ["--factors"] = (1, 100),
        ["--fatigue"] = (0, 1000),
        ["--first"] = (0, 100_000),
        ["--flow"] = (2, 1001),
        ["--from"] = (0, 100_000),
        ["--grid"] = (2, 2001),
        ["--lags"] = (3, 10_000),
        ["--length"] = (2, 100_000),
        ["--levels"] = (1, 127),
        ["--lyapunov-starts"] = (1, 10_000),
        ["--lyapunov-time"] = (1e-9, 1e9),
        ["--memory"] = (1e-3, 1e4),
        ["--minutes"] = (5, 100_000),
        ["--neurons"] = (1, 16_384),
        ["--notes"] = (2, 100_000),
        ["--open"] = (1e-6, 1),
        ["--port"] = (0, 65_535),
        ["--rank"] = (1, 24),
        ["--repeat"] = (0, 0.999),
        ["--rounds"] = (1, 1000),
        ["--rules"] = (2, 100_000),
        ["--sample"] = (1, 10_000_000),
        ["--samples"] = (0, 10_000_000),
        ["--scale"] = (1e-3, 1000),
        ["--seconds"] = (1e-3, 86_400),
        ["--seed"] = (0, ulong.MaxValue),
        ["--seeds"] = (1, 10_000),
        ["--smoothing"] = (0, 1e9),
        ["--snapshots"] = (2, 10_000),
        ["--spacing"] = (1e-9, 1e9),
        ["--starts"] = (0, 1_000_000),
        ["--stop-after"] = (1, 1e7),
        ["--synapses"] = (0, 100_000_000),
        ["--tasks"] = (1, 100_000),
        ["--tempo"] = (1, 1000),
        ["--threads"] = (1, 1024),
        ["--threshold"] = (0, double.MaxValue),
        ["--tuning"] = (0, 100_000),
        ["--wait"] = (0.1, 1e6),
        ["--winners"] = (1, 16_384),
        ["--wrong"] = (0, 100_000),
    };

    /// <summary>Gives every option and argument that takes a number its reader.</summary>
    public static void Give(Command command)
    {
        foreach (var option in command.Options)
        {
            if (IsNumber(option.ValueType))
            {
                var (least, most) = Bounds.GetValueOrDefault($"{command.Name} {option.Name}", Bounds.GetValueOrDefault(option.Name));
                switch (option)
                {
                    case Option<double> real:
                        real.CustomParser = result => Real(result, option.Name, least, most) ?? 0;
                        break;
                    case Option<double?> real:
                        real.CustomParser = result => Real(result, option.Name, least, most);
                        break;
                    case Option<int> whole:
                        whole.CustomParser = result => Whole(result, option.Name, least, most) ?? 0;
                        break;
                    case Option<int?> whole:
                        whole.CustomParser = result => Whole(result, option.Name, least, most);
                        break;
                    case Option<ulong> seed:
                        seed.CustomParser = result => Seed(result, option.Name);
                        break;
                }
            }
        }

        foreach (var below in command.Subcommands)
        {
            Give(below);
        }
    }

    /// <summary>Options that take a number and have no bounds, or a type that is not read here: there must be none.</summary>
    public static IEnumerable<string> Unbounded(Command command) =>
        command
            .Options.Where(option => IsNumber(option.ValueType))
            .Where(option =>
                !(Bounds.ContainsKey(option.Name) || Bounds.ContainsKey($"{command.Name} {option.Name}"))
                || option is not (Option<double> or Option<double?> or Option<int> or Option<int?> or Option<ulong>)
            )
            .Select(option => $"{command.Name} {option.Name}")
            .Concat(command.Arguments.Where(argument => IsNumber(argument.ValueType)).Select(argument => $"{command.Name} {argument.Name}"))
            .Concat(command.Subcommands.SelectMany(Unbounded));

    private static bool IsNumber(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? (type.IsArray ? type.GetElementType()! : type)) is { IsPrimitive: true } bare
        && bare != typeof(bool)
        && bare != typeof(char);

    private static double? Real(ArgumentResult result, string name, double least, double most)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;
        if (!Quantity.TryNumber(text, out var value, out var problem))
        {
            result.AddError($"{name} {problem}");
            return null;
        }

        if (value < least || value > most)
        {
            result.AddError($"{name} must lie in {least:R} .. {(most == double.MaxValue ? "any number" : $"{most:R}")}, but is {value:R}.");
        }

        return value;
    }

    private static int? Whole(ArgumentResult result, string name, double least, double most)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;
        if (!Quantity.TryWhole(text, out var value, out var problem))
        {
            result.AddError($"{name} {problem}");
            return null;
        }

        if (value < least || value > most)
        {
            result.AddError($"{name} must lie in {least:R} .. {most:R}, but is {value}.");
        }

        return value;
    }

    // A seed uses all 64 bits, more than a number in double precision holds.
    private static ulong Seed(ArgumentResult result, string name)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            return seed;
        }

        result.AddError($"{name} must be a whole number in 0 .. {ulong.MaxValue}, but is \"{text}\".");
        return 0;
    }
}
