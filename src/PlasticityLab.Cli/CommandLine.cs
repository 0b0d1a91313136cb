using System.CommandLine;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli;

/// <summary>The whole command line: its verbs, and what each way of ending says and returns.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <param name="arguments">The words after <c>plasticity</c>.</param>
    /// <returns>The exit code: see <see cref="Terminal"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        try
        {
            var parsed = CommandTree.Build().Parse(arguments);
            UserError.ThrowIfAny(Mistakes.Of(parsed));
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UserError error)
        {
            return Problem(error.Message, Terminal.BadInput);
        }
        catch (OperationCanceledException)
        {
            return Problem("Cancelled. Finished runs are kept; the same command goes on from here.", Terminal.Cancelled);
        }
        catch (UnauthorizedAccessException error)
        {
            return Problem($"{error.Message} Choose a folder that you may write to (most verbs: --out FOLDER).", Terminal.SaysNo);
        }
        catch (IOException error)
        {
            return Problem(error.Message, Terminal.SaysNo);
        }

        // People read the error output; a program that asked for JSON gets the list as JSON too.
        int Problem(string message, int code)
        {
            Console.Error.WriteLine(message);
            if (arguments.Contains("--json"))
            {
                Terminal.PrintJson(new { Ok = false, Problems = message.Split(Environment.NewLine) });
            }

            return code;
        }
    }
}
