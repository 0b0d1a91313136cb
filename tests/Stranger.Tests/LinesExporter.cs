using System.Text.Json;
using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Experiments.Tables;

namespace Stranger;

/// <summary>An exporter: one line of JSON a row.</summary>
public sealed class LinesExporter : IExporter
{
    public ExporterCard Card => new("lines", "JSON lines", "One line of JSON a row.");

    public async Task<IReadOnlyList<string>> WriteAsync(string folder, IReadOnlyList<TableData> tables, CancellationToken stop = default)
    {
        var paths = new List<string>();
        foreach (var table in tables)
        {
            var lines = Enumerable
                .Range(0, table.Rows)
                .Select(i => JsonSerializer.Serialize(table.Columns.ToDictionary(c => c.Name, c => $"{c.Values.GetValue(i)}")));
            paths.Add(Path.Combine(folder, table.Name + ".jsonl"));
            await File.WriteAllLinesAsync(paths[^1], lines, stop);
        }

        return paths;
    }
}
