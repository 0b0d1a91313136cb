using System.CommandLine;
using System.Reflection;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli;

/// <summary>The whole command line: its verbs, and what each way of ending says and returns.</summary>
internal static class CommandLine
{
    /// <summary>What is said when a run was stopped.</summary>
    public const string CancelledSentence = "Cancelled. What a study has finished is kept; the same command goes on from there.";

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">The words after <c>plasticity</c>.</param>
    /// <returns>The exit code: see <see cref="Terminal"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (LastWords.TooFewFiles() is { } tooFew)
        {
            return Problem(tooFew, Terminal.SaysNo, arguments);
        }

        using var lastWords = new LastWords();
        using var interruption = new Interruption();
        try
        {
            var parsed = CommandTree.Build(arguments.FirstOrDefault()).Parse(arguments);
            UserError.ThrowIfAny(Mistakes.Of(parsed));
            // Signals are taken here (Interruption): the library's own handler crashes at the second one.
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                interruption.Token
            );
        }
        catch (Exception error) when (lastWords.NoFilesLeft(Cause(error)))
        {
            return Problem(LastWords.Sentence, Terminal.SaysNo, arguments);
        }
        catch (Exception error) when (Ending(Cause(error)) is { } ending)
        {
            return Problem(ending.Message, ending.Code, arguments);
        }
    }

    // Threads and reflection wrap what happened; what a person did is inside.
    private static Exception Cause(Exception error) =>
        error switch
        {
            AggregateException { InnerExceptions: { Count: > 0 } inner } => Cause(inner.FirstOrDefault(e => e is UserError) ?? inner[0]),
            TargetInvocationException { InnerException: { } inner } => Cause(inner),
            TypeInitializationException { InnerException: { } inner } => Cause(inner),
            _ => error,
        };

    // Null: a defect of the program, which is not hidden.
    private static (string Message, int Code)? Ending(Exception error) =>
        error switch
        {
            UserError => (error.Message, Terminal.BadInput),
            OperationCanceledException => (CancelledSentence, Terminal.Cancelled),
            StandardOutput.Closed => (error.Message, Terminal.SaysNo),
            UnauthorizedAccessException => (
                $"{error.Message} Choose a folder that you may write to (most verbs: --out FOLDER).",
                Terminal.BadInput
            ),
            FileNotFoundException or DirectoryNotFoundException or PathTooLongException => (error.Message, Terminal.BadInput),
            IOException when IsOfFullDisk(error) => (
                $"The disk is full: {error.Message}. Make room and give the same command again; what is finished of a study is kept.",
                Terminal.SaysNo
            ),
            IOException => (error.Message, Terminal.SaysNo),
            OutOfMemoryException => (
                "This needs more memory than the machine gives; make the network or the task smaller.",
                Terminal.BadInput
            ),
            _ => null,
        };

    // ENOSPC, EDQUOT (a person's share of it), ERROR_DISK_FULL.
    private static bool IsOfFullDisk(Exception error) => error.HResult is 28 or 122 or unchecked((int)0x80070070);

    // People read the error output; a program that asked for JSON gets the list as JSON too.
    private static int Problem(string message, int code, IReadOnlyList<string> arguments)
    {
        try
        {
            Console.Error.WriteLine(message);
            if (arguments.Contains("--json"))
            {
                Terminal.PrintJson(new { Ok = false, Problems = message.Split(Environment.NewLine) });
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nobody can be told; the code says it.
        }

        return code;
    }
}
