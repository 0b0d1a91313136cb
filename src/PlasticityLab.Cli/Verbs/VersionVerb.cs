using System.CommandLine;
using System.Reflection;

namespace PlasticityLab.Cli.Verbs;

/// <summary>The version, as <c>--version</c> says it.</summary>
internal sealed class VersionVerb : IVerb
{
    public Command Build()
    {
        var json = Terminal.Json();
        var command = new Command("version", "Show the version.\n\nExamples:\n  plasticity version\n  plasticity version --json") { json };
        command.SetAction(result =>
        {
            var version = typeof(VersionVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            if (result.GetValue(json))
            {
                Terminal.PrintJson(new { Version = version });
            }
            else
            {
                Console.Out.WriteLine(version);
            }

            return Terminal.Done;
        });
        return command;
    }
}
