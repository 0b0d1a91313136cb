using System.CommandLine;
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
            var parsed = Root().Parse(arguments);
            if (parsed.Errors.Count > 0)
            {
                foreach (var error in parsed.Errors)
                {
                    Console.Error.WriteLine(error.Message);
                }

                Console.Error.WriteLine("See: plasticity --help");
                return Terminal.BadInput;
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UserError error)
        {
            Console.Error.WriteLine(error.Message);
            return Terminal.BadInput;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Cancelled. Finished runs are kept; the same command goes on from here.");
            return Terminal.Cancelled;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return Terminal.SaysNo;
        }
    }

    /// <summary>The command with every verb, found by scan.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand(
            "PlasticityLab: how do local learning rules shape a recurrent network's synapses, its dynamics and its memory?"
        );
        foreach (
            var verb in typeof(IVerb)
                .Assembly.GetTypes()
                .Where(type => type is { IsAbstract: false, IsInterface: false } && typeof(IVerb).IsAssignableFrom(type))
                .Select(type => ((IVerb)Activator.CreateInstance(type)!).Build())
                .OrderBy(command => command.Name, StringComparer.Ordinal)
        )
        {
            root.Subcommands.Add(verb);
        }

        return root;
    }
}
