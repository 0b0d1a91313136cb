using System.Reflection;
using System.Text.RegularExpressions;

namespace PlasticityLab.Tests.Architecture;

/// <summary>Tables are records: nobody asks for a column by its name, and nobody but their definitions writes or reads them.</summary>
public partial class TableTests
{
    // A cell by the name of its column: row["S"], row.Number("S"), columns.First(c => c.Name == "S").
    [GeneratedRegex(
        @"\b\w*(?:[Rr]ow|[Cc]ell)\w*(?:\[\w*\])?\[""|\.(?:Number|NumberOrNaN|Column|Cell)\(""|(?:[Cc]olumn|\bc)\.Name\s*(?:==|is)\s*"""
    )]
    private static partial Regex LookUp();

    private static IEnumerable<string> Sources =>
        House
            .Sources("src")
            .Concat(
                Directory
                    .EnumerateFiles(Path.Combine(House.Root, "src"), "*.razor", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(House.Root, file).Replace('\\', '/'))
            );

    [Theory]
    [InlineData("row[\"S\"]")]
    [InlineData("rows[0][\"S\"]")]
    [InlineData("row.Number(\"S\")")]
    [InlineData("table.Columns.First(column => column.Name == \"S\")")]
    public void A_look_up_is_seen(string text) => Assert.Matches(LookUp(), text);

    [Fact]
    public void Nobody_looks_up_a_column_by_its_name() =>
        Assert.Empty(Sources.SelectMany(file => LookUp().Matches(House.Read(file)).Select(match => $"{file}: {match.Value}")));

    [Fact]
    public void A_table_cannot_be_asked_for_a_column_by_its_name()
    {
        string[] types = ["TableSchema", "TableData", "TableColumn", "TableOf`1", "ColumnSchema", "MeasureValues", "StudyResults"];
        var found = House.Types.Where(type => types.Contains(type.Name)).ToArray();
        Assert.Equal(types.Length, found.Length);
        Assert.Empty(
            found
                .SelectMany(type =>
                    type.GetProperties(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                )
                .Where(property => property.GetIndexParameters().Any(parameter => parameter.ParameterType == typeof(string)))
                .Select(property => $"{property.DeclaringType!.Name}.{property.Name}")
        );
    }

    [Fact]
    public void Every_record_of_rows_is_a_table_or_spread_into_one()
    {
        bool Has(Type type, string attribute) => type.GetCustomAttributes(false).Any(a => a.GetType().Name == attribute);
        var columned = House.Types.Where(type =>
            type.GetConstructors()
                .SelectMany(constructor => constructor.GetParameters())
                .Any(parameter => parameter.GetCustomAttributes(false).Any(a => a.GetType().BaseType?.Name == "ColumnDefinitionAttribute"))
        );
        var spread = House
            .Types.SelectMany(type => type.GetConstructors())
            .SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => parameter.GetCustomAttributes(false).Any(a => a.GetType().Name == "SpreadAttribute"))
            .Select(parameter => parameter.ParameterType)
            .ToHashSet();
        Assert.Empty(columned.Where(type => !Has(type, "TableAttribute") && !spread.Contains(type)).Select(type => type.FullName));
    }
}
