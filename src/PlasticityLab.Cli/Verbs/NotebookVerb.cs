using System.CommandLine;
using PlasticityLab.Reports;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Notebooks of a study.</summary>
internal sealed class NotebookVerb : IVerb
{
    public Command Build()
    {
        var study = new Argument<string>("study") { Description = "The study's folder, as printed by \"study run\"" };
        var json = Terminal.Json();
        var command = new Command(
            "notebook",
            "Write notebooks that load a study's tables and redraw its main figures: notebook.ipynb (NumPy, Matplotlib) and notebook.cs (dotnet run notebook.cs).\n\nExamples:\n  plasticity notebook runs/first-look-0123abcd\n  plasticity notebook runs/rules-compared-4567cdef --json"
        )
        {
            study,
            json,
        };
        command.SetAction(
            async (result, cancellation) =>
            {
                var paths = await NotebookWriter.WriteAsync(result.GetValue(study)!, cancellation);
                if (result.GetValue(json))
                {
                    Terminal.PrintJson(new { notebooks = paths });
                }
                else
                {
                    Console.Out.WriteLine(string.Join(Environment.NewLine, paths));
                }

                return Terminal.Done;
            }
        );
        return command;
    }
}
