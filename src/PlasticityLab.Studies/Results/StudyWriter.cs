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
