using System.CommandLine;
using PlasticityLab.Cli;
using PlasticityLab.Numerics;

var root = new RootCommand("PlasticityLab: how do local learning rules shape a recurrent network's synapses, its dynamics and its memory?");
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

try
{
    var parsed = root.Parse(args);
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
