using System.CommandLine;
using System.CommandLine.Parsing;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.FrontDoor;

/// <summary>What is wrong with a command line, in sentences that say what was meant.</summary>
internal static class Mistakes
{
    /// <summary>Every mistake of a command line, then where to read on; nothing when it can run.</summary>
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var strays = HandedOn.Strays(parsed).Any();
        // The library makes no errors of strays where words are handed on. Who asks for help has not written the rest yet.
        var wrong = parsed.Errors.Count > 0 || (strays && HandedOn.IsAllowed(parsed));
        if (!wrong || (parsed.Action is HelpWriter && !strays))
        {
            return [];
        }

        var path = Path(parsed.CommandResult);
        string[] sentences = [.. Unknown(parsed, path)];
        if (sentences.Length == 0)
        {
            sentences = [.. parsed.Errors.Select(error => Sentence(error, parsed.CommandResult.Command, path)).Distinct()];
        }

        return [.. sentences, $"See: {path} --help"];
    }

    private static IEnumerable<string> Unknown(ParseResult parsed, string path)
    {
        var command = parsed.CommandResult.Command;
        var verbs = command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToArray();
        var afterOption = false;
        foreach (var token in HandedOn.Strays(parsed))
        {
            if (token.StartsWith('-') && token.Length > 1 && !char.IsDigit(token[1]))
            {
                var name = token.Split('=', ':')[0];
                var known = Options(parsed.CommandResult).SelectMany(o => o.Aliases.Prepend(o.Name)).Where(o => o.StartsWith("--"));
                yield return Names.Nearest(name, known) is { } near
                    ? $"{path} has no option {name}. Did you mean {near}?"
                    : $"{path} has no option {name}.";
                afterOption = token == name;
            }
            else if (verbs.Length > 0)
            {
                var noun = parsed.CommandResult.Parent is null ? "verb" : "subject";
                yield return $"{path} has no {noun} \"{token}\". {Names.Known(token, verbs)}";
                yield break;
            }
            else if (!afterOption)
            {
                yield return $"{path} has no use for \"{token}\"; a value with spaces needs quotes.";
            }
            else
            {
                afterOption = false;
            }
        }
    }

    private static string Sentence(ParseError error, Command command, string path)
    {
        var option = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
        if (option is not null && error.Message.Contains(option.Option.Name, StringComparison.Ordinal))
        {
            return Value(option.Option.Name, option.Option.ValueType, option.Tokens) ?? error.Message;
        }

        if (error.SymbolResult is ArgumentResult argument)
        {
            return argument.Tokens.Count == 0
                ? $"{path} needs {ValueNames.Of(argument.Argument)}: {Lower(argument.Argument.Description)}."
                : Value(ValueNames.Of(argument.Argument), argument.Argument.ValueType, argument.Tokens) ?? error.Message;
        }

        var missing = command.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > 0);
        return command.Subcommands.Count > 0 && command.Action is null
                ? $"{path} needs one of: {string.Join(", ", command.Subcommands.Select(c => c.Name))}."
            : missing is not null && error.SymbolResult is CommandResult
                ? $"{path} needs {ValueNames.Of(missing)}: {Lower(missing.Description)}."
            : error.Message;
    }

    private static string? Value(string name, Type type, IReadOnlyList<Token> tokens)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? (type.IsArray ? type.GetElementType()! : type);
        if (tokens.Count == 0)
        {
            return $"{name} needs a value.";
        }

        // The sentences for numbers come from their reader (NumberOptions).
        return bare == typeof(bool) ? $"{name} must be given without a value, or with true or false, but is \"{tokens[^1].Value}\"." : null;
    }

    private static IEnumerable<Option> Options(CommandResult result)
    {
        for (SymbolResult? at = result; at is not null; at = at.Parent)
        {
            if (at is CommandResult command)
            {
                foreach (var option in command.Command.Options.Where(o => command == result || o.Recursive))
                {
                    yield return option;
                }
            }
        }
    }

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "plasticity";

    private static string Lower(string? text) =>
        text is { Length: > 1 } && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.') : text ?? "";
}
