using PlasticityLab.Numerics;

namespace PlasticityLab.Experiments.Tables;

/// <summary>The tables of all registered assemblies, found by scan: a table is added by writing its record.</summary>
public static class TableCatalog
{
    private static Found? last;

    private sealed record Found(IReadOnlyList<Type> Records, IReadOnlyList<TableSchema> Tables);

    /// <summary>The tables, by name.</summary>
    /// <exception cref="UserError">A record is no table, or two tables have one name.</exception>
    public static IReadOnlyList<TableSchema> All
    {
        get
        {
            // Every stored step that is read asks for them; the records are another list only after a further assembly was registered.
            var records = Catalog.With<TableAttribute>();
            if (last is { } found && ReferenceEquals(found.Records, records))
            {
                return found.Tables;
            }

            TableSchema[] tables = [.. records.Select(TableSchema.Of).OrderBy(table => table.Name, StringComparer.Ordinal)];
            UserError.ThrowIfAny(
                tables
                    .GroupBy(table => table.Name, StringComparer.OrdinalIgnoreCase)
                    .Where(group => group.Count() > 1)
                    .Select(group =>
                        $"Two tables are called \"{group.Key}\": {string.Join(" and ", group.Select(table => table.Row.FullName))}."
                    )
            );
            last = new(records, tables);
            return tables;
        }
    }
}
