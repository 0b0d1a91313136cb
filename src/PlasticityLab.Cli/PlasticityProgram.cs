namespace PlasticityLab.Cli;

/// <summary>The command line for a program of one's own: every verb, and whatever the program adds to the catalogues.</summary>
/// <remarks>
/// <code>return await PlasticityLab.Cli.PlasticityProgram.RunAsync(args);</code>
/// is such a program. Its own classes are found by themselves; a further library is registered before with <see cref="Catalog.Use"/>.
/// </remarks>
public static class PlasticityProgram
{
    /// <summary>Runs one command.</summary>
    /// <param name="arguments">The words after <c>plasticity</c>.</param>
    /// <returns>The exit code: 0 done, 1 the answer is no, 2 bad input, 3 numbers that failed, 130 cancelled.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments) => CommandLine.RunAsync(arguments);
}
