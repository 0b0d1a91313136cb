using System.Globalization;
using System.Reflection;
using PlasticityLab.Numerics;

namespace PlasticityLab.Studies.Results;

/// <summary>Records as rows of a table and back: a column for each parameter of the record, in snake case; numbers keep their bits, lists
/// of whole numbers are joined by spaces.</summary>
public static class RecordTable
{
    /// <summary>A table with one row a record.</summary>
    public static CsvText Write<T>(IEnumerable<T> records)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(records);
        var properties = ParametersOf(typeof(T)).Select(parameter => typeof(T).GetProperty(parameter.Name!)!).ToArray();
        var csv = new CsvText([.. properties.Select(property => Names.Snake(property.Name))]);
        foreach (var record in records)
        {
            csv.Add([
                .. properties.Select(property =>
                    property.GetValue(record) switch
                    {
                        IReadOnlyList<int> list => string.Join(' ', list),
                        bool yes => yes ? 1 : 0,
                        var value => value,
                    }
                ),
            ]);
        }

        return csv;
    }

    /// <summary>The records of a table; an empty table gives none.</summary>
    /// <exception cref="UserError">A column is missing or a cell cannot be read.</exception>
    public static IReadOnlyList<T> Read<T>(CsvTable table)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(table);
        var parameters = ParametersOf(typeof(T));
        var constructor = typeof(T).GetConstructor([.. parameters.Select(parameter => parameter.ParameterType)])!;
        return
        [
            .. table.Rows.Select(row =>
                (T)constructor.Invoke([.. parameters.Select(parameter => Cell(row, Names.Snake(parameter.Name!), parameter.ParameterType))])
            ),
        ];
    }

    private static ParameterInfo[] ParametersOf(Type type) =>
        type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters();

    private static object Cell(CsvRow row, string column, Type type) =>
        type == typeof(string) ? row[column]
        : type == typeof(double) ? row.Number(column)
        : type == typeof(bool) ? row.Number(column) != 0
        : type == typeof(int) ? (int)row.Number(column)
        : (int[])
            [
                .. row[column]
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
            ];
}
