using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>The tables that studies of this house write; further libraries may add some.</summary>
public static class StudyTables
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<TableSchema> All { get; } =
    [.. TableCatalog.All.Where(table => table.Row.Assembly == typeof(StudyTables).Assembly)];

    /// <summary>The page docs/reference/tables.md.</summary>
    public static string Markdown() =>
        $"""
            # Tables of a study

            A study's folder holds its tables as CSV files, `tables/NAME.csv`: UTF-8, commas, a header, a line a row, dots in numbers, the shortest digits that read back to the same number; cells with commas, quotes or line ends stand in double quotes. An empty cell means "there is none", `inf` and `-inf` are infinite. A table that a study did not compute, or that has nothing to say, is absent. Columns are found by name; their order and further columns do not matter. Columns in bold tell rows apart.

            `plasticity table DIR NAME` answers small questions from one of them. The same tables lie beside them as Parquet, `tables/NAME.parquet`, and `plasticity export DIR --to npz` (or `hdf5`, `mat`, `csv`, `parquet`) writes them for other programs; in Parquet and HDF5 files units and meanings go along.

            This page is written by `plasticity tables --markdown` from the definitions of the tables, and a test holds it to that.

            {string.Join("\n", All.Select(table => table.Markdown()))}
            """.ReplaceLineEndings("\n");

    /// <summary>Those of a study's memory part.</summary>
    public static IReadOnlyList<TableSchema> Memory { get; } =
    [.. All.Where(table => table.Name.StartsWith("memory_", StringComparison.Ordinal))];
}
