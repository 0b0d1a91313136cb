using System.CommandLine;
using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Exporters;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Cli.Verbs;

/// <summary>A study's tables for other programs.</summary>
internal sealed class ExportVerb : IVerb
{
    private static IReadOnlyList<IExporter> Exporters
    {
        get
        {
            // Named here only: without this the compiler drops the assembly.
            Catalog.Use(typeof(ParquetExporter).Assembly);
            return [.. Catalog.Of<IExporter>().All];
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
            $"Write a study's tables for other programs.\n\n{string.Join("\n", Exporters.Select(x => $"  {x.Card.Id}: {x.Card.Meaning}"))}\n\nExamples:\n  plasticity export runs/first-look-0123abcd --to npz\n  plasticity export runs/rules-compared-4567cdef --to parquet --out tables-for-r"
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
        TableData[] tables =
        [
            .. TableCatalog
                .All.Select(table => (table, rows: study.Rows(table)))
                .Where(x => x.rows.Count > 0)
                .Select(x => x.table.Data(x.rows)),
        ];
        var target = OutputFile.MakeFolder(output ?? Path.Combine(folder, "export"));
        var paths = await exporter.WriteAsync(target, tables, cancellation);
        var written = paths.Zip(tables, (path, table) => (Path: path, table.Rows)).ToArray();
        var arrays = await Arrays(exporter, folder, target, cancellation);
        if (json)
        {
            Terminal.PrintJson(
                written.Select(file => new { path = file.Path, rows = file.Rows }).Concat(arrays.Select(path => new { path, rows = 0 }))
            );
        }
        else
        {
            foreach (var (path, rows) in written)
            {
                Console.Out.WriteLine($"{path}  ({rows} rows)");
            }

            foreach (var path in arrays)
            {
                Console.Out.WriteLine($"{path}  (arrays)");
            }
        }

        return Terminal.Done;
    }

    private static async Task<string[]> Arrays(IExporter exporter, string folder, string target, CancellationToken cancellation)
    {
        var tables = Path.Combine(folder, "tables");
        string[] found = Directory.Exists(tables) ? Directory.GetFiles(tables, "*.npz") : [];
        var written = new List<string>();
        foreach (var archive in found.Order(StringComparer.Ordinal))
        {
            written.Add(await exporter.WriteArraysAsync(target, archive, cancellation));
        }

        return [.. written];
    }
}
