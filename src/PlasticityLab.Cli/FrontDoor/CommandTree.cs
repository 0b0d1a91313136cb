using System.CommandLine;
using System.CommandLine.Help;

namespace PlasticityLab.Cli.FrontDoor;

/// <summary>The whole command line: every verb found by scan, with one help and one greeting.</summary>
internal static class CommandTree
{
    public const string Question =
        "PlasticityLab: how do local learning rules shape a recurrent network's synapses, its dynamics and its memory?";

    /// <summary>The root command with all verbs.</summary>
    public static RootCommand Build()
    {
        var root = new RootCommand(Question);
        foreach (var verb in Verbs())
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

    private static IEnumerable<Command> Verbs() =>
        Catalog.Make<IVerb>().Select(verb => verb.Build()).OrderBy(command => command.Name, StringComparer.Ordinal);
}
