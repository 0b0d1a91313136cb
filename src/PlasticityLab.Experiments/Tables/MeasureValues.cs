using System.Collections.Immutable;

namespace PlasticityLab.Experiments.Tables;

/// <summary>The measures of one row: in a table each is a column. A measure that does not exist is NaN, and an empty cell.</summary>
public sealed class MeasureValues : IEquatable<MeasureValues>
{
    /// <summary>Measures and their values, in the same order.</summary>
    /// <exception cref="ArgumentException">There are not as many values as measures.</exception>
    public MeasureValues(ImmutableArray<MeasureColumn> columns, ImmutableArray<double> values)
    {
        if (columns.Length != values.Length)
        {
            throw new ArgumentException(
                $"There must be {columns.Length} values, one a measure, but there are {values.Length}.",
                nameof(values)
            );
        }

        (Columns, Values) = (columns, values);
    }

    /// <summary>No measures.</summary>
    public static MeasureValues None { get; } = new([], []);

    /// <summary>The measures.</summary>
    public ImmutableArray<MeasureColumn> Columns { get; }

    /// <summary>Their values; NaN where a measure does not exist.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>The value of a measure; NaN where there is none.</summary>
    public double this[MeasureColumn measure]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(measure);
            var at = IndexOf(measure);
            return at < 0 ? double.NaN : Values[at];
        }
    }

    /// <summary>The same values with one changed; a measure that was not there is added.</summary>
    public MeasureValues With(MeasureColumn measure, double value)
    {
        ArgumentNullException.ThrowIfNull(measure);
        var at = IndexOf(measure);
        return at < 0 ? new(Columns.Add(measure), Values.Add(value)) : new(Columns, Values.SetItem(at, value));
    }

    /// <summary>Whether the row has such a measure, be its value NaN.</summary>
    public bool Has(MeasureColumn measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return IndexOf(measure) >= 0;
    }

    /// <inheritdoc/>
    public bool Equals(MeasureValues? other) =>
        other is not null
        && Columns.Select(column => column.Name).SequenceEqual(other.Columns.Select(column => column.Name), StringComparer.Ordinal)
        && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MeasureValues);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in Values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    private int IndexOf(MeasureColumn measure)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (string.Equals(Columns[i].Name, measure.Name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
