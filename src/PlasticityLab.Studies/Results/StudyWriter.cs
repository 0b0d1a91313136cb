using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Studies.Results;

/// <summary>Writes what the analyses of a study have found: the same study gives the same bytes, however it was interrupted and on however
/// many threads.</summary>
public static class StudyWriter
{
    /// <summary>Writes all tables and files into a study folder. A table without rows is absent: an older file of it goes.</summary>
    public static void Write(string folder, IReadOnlyList<RowSet> found, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(found);
        var tables = Path.Combine(folder, "tables");
        Directory.CreateDirectory(tables);
        foreach (var set in found)
        {
            foreach (var table in set.Tables)
            {
                cancellation.ThrowIfCancellationRequested();
                WriteTable(Path.Combine(tables, table.Name + ".csv"), table, set.Rows(table));
            }

            foreach (var (name, write) in set.Files)
            {
                cancellation.ThrowIfCancellationRequested();
                write(Path.Combine(tables, name));
            }
        }
    }

    /// <summary>Writes the tables of a study once more, beside the CSV files, in each form that goes along with every study
    /// (<see cref="ExporterCard.WithEveryStudy"/>).</summary>
    /// <param name="folder">The study's folder.</param>
    /// <param name="tables">All of its tables that have rows.</param>
    /// <param name="cancellation">Stops between tables.</param>
    public static void WriteForms(string folder, IEnumerable<TableData> tables, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var place = Path.Combine(folder, "tables");
        IExporter[] forms = [.. Catalog.Of<IExporter>().All.Where(exporter => exporter.Card.WithEveryStudy)];
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in forms.Length > 0 ? tables : [])
        {
            foreach (var form in forms)
            {
                written.UnionWith(form.WriteAsync(place, [table], cancellation).GetAwaiter().GetResult());
            }
        }

        // What is left is of older tables; this program may even lack the exporter.
        foreach (var old in Directory.EnumerateFiles(place, "*.parquet").Where(path => !written.Contains(path)).ToArray())
        {
            File.Delete(old);
        }
    }

    private static void WriteTable(string path, TableSchema table, IReadOnlyList<object> rows)
    {
        if (rows.Count == 0)
        {
            File.Delete(path);
        }
        else
        {
            OutputFile.Update(path, table.WriteCsv(rows));
        }
    }
}
