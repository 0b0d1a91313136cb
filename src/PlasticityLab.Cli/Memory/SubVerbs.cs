using System.CommandLine;

namespace PlasticityLab.Cli.Memory;

/// <summary>One subject of <c>plasticity tune</c>.</summary>
internal interface ITuneVerb
{
    /// <summary>The command with its options and its action.</summary>
    Command Build();
}

/// <summary>One subject of <c>plasticity memory</c>.</summary>
internal interface IMemoryVerb
{
    /// <summary>The command with its options and its action.</summary>
    Command Build();
}

/// <summary>Subjects of a verb, found by scan.</summary>
internal static class SubVerbs
{
    public static IEnumerable<Command> Of<T>(Func<T, Command> build)
        where T : class => Catalog.Make<T>().Select(build).OrderBy(command => command.Name, StringComparer.Ordinal);
}
