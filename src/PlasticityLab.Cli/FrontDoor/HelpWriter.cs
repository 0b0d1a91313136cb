using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;

namespace PlasticityLab.Cli.FrontDoor;

/// <summary>Help of a verb: what it does, how it is written, its parts, examples. The list of verbs shows each in one line.</summary>
internal sealed class HelpWriter : SynchronousCommandLineAction
{
    private const string ExamplesMark = "\n\nExamples:\n";

    public override int Invoke(ParseResult parseResult)
    {
        Console.Out.Write(Text(parseResult.CommandResult.Command, Width()));
        return Terminal.Done;
    }

    /// <summary>The help of a command as text of at most so many columns.</summary>
    public static string Text(Command command, int width = 100)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var (about, examples) = Parts(command);
        foreach (var line in about.Split('\n').SelectMany(paragraph => Terminal.Wrap(paragraph, width)))
        {
            text.WriteLine(line);
        }

        var (verbs, arguments) = (command.Subcommands.Where(c => !c.Hidden).ToArray(), command.Arguments.Where(a => !a.Hidden).ToArray());
        Option[] options = [.. Options(command).Where(o => !o.Hidden)];
        text.WriteLine();
        text.WriteLine("Usage:");
        text.WriteLine(
            $"  {Path(command)}{(verbs.Length > 0 ? " VERB" : "")}{string.Concat(arguments.Select(Usage))}{(options.Length > 0 ? " [options]" : "")}"
        );
        Section(text, width, "Verbs", [.. verbs.Select(v => (v.Name, Parts(v).About.Split('\n')[0]))]);
        Section(text, width, "Arguments", [.. arguments.Select(a => (ValueNames.Of(a), a.Description ?? ""))]);
        Section(text, width, "Options", [.. options.Select(o => (Label(o), (o.Description ?? "") + Default(o)))]);
        if (examples.Length > 0)
        {
            text.WriteLine();
            text.WriteLine("Examples:");
            text.WriteLine(examples);
        }
        else if (verbs.Length > 0)
        {
            text.WriteLine();
            text.WriteLine($"Examples and options of a verb: {Path(command)} VERB --help");
        }

        return text.ToString();
    }

    private static (string About, string Examples) Parts(Command command)
    {
        var parts = (command.Description ?? "").Split(ExamplesMark, 2);
        return (parts[0], parts.Length > 1 ? parts[1].TrimEnd() : "");
    }

    // The options of the command itself, then those that hold below a parent (help, version).
    private static IEnumerable<Option> Options(Command command) =>
        command
            .Options.OrderBy(o => o is HelpOption or VersionOption)
            .Concat(Above(command).SelectMany(c => c.Options.Where(o => o.Recursive)));

    private static IEnumerable<Command> Above(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? [parent, .. Above(parent)] : [];

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : "plasticity";

    private static string Usage(Argument argument)
    {
        var name = ValueNames.Of(argument) + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $" [{name}]" : $" {name}";
    }

    private static string Label(Option option)
    {
        var names = string.Join(
            ", ",
            option.Aliases.Prepend(option.Name).Where(name => name is not ("/?" or "-?" or "/h")).OrderBy(name => name.Length).Distinct()
        );
        return option.HelpName is { } value ? $"{names} {value}" : names;
    }

    private static string Default(Option option)
    {
        if (!option.HasDefaultValue || option is HelpOption or VersionOption || option.ValueType == typeof(bool))
        {
            return "";
        }

        var value = Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture);
        return value is { Length: > 0 } && !value.StartsWith("System.", StringComparison.Ordinal) ? $" [default: {value}]" : "";
    }

    private static void Section(StringWriter text, int width, string title, (string Name, string About)[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        text.WriteLine();
        text.WriteLine($"{title}:");
        var indent = Math.Min(rows.Max(row => row.Name.Length), 28) + 4;
        foreach (var (name, about) in rows)
        {
            var lines = Terminal.Wrap(about, Math.Max(24, width - indent));
            if (name.Length + 3 > indent)
            {
                text.WriteLine($"  {name}");
            }
            else
            {
                text.WriteLine($"{("  " + name).PadRight(indent)}{lines[0]}".TrimEnd());
                lines = [.. lines.Skip(1)];
            }

            foreach (var line in lines)
            {
                text.WriteLine(new string(' ', indent) + line);
            }
        }
    }

    private static int Width() => Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth - 1, 60, 120);
}
