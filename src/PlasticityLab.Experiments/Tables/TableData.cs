using System.Collections.Immutable;
using System.Text;

namespace PlasticityLab.Experiments.Tables;

/// <summary>A column with its values.</summary>
/// <param name="Name">Name.</param>
/// <param name="Unit">Unit; empty when there is none.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Key">Whether it belongs to what tells rows apart.</param>
/// <param name="Values">double[], int[], int?[], ulong[], bool[] or string[]; words of a closed set are strings.</param>
public sealed record TableColumn(string Name, string Unit, string Meaning, bool Key, Array Values)
{
    /// <summary>Whether yes and no are written 1 and 0 in CSV.</summary>
    public bool Digits { get; init; }

    /// <summary>A cell as it stands in CSV: the shortest digits that read back to the same number, empty where there is none.</summary>
    public string Cell(int row) => ColumnSchema.Write(Values.GetValue(row), Digits);
}

/// <summary>A table without its row type, column by column: what exporters are given.</summary>
/// <param name="Name">Name.</param>
/// <param name="Version">Version of its columns.</param>
/// <param name="Grain">What one row is.</param>
/// <param name="Columns">The columns, all of one length.</param>
public sealed record TableData(string Name, int Version, string Grain, ImmutableArray<TableColumn> Columns)
{
    /// <summary>Number of rows.</summary>
    public int Rows => Columns.IsDefaultOrEmpty ? 0 : Columns[0].Values.Length;

    /// <summary>The rows of several pieces of one table, one after the other.</summary>
    /// <exception cref="ArgumentException">There is no piece, or pieces have different columns.</exception>
    public static TableData Concat(IReadOnlyList<TableData> pieces)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        if (pieces.Count < 2)
        {
            return pieces.Count == 1 ? pieces[0] : throw new ArgumentException("A table must have one piece at least.", nameof(pieces));
        }

        var (first, rows) = (pieces[0], pieces.Sum(piece => piece.Rows));
        return first with { Columns = [.. first.Columns.Select((column, k) => column with { Values = Joined(column, k) })] };

        Array Joined(TableColumn column, int k)
        {
            var (all, at) = (Array.CreateInstance(column.Values.GetType().GetElementType()!, rows), 0);
            foreach (var piece in pieces)
            {
                if (piece.Columns.Length != first.Columns.Length || piece.Columns[k].Name != column.Name)
                {
                    throw new ArgumentException($"All pieces of the table {first.Name} must have the same columns.", nameof(pieces));
                }

                piece.Columns[k].Values.CopyTo(all, at);
                at += piece.Rows;
            }

            return all;
        }
    }

    /// <summary>The rows as comma-separated values: a header, then a line a row; empty cells where there is none.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder();
        CsvLines.Append(text, [.. Columns.Select(column => column.Name)]);
        for (var row = 0; row < Rows; row++)
        {
            CsvLines.Append(text, Cells(row));
        }

        return text.ToString();
    }

    /// <summary>The rows as a table in Markdown.</summary>
    public string ToMarkdown()
    {
        static string Line(IEnumerable<string> cells) =>
            $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ")))} |\n";
        var text = new StringBuilder(Line(Columns.Select(column => column.Name)));
        text.Append(Line(Columns.Select(column => column.Values is string[] or bool[] ? "---" : "---:")));
        for (var row = 0; row < Rows; row++)
        {
            text.Append(Line(Cells(row)));
        }

        return text.ToString();
    }

    /// <summary>The cells of a row as they stand in CSV.</summary>
    public IReadOnlyList<string> Cells(int row) => [.. Columns.Select(column => column.Cell(row))];
}
