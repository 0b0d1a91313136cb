using System.Collections.Immutable;
using System.Globalization;
using PlasticityLab.Numerics;

namespace PlasticityLab.Experiments.Tables;

/// <summary>A small question to a table: which rows, which columns, in which order. Conditions read <c>column op value</c> with =, !=, &lt;,
/// &lt;=, &gt;, &gt;=; all must hold. Numbers are compared as numbers, other cells as they stand in CSV and with = and != only. Nothing behind
/// = asks for empty cells; an empty cell meets no other condition but !=.</summary>
public sealed record TableQuery
{
    // As they may be written, the longer ones first, and what they mean.
    private static readonly (string Text, string Means)[] Operators =
    [
        ("<=", "<="),
        (">=", ">="),
        ("!=", "!="),
        ("<>", "!="),
        ("==", "="),
        ("=", "="),
        ("<", "<"),
        (">", ">"),
    ];

    /// <summary>Conditions that all must hold.</summary>
    public ImmutableArray<string> Where { get; init; } = [];

    /// <summary>Columns to keep, in this order; none: all.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>Column to sort by, the least first; with - before it the greatest first; null: as in the table. Empty cells come
    /// last, equal ones stay in the table's order.</summary>
    public string? Sort { get; init; }

    /// <summary>How many rows to keep at most; null: all.</summary>
    public int? First { get; init; }

    /// <summary>The columns that the question speaks of; null: all. A condition that cannot be read speaks of all.</summary>
    public IReadOnlyCollection<string>? Uses
    {
        get
        {
            string?[] of = [.. Where.Select(text => Parts(text)?.Name)];
            return Columns.IsDefaultOrEmpty || of.Contains(null) ? null : [.. of.OfType<string>(), .. Columns, .. Sorts];
        }
    }

    private IEnumerable<string> Sorts => Sort is null ? [] : [Sort.StartsWith('-') ? Sort[1..] : Sort];

    /// <summary>The rows that meet the conditions.</summary>
    /// <exception cref="UserError">A condition that cannot be read, or a column that is not there: all of them are told.</exception>
    public TableData Of(TableData table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var problems = new List<string>();
        var conditions = Where.Select(text => Condition(table, text, problems)).ToArray();
        var columns = Columns.IsDefaultOrEmpty ? table.Columns : [.. Columns.Select(name => Column(table, name, "--columns", problems)!)];
        var descending = Sort?.StartsWith('-') == true;
        var order = Sorts.Select(name => Column(table, name, "--sort", problems)).FirstOrDefault();
        if (First is < 0)
        {
            problems.Add($"--first: must be at least 0, but is {First}.");
        }

        UserError.ThrowIfAny(problems);
        var rows = Enumerable.Range(0, table.Rows).Where(row => conditions.All(meets => meets!(row)));
        rows = order is null ? rows : Sorted(rows, order, descending);
        int[] kept = [.. First is { } first ? rows.Take(first) : rows];
        return table with { Columns = [.. columns.Select(column => column with { Values = Take(column.Values, kept) })] };
    }

    /// <summary>What may explain that a question finds nothing: words that conditions ask for and that stand in no row of their columns.</summary>
    public IReadOnlyList<string> Unmet(TableData table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return
        [
            .. from text in Where
            let parts = Parts(text)
            where parts is { Op: "=", Value.Length: > 0 }
            let column = table.Columns.FirstOrDefault(x => x.Name == parts.Value.Name && x.Values is string[])
            where column is not null && !Cells(column).Contains(parts.Value.Value)
            let words = Cells(column).Where(cell => cell.Length > 0).Distinct().ToArray()
            select $"--where \"{text}\": no row of {table.Name} has this. {Others(parts.Value.Value, words)}",
        ];
    }

    private static string Others(string word, string[] words) =>
        Names.Nearest(word, words) is { } near ? $"Did you mean {near}?"
        : words.Length <= 12 ? $"The column has {string.Join(", ", words)}."
        : $"The column has {words.Length} different words.";

    private static Func<int, bool>? Condition(TableData table, string text, List<string> problems)
    {
        if (Parts(text) is not var (name, op, value))
        {
            problems.Add($"--where \"{text}\": must be COLUMN, one of =, !=, <, <=, >, >= and a value, as in \"S >= 0.5\".");
            return null;
        }

        if (Column(table, name, $"--where \"{text}\"", problems) is not { } column)
        {
            return null;
        }

        if (value.AsSpan().IndexOfAny("<>=!") >= 0 && !Cells(column).Contains(value))
        {
            problems.Add($"--where \"{text}\": one condition only; give --where once for each, and all of them must hold.");
            return null;
        }

        return value.Length == 0 && op is ("=" or "!=") ? row => IsEmpty(column.Values.GetValue(row)) == (op == "=")
            : IsNumber(column) ? OfNumbers(column, op, value, text, problems)
            : OfWords(column, op, value, text, problems);
    }

    // Null: it is no condition.
    private static (string Name, string Op, string Value)? Parts(string text)
    {
        var at = text.AsSpan().IndexOfAny("<>=!");
        var op = at < 0 ? default : Array.Find(Operators, x => text.AsSpan(at).StartsWith(x.Text));
        return op.Text is null ? null : (text[..at].Trim(), op.Means, text[(at + op.Text.Length)..].Trim());
    }

    private static Func<int, bool>? OfNumbers(TableColumn column, string op, string value, string text, List<string> problems)
    {
        var infinite = value switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.NaN,
        };
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var wanted) && double.IsNaN(infinite))
        {
            problems.Add($"--where \"{text}\": the column {column.Name} holds numbers, but \"{value}\" is none.");
            return null;
        }

        wanted = double.IsNaN(infinite) ? wanted : infinite;
        if (double.IsNaN(wanted))
        {
            problems.Add($"--where \"{text}\": nothing is above or below NaN; empty cells are asked for by \"{column.Name} =\".");
            return null;
        }

        // Whole numbers as such: a seed of 64 bits is more than a number of double precision holds.
        if (column.Values is ulong[] whole && ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var exact))
        {
            return row => Holds(op, whole[row].CompareTo(exact));
        }

        return row => Number(column.Values, row) is var number && double.IsNaN(number) ? op == "!=" : Holds(op, number.CompareTo(wanted));
    }

    private static Func<int, bool>? OfWords(TableColumn column, string op, string value, string text, List<string> problems)
    {
        value = column.Values is bool[] && bool.TryParse(value, out var holds) ? ColumnSchema.Write(holds, column.Digits) : value;
        if (column.Values is bool[] && value is not ("yes" or "no"))
        {
            problems.Add($"--where \"{text}\": the column {column.Name} holds yes and no, but \"{value}\" is neither.");
            return null;
        }

        if (op is "=" or "!=")
        {
            return row => column.Cell(row) == value == (op == "=");
        }

        problems.Add($"--where \"{text}\": the column {column.Name} holds words, which can only be compared by = and !=.");
        return null;
    }

    private static IEnumerable<string> Cells(TableColumn column) => Enumerable.Range(0, column.Values.Length).Select(column.Cell);

    private static bool Holds(string op, int order) =>
        op switch
        {
            "=" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };

    private static TableColumn? Column(TableData table, string name, string place, List<string> problems)
    {
        var found = table.Columns.FirstOrDefault(column => column.Name == name);
        if (found is null)
        {
            problems.Add(
                $"{place}: the table {table.Name} has no column \"{name}\". {Names.Known(name, table.Columns.Select(x => x.Name))}"
            );
        }

        return found;
    }

    private static IEnumerable<int> Sorted(IEnumerable<int> rows, TableColumn column, bool descending)
    {
        var (full, empty) = (new List<int>(), new List<int>());
        foreach (var row in rows)
        {
            (IsEmpty(column.Values.GetValue(row)) ? empty : full).Add(row);
        }

        var comparer = Comparer<object>.Create(
            (a, b) => a is string x && b is string y ? string.CompareOrdinal(x, y) : Comparer<object>.Default.Compare(a, b)
        );
        var sorted = descending
            ? full.OrderByDescending(row => column.Values.GetValue(row)!, comparer)
            : full.OrderBy(row => column.Values.GetValue(row)!, comparer);
        return sorted.Concat(empty);
    }

    private static bool IsNumber(TableColumn column) => column.Values is double[] or int[] or int?[] or ulong[];

    private static bool IsEmpty(object? value) => value is null or double.NaN or "";

    private static double Number(Array values, int row) =>
        values switch
        {
            double[] numbers => numbers[row],
            int[] numbers => numbers[row],
            int?[] numbers => numbers[row] ?? double.NaN,
            ulong[] numbers => numbers[row],
            _ => double.NaN,
        };

    private static Array Take(Array values, int[] rows)
    {
        var taken = Array.CreateInstance(values.GetType().GetElementType()!, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            taken.SetValue(values.GetValue(rows[i]), i);
        }

        return taken;
    }
}
