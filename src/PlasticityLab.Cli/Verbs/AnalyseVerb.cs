using System.CommandLine;
using PlasticityLab.Cli.Analyse;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Analyses a system, a network or a stored run; each subject is a verb of its own.</summary>
internal sealed class AnalyseVerb : IVerb
{
    public Command Build()
    {
        var command = new Command(
            "analyse",
            "Analyse a system, a network or a stored run.\n\nExamples:\n  plasticity analyse dynamics network.json --set g=1.5\n  plasticity analyse dynamics W.npz --model tanh_rate --equilibria --json out.json"
        );
        foreach (
            var subject in typeof(IAnalyseVerb)
                .Assembly.GetTypes()
                .Where(type => type is { IsAbstract: false, IsInterface: false } && typeof(IAnalyseVerb).IsAssignableFrom(type))
                .Select(type => ((IAnalyseVerb)Activator.CreateInstance(type)!).Build())
                .OrderBy(subject => subject.Name, StringComparer.Ordinal)
        )
        {
            command.Subcommands.Add(subject);
        }

        return command;
    }
}
