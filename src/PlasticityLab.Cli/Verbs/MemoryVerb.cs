using System.CommandLine;
using PlasticityLab.Cli.Memory;

namespace PlasticityLab.Cli.Verbs;

/// <summary>How much, how long and without a teacher; each subject is a class in Memory/ implementing <see cref="IMemoryVerb"/>.</summary>
internal sealed class MemoryVerb : IVerb
{
    public Command Build()
    {
        var command = new Command(
            "memory",
            "How much a local rule can hold, for how long, and what forms without a teacher.\n\nExamples:\n  plasticity memory capacity --rules stdp,tah\n  plasticity memory self-organise --json"
        );
        foreach (var subject in SubVerbs.Of<IMemoryVerb>(verb => verb.Build()))
        {
            command.Subcommands.Add(subject);
        }

        return command;
    }
}
