using System.CommandLine;
using System.CommandLine.Help;

namespace PlasticityLab.Cli.FrontDoor;

/// <summary>The whole command line: every verb found by scan, with one help and one greeting.</summary>
internal static class CommandTree
{
    public const string Question =
        "PlasticityLab: how do local learning rules shape a recurrent network's synapses, its dynamics and its memory?";

    /// <summary>The root command with all verbs; or with the first word's alone, where that names one: to build all of them takes most of
    /// the start of a program that is asked for one.</summary>
    /// <param name="first">The first word of a command line; null: for all verbs.</param>
    public static RootCommand Build(string? first = null)
    {
        var root = new RootCommand(Question);
        foreach (var verb in Verbs(first))
        {
            root.Subcommands.Add(verb);
        }

        root.SetAction(_ =>
        {
            Console.Out.Write(Greeting.Text);
            return Terminal.Done;
        });
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWriter();
        }

        ValueNames.Give(root);
        NumberOptions.Give(root);
        return root;
    }

    private static IEnumerable<Command> Verbs(string? first)
    {
        var verbs = Catalog.Make<IVerb>();
        var one = verbs.Where(verb => NameOf(verb) == first).ToArray();
        return (one.Length > 0 ? one : verbs).Select(verb => verb.Build()).OrderBy(command => command.Name, StringComparer.Ordinal);
    }

    /// <summary>The name of a verb is that of its type: <c>CompareNetworksVerb</c> is <c>compare-networks</c>.</summary>
    public static string NameOf(IVerb verb) =>
        string.Concat(
            verb.GetType()
                .Name[..^"Verb".Length]
                .Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(c)}" : $"{c}")
        );
}
