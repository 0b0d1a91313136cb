using System.CommandLine;
using PlasticityLab.Cli.Memory;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Work with single tunes; each subject is a class in Memory/ implementing <see cref="ITuneVerb"/>.</summary>
internal sealed class TuneVerb : IVerb
{
    public Command Build()
    {
        var command = new Command(
            "tune",
            "Teach a network tunes and let it play.\n\nExamples:\n  plasticity tune learn frere-jacques --rule stdp --play out.mid --wav out.wav\n  plasticity tune convert song.abc song.mid"
        );
        foreach (var subject in SubVerbs.Of<ITuneVerb>(verb => verb.Build()))
        {
            command.Subcommands.Add(subject);
        }

        return command;
    }
}
