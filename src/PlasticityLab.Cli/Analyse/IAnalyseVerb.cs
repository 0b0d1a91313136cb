using System.CommandLine;

namespace PlasticityLab.Cli.Analyse;

/// <summary>One subject of <c>plasticity analyse</c>, as in <c>analyse dynamics</c>. A subject is one class anywhere in this assembly,
/// found by scan.</summary>
internal interface IAnalyseVerb
{
    /// <summary>The command with its options and its action.</summary>
    Command Build();
}
