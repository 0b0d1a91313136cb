using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Experiments.Tables;

/// <summary>Rows of made-up values with the right shapes.</summary>
internal sealed class MadeUpRows(TableSchema table, ulong seed)
{
    private readonly RandomStream _random = new RandomStreams(seed).Open(StreamPurpose.Analysis);

    /// <summary>Every combination of the examples of the key columns, the last one fastest; one row when there is no key.</summary>
    public IReadOnlyList<object> All(RowShape shape)
    {
        var choices = table.Columns.Select(column => (column, values: column.ExampleValues())).ToArray();
        var measures = table.Measures.Select(measure => new ColumnSchema(measure)).ToArray();
        var keys = choices.Where(x => x.column.Key && x.values.Length > 0).Select(x => x.values).ToArray();
        var rows = new List<object>();
        var at = new int[keys.Length];
        do
        {
            var k = 0;
            rows.Add(
                shape.Make(
                    [
                        .. choices.Select(x =>
                            x.column.Key && x.values.Length > 0 ? keys[k][at[k++]]
                            : x.values.Length > 0 ? x.values[_random.NextInt(x.values.Length)]
                            : Any(x.column)
                        ),
                        .. measures.Select(Any),
                    ],
                    table.Measures
                )
            );
        } while (Next(at, keys.Select(values => values.Length).ToArray()));
        return rows;
    }

    private static bool Next(int[] at, int[] counts)
    {
        for (var k = at.Length - 1; k >= 0; k--)
        {
            if (++at[k] < counts[k])
            {
                return true;
            }

            at[k] = 0;
        }

        return false;
    }

    private object Any(ColumnSchema column)
    {
        var words = column.Type.IsEnum ? Enum.GetValues(column.Type) : null;
        return words is not null ? words.GetValue(_random.NextInt(words.Length))!
            : column.Type == typeof(double) ? Math.Round(column.Low + (_random.NextDouble() * (High(column, 1) - column.Low)), 4)
            : column.Type == typeof(bool) ? _random.NextDouble() < 0.5
            : column.Type == typeof(string) ? "made up"
            : column.Type == typeof(ulong) ? (ulong)Whole(column)
            : (object)Whole(column);
    }

    private int Whole(ColumnSchema column) => (int)column.Low + _random.NextInt(1 + (int)(High(column, 9) - column.Low));

    private static double High(ColumnSchema column, double otherwise) => double.IsNaN(column.High) ? otherwise : column.High;
}
