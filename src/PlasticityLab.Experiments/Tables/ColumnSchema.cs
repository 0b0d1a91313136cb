using System.Collections.Immutable;
using System.Globalization;
using PlasticityLab.Numerics;

namespace PlasticityLab.Experiments.Tables;

/// <summary>One column of a table: its name, unit, meaning and type.</summary>
public sealed class ColumnSchema
{
    internal ColumnSchema(ColumnDefinitionAttribute column, string parameter, Type type, SpreadAttribute? spread = null)
    {
        Name = (spread?.Prefix ?? "") + (column.Name ?? Names.Snake(parameter));
        Meaning = spread is { About.Length: > 0 } ? $"{spread.About}: {column.Meaning}" : column.Meaning;
        (Unit, Key, Type) = (column.Unit, column.Key, type);
        (Digits, Low, High, Examples) = (column.Digits, column.Low, column.High, column.Examples);
    }

    internal ColumnSchema(MeasureColumn measure)
    {
        (Name, Unit, Meaning, Type) = (measure.Name, measure.Unit, measure.Meaning, typeof(double));
        (Low, High, Examples) = (measure.Low, measure.High, "");
    }

    /// <summary>Name in files.</summary>
    public string Name { get; }

    /// <summary>Unit; empty when there is none.</summary>
    public string Unit { get; }

    /// <summary>What it says.</summary>
    public string Meaning { get; }

    /// <summary>Whether it belongs to what tells rows apart.</summary>
    public bool Key { get; }

    /// <summary>double, int, int?, ulong, bool, string or an enum.</summary>
    public Type Type { get; }

    internal bool Digits { get; }

    internal double Low { get; }

    internal double High { get; }

    internal string Examples { get; }

    /// <summary>Whether a column may have this type.</summary>
    internal static bool IsColumn(Type type) =>
        type.IsEnum
        || type == typeof(double)
        || type == typeof(int)
        || type == typeof(int?)
        || type == typeof(ulong)
        || type == typeof(bool)
        || type == typeof(string);

    /// <summary>What the type is called on the reference page.</summary>
    public string TypeName =>
        Type.IsEnum ? string.Join(", ", Enum.GetNames(Type).Select(Names.Snake))
        : Type == typeof(double) ? "number"
        : Type == typeof(int) || Type == typeof(ulong) ? "whole number"
        : Type == typeof(int?) ? "whole number or empty"
        : Type == typeof(bool)
            ? Digits ? "1 or 0"
                : "yes or no"
        : "text";

    /// <summary>The text of a value in CSV: shortest digits that read back to the same number, empty for what does not exist.</summary>
    internal string Write(object? value) => Write(value, Digits);

    /// <summary>The same, for a column without its schema.</summary>
    internal static string Write(object? value, bool digits) =>
        value switch
        {
            null => "",
            double.NaN => "",
            double.PositiveInfinity => "inf",
            double.NegativeInfinity => "-inf",
            bool yes => digits ? (yes ? "1" : "0") : (yes ? "yes" : "no"),
            Enum word => Names.Snake(word.ToString()),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => (string)value,
        };

    /// <summary>The value of a text; false when it is none of this column's.</summary>
    internal bool TryRead(string cell, out object? value)
    {
        var (ok, read) =
            Type == typeof(string) ? (true, cell)
            : Type == typeof(double) ? Number(cell)
            : Type == typeof(int?) && cell.Length == 0 ? (true, null)
            : Type == typeof(int) || Type == typeof(int?)
                ? (int.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole), whole)
            : Type == typeof(ulong) ? (ulong.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var large), large)
            : Type == typeof(bool) ? (cell is "yes" or "no" or "1" or "0", cell is "yes" or "1")
            : Word(cell);
        value = read;
        return ok;
    }

    /// <summary>Values of the examples, for made-up rows.</summary>
    internal ImmutableArray<object> ExampleValues() =>
        [
            .. Examples
                .Split('|', StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(Run)
                .Select(text =>
                    TryRead(text, out var value) && value is not null
                        ? value
                        : throw new UserError($"The example \"{text}\" of the column \"{Name}\" must be {TypeName}, but is not.")
                ),
        ];

    /// <summary>Room for the values of a column: an array of its type; words of a closed set are strings.</summary>
    internal Array NewValues(int rows) => Array.CreateInstance(Type.IsEnum ? typeof(string) : Type, rows);

    /// <summary>A cell as such an array takes it.</summary>
    internal object? AsValue(object? cell) => Type.IsEnum ? Write(cell) : cell;

    /// <summary>Cells as an array of the column's type.</summary>
    internal Array Values(IReadOnlyList<object?> cells) =>
        Type == typeof(double) ? cells.Cast<double>().ToArray()
        : Type == typeof(int) ? cells.Cast<int>().ToArray()
        : Type == typeof(int?) ? cells.Cast<int?>().ToArray()
        : Type == typeof(ulong) ? cells.Cast<ulong>().ToArray()
        : Type == typeof(bool) ? cells.Cast<bool>().ToArray()
        : cells.Select(cell => (string)AsValue(cell)!).ToArray();

    /// <summary>The column with its values.</summary>
    internal TableColumn Filled(Array values) => new(Name, Unit, Meaning, Key, values) { Digits = Digits };

    private static (bool Ok, object? Value) Number(string cell) =>
        cell.Length == 0 || cell == "nan" ? (true, double.NaN)
        : cell is "inf" ? (true, double.PositiveInfinity)
        : cell is "-inf" ? (true, double.NegativeInfinity)
        : (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number), number);

    private (bool Ok, object? Value) Word(string cell)
    {
        foreach (var word in Enum.GetValues(Type))
        {
            if (Names.Snake(word.ToString()!) == cell)
            {
                return (true, word);
            }
        }

        return (false, null);
    }

    // "3" is itself; "0..240/15" is 0, 15, … 240.
    private static IEnumerable<string> Run(string text)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            return [text];
        }

        double Of(string part) => double.Parse(part, CultureInfo.InvariantCulture);
        var slash = text.IndexOf('/', dots);
        var (from, to) = (Of(text[..dots]), Of(slash < 0 ? text[(dots + 2)..] : text[(dots + 2)..slash]));
        var step = slash < 0 ? 1 : Of(text[(slash + 1)..]);
        return Enumerable
            .Range(0, 1 + (int)Math.Floor(((to - from) / step) + 1e-9))
            .Select(k => Math.Round(from + (k * step), 9).ToString(CultureInfo.InvariantCulture));
    }
}
