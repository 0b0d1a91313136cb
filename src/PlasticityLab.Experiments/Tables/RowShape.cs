using System.Collections.Immutable;
using System.Reflection;

namespace PlasticityLab.Experiments.Tables;

/// <summary>How a record is taken apart into cells and made from them: its parameters in order, those of spread records in their place,
/// measures last.</summary>
internal sealed class RowShape
{
    private readonly ConstructorInfo? _constructor;
    private readonly List<(PropertyInfo Property, ColumnSchema? Column, RowShape? Spread)> _parts = [];
    private readonly SpreadAttribute? _spread;
    private PropertyInfo? _measures;

    public RowShape(Type row, List<string> problems, SpreadAttribute? spread = null)
    {
        _spread = spread;
        _constructor = row.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length);
        foreach (var parameter in _constructor?.GetParameters() ?? [])
        {
            Add(row, parameter, problems);
        }

        if (_parts.Count == 0)
        {
            problems.Add($"{row.FullName} must be a record with at least one column.");
        }
    }

    public IEnumerable<ColumnSchema> Columns => _parts.SelectMany(part => part.Column is { } column ? [column] : part.Spread!.Columns);

    public ImmutableArray<MeasureColumn> Measures { get; private set; } = [];

    public bool TakesMeasures => _measures is not null;

    public ImmutableArray<MeasureColumn> MeasuresOf(object row) =>
        _measures is null ? [] : ((MeasureValues)_measures.GetValue(row)!).Columns;

    /// <summary>Appends the cells of a row: its columns, then its measures.</summary>
    public void Take(object row, List<object?> cells)
    {
        foreach (var (property, _, spread) in _parts)
        {
            if (spread is null)
            {
                cells.Add(property.GetValue(row));
            }
            else
            {
                spread.Take(property.GetValue(row)!, cells);
            }
        }

        if (_measures is not null)
        {
            cells.AddRange(((MeasureValues)_measures.GetValue(row)!).Values.Select(value => (object?)value));
        }
    }

    /// <summary>The row of such cells.</summary>
    public object Make(IReadOnlyList<object?> cells, ImmutableArray<MeasureColumn> measures)
    {
        var next = 0;
        var row = Make(cells, ref next, measures);
        return row;
    }

    private object Make(IReadOnlyList<object?> cells, ref int next, ImmutableArray<MeasureColumn> measures)
    {
        var values = new object?[_parts.Count + (_measures is null ? 0 : 1)];
        for (var k = 0; k < _parts.Count; k++)
        {
            values[k] = _parts[k].Spread is { } spread ? spread.Make(cells, ref next, measures) : cells[next++];
        }

        if (_measures is not null)
        {
            values[^1] = new MeasureValues(measures, [.. cells.Skip(next).Select(cell => (double)cell!)]);
        }

        return _constructor!.Invoke(values);
    }

    private void Add(Type row, ParameterInfo parameter, List<string> problems)
    {
        var property = row.GetProperty(parameter.Name!);
        var column = parameter.GetCustomAttribute<ColumnDefinitionAttribute>();
        if (property is null)
        {
            problems.Add($"{row.FullName}.{parameter.Name} must be a parameter of a record: no property has its name.");
        }
        else if (parameter.ParameterType == typeof(MeasureValues))
        {
            _measures = property;
            var list = parameter.GetCustomAttribute<MeasuresAttribute>();
            Measures = list is null ? [] : ((IMeasureList)Activator.CreateInstance(list.List)!).Columns;
        }
        else if (_measures is not null)
        {
            problems.Add($"{row.FullName}.{parameter.Name} must stand before the measures: they are the last columns.");
        }
        else if (parameter.GetCustomAttribute<SpreadAttribute>() is { } spread)
        {
            _parts.Add((property, null, new RowShape(parameter.ParameterType, problems, spread)));
        }
        else if (column is null || !ColumnSchema.IsColumn(parameter.ParameterType))
        {
            problems.Add(
                column is null
                    ? $"{row.FullName}.{parameter.Name} must have the attribute [Column(unit, meaning)]."
                    : $"{row.FullName}.{parameter.Name} must be double, int, int?, ulong, bool, string or an enum, but is {parameter.ParameterType.Name}."
            );
        }
        else
        {
            if (column.Meaning.Length == 0)
            {
                problems.Add($"{row.FullName}.{parameter.Name} must say what it means.");
            }

            _parts.Add((property, new ColumnSchema(column, parameter.Name!, parameter.ParameterType, _spread), null));
        }
    }
}
