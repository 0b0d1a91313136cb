using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CsCheck;
using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Exporters;
using PlasticityLab.Studies.Results;
using PlasticityLab.Tests.Tables;

namespace PlasticityLab.Tests.Exporting;

public class ExporterTests
{
    public static TheoryData<string> Tables => [.. StudyTables.All.Select(table => table.Name)];

    private static TableSchema Table(string name) => StudyTables.All.Single(table => table.Name == name);

    [Fact]
    public void The_catalogue_finds_every_format() =>
        Assert.Equal(["csv", "hdf5", "mat", "npz", "parquet"], Catalog.Of<IExporter>().All.Select(x => x.Card.Id));

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Every_table_goes_through_Parquet_and_back_to_equal_rows(string name)
    {
        var table = Table(name);
        object[] rows = [.. table.MadeUp().Take(300)];
        using var file = new MemoryStream();
        await ParquetExporter.WriteAsync(table.Data(rows), file, TestContext.Current.CancellationToken);
        file.Position = 0;
        var back = await ParquetExporter.ReadAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(rows, table.Rows(back));
        Assert.Equal(
            table.Data(rows).Columns.Select(x => (x.Unit, x.Meaning, x.Key)),
            back.Columns.Select(x => (x.Unit, x.Meaning, x.Key))
        );
        Assert.Equal((table.Name, table.Version, table.Grain), (back.Name, back.Version, back.Grain));
    }

    [Fact]
    public async Task Any_rows_go_through_Parquet_and_back() =>
        await TableOfTests
            .AnyRow.Array[1, 8]
            .SampleAsync(
                async rows =>
                {
                    using var file = new MemoryStream();
                    await ParquetExporter.WriteAsync(TableOf<TableOfTests.EverythingRow>.Data(rows), file);
                    file.Position = 0;
                    var back = await ParquetExporter.ReadAsync(file);
                    Assert.Equal(rows, TableOf<TableOfTests.EverythingRow>.Schema.Rows(back).Cast<TableOfTests.EverythingRow>());
                },
                iter: 60
            );

    [Fact]
    public async Task A_table_that_comes_in_pieces_is_one_Parquet_file_of_several_groups_of_rows()
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-").FullName;
        var table = Table("blocks");
        var some = table.MadeUp();
        object[] rows = [.. Enumerable.Range(0, ParquetExporter.GroupRows + 70).Select(k => some[k % some.Count])];
        IExporter[] exporters = [new ParquetExporter(), new CsvExporter()];
        var paths = new List<string>();
        foreach (var exporter in exporters)
        {
            paths.Add(
                await exporter.WritePiecesAsync(folder, rows.Chunk(30_000).Select(table.Data), TestContext.Current.CancellationToken)
            );
        }

        await using (var file = File.OpenRead(paths[0]))
        {
            Assert.Equal(rows, table.Rows(await ParquetExporter.ReadAsync(file, TestContext.Current.CancellationToken)));
        }

        await using (
            var reader = await Parquet.ParquetReader.CreateAsync(paths[0], cancellationToken: TestContext.Current.CancellationToken)
        )
        {
            Assert.Equal(2, reader.RowGroupCount);
        }

        Assert.Equal(table.WriteCsv(rows), File.ReadAllText(paths[1]));
        Directory.Delete(folder, true);
    }

    [Fact]
    public void Pieces_of_different_tables_are_not_put_together()
    {
        TableData[] pieces = [Table("blocks").Data(Table("blocks").MadeUp()), Table("outcomes").Data(Table("outcomes").MadeUp())];
        Assert.Contains("same columns", Assert.Throws<ArgumentException>(() => TableData.Concat(pieces)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TableData.Concat([]));
    }

    [Fact]
    public async Task Exported_CSV_has_the_bytes_of_the_study_folder()
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-").FullName;
        var tables = StudyTables.All.Select(table => (table, rows: (object[])[.. table.MadeUp().Take(50)])).ToArray();
        var paths = await new CsvExporter().WriteAsync(
            folder,
            [.. tables.Select(x => x.table.Data(x.rows))],
            TestContext.Current.CancellationToken
        );
        Assert.All(tables.Zip(paths), x => Assert.Equal(x.First.table.WriteCsv(x.First.rows), File.ReadAllText(x.Second)));
        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Exported_arrays_hold_the_numbers_and_texts_of_the_table()
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-").FullName;
        var table = new TableData(
            "t",
            1,
            "one rule",
            [
                new("rule", "", "rule", true, new[] { "hebb", "stdp" }),
                new("S", "", "score", false, new[] { 0.25, double.NaN }),
                new("seeds", "", "seeds", false, new int?[] { 3, null }),
                new("seed", "", "seed", false, new[] { 1ul, ulong.MaxValue }),
                new("works", "", "works", false, new[] { true, false }),
            ]
        );
        var path = (await new NpzExporter().WriteAsync(folder, [table], TestContext.Current.CancellationToken)).Single();
        using (var zip = ZipFile.OpenRead(path))
        {
            var (s, rule, seed) = (Bytes(zip, "S.npy"), Bytes(zip, "rule.npy"), Bytes(zip, "seed.npy"));
            Assert.Equal(0, BinaryPrimitives.ReadUInt16LittleEndian(s.AsSpan(8)) + 10 & 63);
            Assert.Contains("'<f8'", Encoding.ASCII.GetString(s, 0, 64));
            Assert.Equal(0.25, BinaryPrimitives.ReadDoubleLittleEndian(s.AsSpan(s.Length - 16)));
            Assert.True(double.IsNaN(BinaryPrimitives.ReadDoubleLittleEndian(s.AsSpan(s.Length - 8))));
            Assert.Contains("'<U4'", Encoding.ASCII.GetString(rule, 0, 64));
            Assert.Equal("stdp", Encoding.UTF32.GetString(rule, rule.Length - 16, 16));
            Assert.Equal(ulong.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(seed.AsSpan(seed.Length - 8)));
            Assert.Contains("'|b1'", Encoding.ASCII.GetString(Bytes(zip, "works.npy"), 0, 64));
        }

        Assert.Empty(Directory.GetFiles(folder, "*.part"));
        Directory.Delete(folder, true);
    }

    private static byte[] Bytes(ZipArchive zip, string name)
    {
        using var stream = zip.GetEntry(name)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
