using System.Globalization;
using System.Text;

namespace PlasticityLab.Studies.Results;

/// <summary>Builds CSV text: comma, header, shortest round-trip numbers, empty for values that do not exist; the same bytes for the same
/// values.</summary>
public sealed class CsvText
{
    private readonly StringBuilder _text = new();
    private readonly int _columns;

    /// <summary>A table with a header.</summary>
    public CsvText(params string[] columns)
    {
        _columns = columns.Length;
        _text.Append(string.Join(',', columns)).Append('\n');
    }

    /// <summary>Adds a row; numbers are written so that reading gives the same bits.</summary>
    public void Add(params object?[] cells)
    {
        if (cells.Length != _columns)
        {
            throw new ArgumentException($"The table has {_columns} columns, but the row has {cells.Length}.", nameof(cells));
        }

        _text.Append(string.Join(',', cells.Select(Cell))).Append('\n');
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Cell(object? value) =>
        value switch
        {
            null => "",
            double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "",
            float number => float.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "",
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ when value.ToString()!.AsSpan().IndexOfAny(",\"\n") >= 0 =>
                $"\"{value.ToString()!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
            _ => value.ToString()!,
        };
}
