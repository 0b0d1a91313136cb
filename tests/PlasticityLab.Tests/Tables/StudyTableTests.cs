using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Tests.Tables;

/// <summary>Every table of a study, whatever it is: found by scan.</summary>
public class StudyTableTests
{
    public static TheoryData<string> Names => [.. StudyTables.All.Select(table => table.Name)];

    private static TableSchema Table(string name) => StudyTables.All.Single(table => table.Name == name);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_table_goes_through_CSV_and_back_to_equal_rows(string name)
    {
        var table = Table(name);
        object[] rows = [.. table.MadeUp().Take(500)];
        var text = table.WriteCsv(rows);
        var back = table.ParseCsv(text, name);
        Assert.Equal(rows, back);
        Assert.Equal(text, table.WriteCsv(back));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Keys_tell_made_up_rows_apart(string name)
    {
        var data = Table(name).Data(Table(name).MadeUp());
        var keys = data.Columns.Where(column => column.Key).ToArray();
        if (keys.Length > 0)
        {
            Assert.Equal(
                data.Rows,
                Enumerable.Range(0, data.Rows).Select(i => string.Join(';', keys.Select(key => key.Values.GetValue(i)))).Distinct().Count()
            );
        }
    }

    [Fact]
    public void Headers_are_as_kept()
    {
        var path = TestData.Path("golden", "headers.txt");
        var found = string.Concat(
            StudyTables.All.Select(table => $"{table.Name}: {string.Join(',', table.AllColumns.Select(column => column.Name))}\n")
        );
        if (Environment.GetEnvironmentVariable("PLASTICITY_ACCEPT") == "1")
        {
            File.WriteAllText(path, found);
        }

        Assert.Equal(File.ReadAllText(path), found);
    }
}
