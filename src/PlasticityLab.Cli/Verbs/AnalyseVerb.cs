using System.CommandLine;
using PlasticityLab.Cli.Analyse;
using PlasticityLab.Cli.Memory;

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
        foreach (var subject in SubVerbs.Of<IAnalyseVerb>(verb => verb.Build()))
        {
            command.Subcommands.Add(subject);
        }

        return command;
    }
}
