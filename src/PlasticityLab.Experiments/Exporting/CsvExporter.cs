using System.Text;
using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Experiments.Exporting;

/// <summary>Comma-separated values: the same bytes as in the study's folder.</summary>
public sealed class CsvExporter : IExporter
{
    /// <inheritdoc/>
    public ExporterCard Card =>
        new("csv", "CSV", "Comma-separated values with a header, one file a table; an empty cell means that there is none.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WriteAsync(string folder, IReadOnlyList<TableData> tables, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var paths = new List<string>();
        foreach (var table in tables)
        {
            stop.ThrowIfCancellationRequested();
            var path = Path.Combine(folder, table.Name + ".csv");
            await WholeFile.WriteAsync(path, async stream => await stream.WriteAsync(Encoding.UTF8.GetBytes(table.ToCsv()), stop));
            paths.Add(path);
        }

        return paths;
    }
}
