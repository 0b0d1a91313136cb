using System.Text;
using PlasticityLab.Cli;

namespace PlasticityLab.Tests.Cases;

/// <summary>The command line inside this process: what it prints and returns.</summary>
/// <remarks>
/// Output and the working folder belong to the process, so tests that use it stand in the collection <see cref="Alone"/>.
/// </remarks>
internal static class Plasticity
{
    /// <summary>What a command did.</summary>
    /// <param name="Exit">The exit code; <see langword="null"/> when it crashed.</param>
    /// <param name="Out">Standard output.</param>
    /// <param name="Error">Standard error.</param>
    /// <param name="Crash">The exception that nobody caught.</param>
    internal sealed record Outcome(int? Exit, string Out, string Error, Exception? Crash)
    {
        public string Text => Out + Error;

        public override string ToString() => Crash is null ? $"exit code {Exit}\n{Text}" : $"crash: {Crash}\n{Text}";
    }

    /// <summary>Runs a command with a folder as the working folder.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">The words after <c>plasticity</c>.</param>
    /// <param name="limit">How long it may take before that is a hang.</param>
    public static async Task<Outcome> Run(string folder, IReadOnlyList<string> arguments, TimeSpan limit)
    {
        var (writer, errors) = (new StringWriter(new StringBuilder()), new StringWriter(new StringBuilder()));
        var (home, standard, error) = (Environment.CurrentDirectory, Console.Out, Console.Error);
        Console.SetOut(TextWriter.Synchronized(writer));
        Console.SetError(TextWriter.Synchronized(errors));
        Environment.CurrentDirectory = folder;
        try
        {
            var exit = await Task.Run(() => CommandLine.RunAsync(arguments)).WaitAsync(limit);
            return new Outcome(exit, writer.ToString(), errors.ToString(), null);
        }
        catch (Exception crash)
        {
            return new Outcome(null, writer.ToString(), errors.ToString(), crash);
        }
        finally
        {
            Environment.CurrentDirectory = home;
            Console.SetOut(standard);
            Console.SetError(error);
        }
    }
}

/// <summary>Tests that change what belongs to the whole process (output, working folder): none of them runs beside another.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
