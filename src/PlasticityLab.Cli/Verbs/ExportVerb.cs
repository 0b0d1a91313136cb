using System.CommandLine;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Cli.Verbs;

/// <summary>A study's tables for other programs.</summary>
internal sealed class ExportVerb : IVerb
{
    private static readonly string[] Formats = ["csv", "npz"];

    public Command Build()
    {
        var study = new Argument<string>("study") { Description = "The study's folder, as printed by \"study run\"" };
        var to = new Option<string>("--to") { Description = "Format: csv or npz", DefaultValueFactory = _ => "npz" };
        var output = new Option<string?>("--out") { Description = "Folder to write into (default: export/ in the study's folder)" };
        var json = Terminal.Json();
        var command = new Command(
            "export",
            "Write a study's tables for other programs: csv (plain), npz (NumPy, one array a column, no pickled objects).\n\nExamples:\n  plasticity export runs/first-look-0123abcd --to npz\n  plasticity export runs/rules-compared-4567cdef --to csv --out tables-for-r"
        )
        {
            study,
            to,
            output,
            json,
        };
        command.SetAction(
            (result, cancellation) =>
                Task.FromResult(
                    Run(result.GetValue(study)!, result.GetValue(to)!, result.GetValue(output), result.GetValue(json), cancellation)
                )
        );
        return command;
    }

    private static int Run(string folder, string format, string? output, bool json, CancellationToken cancellation)
    {
        if (!Formats.Contains(format))
        {
            throw new UserError($"--to must be one of {string.Join(", ", Formats)}, but is \"{format}\".");
        }

        _ = StudyResult.Load(folder);
        var target = Directory.CreateDirectory(output ?? Path.Combine(folder, "export")).FullName;
        var written = new List<(string Path, int Rows)>();
        foreach (var source in Directory.GetFiles(Path.Combine(folder, "tables"), "*.csv").Order(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            var table = CsvTable.Load(source);
            var path = Path.Combine(target, Path.ChangeExtension(Path.GetFileName(source), format));
            if (format == "csv")
            {
                File.Copy(source, path, overwrite: true);
            }
            else
            {
                NpzTables.Write(table, path);
            }

            written.Add((path, table.Rows.Count));
        }

        if (json)
        {
            Terminal.PrintJson(written.Select(file => new { path = file.Path, rows = file.Rows }));
        }
        else
        {
            foreach (var (path, rows) in written)
            {
                Console.Out.WriteLine($"{path}  ({rows} rows)");
            }
        }

        return Terminal.Done;
    }
}
