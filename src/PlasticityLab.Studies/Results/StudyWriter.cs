using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Studies.Results;

/// <summary>Writes what the analyses of a study have found, each table as CSV and in every form that goes along with every study
/// (<see cref="ExporterCard.WithEveryStudy"/>): the same study gives the same bytes, however it was interrupted and on however many
/// threads.</summary>
/// <param name="folder">The study's folder.</param>
/// <param name="cancellation">Stops between tables.</param>
public sealed class StudyWriter(string folder, CancellationToken cancellation = default)
{
    // Rows that are in memory at a time.
    private const int PieceRows = 1 << 13;

    private readonly string _tables = Directory.CreateDirectory(Path.Combine(folder, "tables")).FullName;
    private readonly IExporter[] _forms = [.. Catalog.Of<IExporter>().All.Where(exporter => exporter.Card.WithEveryStudy)];
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>Writes all tables and files of what was found, and lets go of the rows. A table without rows is absent: an older file of it
    /// goes.</summary>
    public void Write(IReadOnlyList<RowSet> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        foreach (var set in found)
        {
            foreach (var table in set.Tables)
            {
                cancellation.ThrowIfCancellationRequested();
                Write(table, set.Each(table));
                set.Release(table);
            }

            foreach (var (name, write) in set.Files)
            {
                cancellation.ThrowIfCancellationRequested();
                write(Path.Combine(_tables, name));
            }
        }
    }

    /// <summary>Writes a table that is there as CSV in the other forms.</summary>
    public void WriteForms(TableSchema table, IReadOnlyList<object> rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rows);
        if (_forms.Length == 0 || rows.Count == 0)
        {
            return;
        }

        WriteForms(table, rows.Chunk(PieceRows));
    }

    private void WriteForms(TableSchema table, IEnumerable<IReadOnlyList<object>> pieces)
    {
        foreach (var form in _forms)
        {
            _ = _written.Add(form.WritePiecesAsync(_tables, pieces.Select(table.Data), cancellation).GetAwaiter().GetResult());
        }
    }

    /// <summary>Removes the forms of older tables that are not written any more; this program may even lack the exporter.</summary>
    public void RemoveOldForms()
    {
        foreach (var old in Directory.EnumerateFiles(_tables, "*.parquet").Where(path => !_written.Contains(path)).ToArray())
        {
            File.Delete(old);
        }
    }

    private void Write(TableSchema table, IEnumerable<object> rows)
    {
        var path = Path.Combine(_tables, table.Name + ".csv");
        object[] begin = [.. rows.Take(PieceRows + 1)];
        if (begin.Length == 0)
        {
            File.Delete(path);
            return;
        }

        // Few rows are made once; of many, such as the pairs of items of a hundred thousand networks, none stays, and each form makes them anew.
        var all = begin.Length <= PieceRows ? begin : rows;
        OutputFile.Update(path, writer => table.WriteCsv(all, writer));
        WriteForms(table, all.Chunk(PieceRows));
    }
}
