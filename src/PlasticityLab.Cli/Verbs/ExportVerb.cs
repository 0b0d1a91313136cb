using System.CommandLine;
using PlasticityLab.Exporters;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Exporting;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Cli.Verbs;

/// <summary>A study for other programs: its tables, its networks or its model.</summary>
internal sealed class ExportVerb : IVerb
{
    private static IReadOnlyList<IStudyExporter> Exporters
    {
        get
        {
            // Named here only: without this the compiler drops the assembly.
            Catalog.Use(typeof(ParquetExporter).Assembly);
            return StudyFormats.All;
        }
    }

    public Command Build()
    {
        var study = new Argument<string>("study") { Description = "The study's folder, as printed by \"study run\"" };
        var to = new Option<string>("--to")
        {
            Description = $"Format: {string.Join(", ", Exporters.Select(exporter => exporter.Card.Id))}",
            DefaultValueFactory = _ => "npz",
        };
        var output = new Option<string?>("--out") { Description = "Folder to write into (default: export/ in the study's folder)" };
        var json = Terminal.Json();
        var command = new Command(
            "export",
            $"Write a study for other programs: its tables, its networks or its model.\n\n{string.Join("\n", Exporters.Select(x => $"  {x.Card.Id}: {x.Card.Meaning}"))}\n\nExamples:\n  plasticity export runs/first-look-0123abcd --to npz\n  plasticity export runs/rules-compared-4567cdef --to parquet --out tables-for-r\n  plasticity export runs/spikes-89abcdef --to brian2"
        )
        {
            study,
            to,
            output,
            json,
        };
        command.SetAction(
            (result, cancellation) =>
                Run(result.GetValue(study)!, result.GetValue(to)!, result.GetValue(output), result.GetValue(json), cancellation)
        );
        return command;
    }

    private static async Task<int> Run(string folder, string format, string? output, bool json, CancellationToken cancellation)
    {
        var exporter =
            Exporters.FirstOrDefault(exporter => exporter.Card.Id == format)
            ?? throw new UserError(
                $"--to must be one of {string.Join(", ", Exporters.Select(exporter => exporter.Card.Id))}, but is \"{format}\"."
            );
        var study = StudyResults.Load(folder);
        output ??= Path.Combine(folder, "export");
        var target = OutputFile.MakeFolder(output);
        var export = await exporter.WriteAsync(target, study, cancellation);
        // Where something is refused, the problems are the one document of the output; what could be written is written all the same.
        if (json && export.Refused.Count == 0)
        {
            Terminal.PrintJson(export.Files.Select(file => new { path = file.Path, rows = file.Rows }));
        }
        else if (!json)
        {
            foreach (var file in export.Files)
            {
                // As the folder was given, like every other verb.
                Console.Out.WriteLine($"{Path.Combine(output, Path.GetRelativePath(target, file.Path))}  ({file.Holds})");
            }
        }

        UserError.ThrowIfAny(export.Refused);
        return Terminal.Done;
    }
}
