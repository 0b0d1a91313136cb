using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;

namespace PlasticityLab.Experiments.Tables;

/// <summary>The tables of all registered assemblies, found by scan: a table is added by writing its record.</summary>
public static class TableCatalog
{
    // Every stored step that is read asks for them; the records are another list only after a further assembly was registered.
    private static readonly ConditionalWeakTable<IReadOnlyList<Type>, IReadOnlyList<TableSchema>> Known = [];

    /// <summary>The tables, by name.</summary>
    /// <exception cref="UserError">A record is no table, or two tables have one name.</exception>
    public static IReadOnlyList<TableSchema> All => Known.GetValue(Catalog.With<TableAttribute>(), Of);

    private static IReadOnlyList<TableSchema> Of(IReadOnlyList<Type> records)
    {
        TableSchema[] tables = [.. records.Select(TableSchema.Of).OrderBy(table => table.Name, StringComparer.Ordinal)];
        UserError.ThrowIfAny(
            tables
                .GroupBy(table => table.Name, StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Count() > 1)
                .Select(group =>
                    $"Two tables are called \"{group.Key}\": {string.Join(" and ", group.Select(table => table.Row.FullName))}."
                )
        );
        return tables;
    }
}
