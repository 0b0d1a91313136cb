using System.Globalization;

namespace PlasticityLab.Figures.Drawing;

/// <summary>The numbers behind a figure, to be saved beside it as CSV.</summary>
public sealed class SourceTable(string name, params string[] columns)
{
    private readonly List<object?[]> _rows = [];

    /// <summary>Panel or content; part of the file name.</summary>
    public string Name { get; } = name;

    /// <summary>Column names.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds a row, one value a column.</summary>
    public SourceTable Row(params object?[] values)
    {
        _rows.Add(
            values.Length == Columns.Count
                ? values
                : throw new ArgumentException(
                    $"The table {Name} has {Columns.Count} columns, but {values.Length} values were given.",
                    nameof(values)
                )
        );
        return this;
    }

    /// <summary>The table as CSV: a dot as decimal sign, shortest digits that read back to the same number.</summary>
    public string Csv() => string.Concat(_rows.Prepend([.. Columns]).Select(row => string.Join(',', row.Select(Text)) + "\n"));

    private static string Text(object? value)
    {
        var text = value switch
        {
            null => "",
            double.NaN => "",
            double d => d.ToString("R", CultureInfo.InvariantCulture),
            IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        return text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }
}
