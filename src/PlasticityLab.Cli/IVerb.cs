using System.CommandLine;

namespace PlasticityLab.Cli;

/// <summary>One verb of the command line. A verb is one file in Verbs/, found by scan.</summary>
internal interface IVerb
{
    /// <summary>The command with its options and its action.</summary>
    Command Build();
}
