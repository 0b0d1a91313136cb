using CsCheck;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Tables;

public class TableOfTests
{
    public enum Mood
    {
        Ok,
        VeryGood,
    }

    public sealed class SomeMeasures : IMeasureList
    {
        public static readonly MeasureColumn Order = new("order", "", "share in order"),
            Speed = new("speed", "items/100 ms", "speed of a replay", 0, 9);

        public System.Collections.Immutable.ImmutableArray<MeasureColumn> Columns => [Order, Speed];
    }

    [Table("inner", "half a row")]
    public sealed record InnerRow([Column("s", "a time", Name = "T_s")] double Time, [Column("", "a word")] Mood Mood);

    [Table("everything", "one thing of each type")]
    public sealed record EverythingRow(
        [Column("", "a name", Key = true, Examples = "a|b")] string Name,
        [Column("", "a number", Key = true, Examples = "1..3|7")] int Number,
        [Column("", "perhaps a number")] int? Perhaps,
        [Column("", "a seed")] ulong Seed,
        [Column("", "in words")] bool Words,
        [Column("", "in digits", Digits = true)] bool Digits,
        [Spread] InnerRow Inner,
        [Measures(typeof(SomeMeasures))] MeasureValues Values
    );

    [Table("one", "one text")]
    public sealed record OneRow([Column("", "a text")] string Text);

    public sealed record NoTableRow([Column("", "a text")] string Text);

    public sealed record WrongRow(
        [Column("", "a date")] DateTime Date,
        string Text,
        [Column("", "")] double Silent,
        [Column("", "a float", Name = "x")] double X,
        [Column("", "again", Name = "X")] double Y
    );

    // Any text that Unicode allows: surrogates come in pairs, as they do in every file.
    internal static readonly Gen<string> AnyText = Gen.OneOf(
            Gen.Char["\"\",,\n\r\t ;'=|#äß"].Select(c => c.ToString()),
            Gen.Int[0x20, 0xD7FF].Select(char.ConvertFromUtf32),
            Gen.Int[0x10000, 0x10FFFF].Select(char.ConvertFromUtf32)
        )
        .Array[0, 12]
        .Select(string.Concat);

    private static readonly double[] Odd =
    [
        double.NaN,
        double.PositiveInfinity,
        double.NegativeInfinity,
        -0.0,
        double.Epsilon,
        double.MaxValue,
        0.1,
    ];

    internal static readonly Gen<double> AnyNumber = Gen.OneOf(Gen.Double, Gen.Int[0, 6].Select(i => Odd[i]));

    internal static readonly Gen<EverythingRow> AnyRow = Gen.Select(
        Gen.Select(AnyText, Gen.Int, Gen.OneOf(Gen.Int.Select(x => (int?)x), Gen.Const((int?)null)), Gen.ULong),
        Gen.Select(Gen.Bool, Gen.Bool, AnyNumber, Gen.Enum<Mood>()),
        AnyNumber,
        AnyNumber,
        (a, b, order, speed) =>
            new EverythingRow(
                a.Item1,
                a.Item2,
                a.Item3,
                a.Item4,
                b.Item1,
                b.Item2,
                new(b.Item3, b.Item4),
                new MeasureValues(new SomeMeasures().Columns, [order, speed])
            )
    );

    [Fact]
    public void Any_rows_go_through_CSV_and_back() =>
        AnyRow
            .Array[0, 8]
            .Sample(
                rows =>
                {
                    var text = TableOf<EverythingRow>.WriteCsv(rows);
                    Assert.Equal(rows, TableOf<EverythingRow>.ParseCsv(text, "any"));
                    Assert.Equal(text, TableOf<EverythingRow>.WriteCsv(TableOf<EverythingRow>.ParseCsv(text, "any")));
                },
                iter: 300
            );

    [Fact]
    public void Any_text_alone_in_its_row_goes_through_CSV_and_back() =>
        AnyText
            .Array[0, 5]
            .Sample(
                texts =>
                {
                    OneRow[] rows = [.. texts.Select(text => new OneRow(text))];
                    Assert.Equal(rows, TableOf<OneRow>.ParseCsv(TableOf<OneRow>.WriteCsv(rows), "any"));
                },
                iter: 300
            );

    [Fact]
    public void Minus_zero_keeps_its_sign()
    {
        var row = TableOf<InnerRow>.ParseCsv(TableOf<InnerRow>.WriteCsv([new(-0.0, Mood.Ok)]), "zero")[0];
        Assert.True(double.IsNegative(row.Time));
    }

    [Fact]
    public void Columns_go_through_data_and_back() =>
        AnyRow
            .Array[1, 5]
            .Sample(
                rows => Assert.Equal(rows, TableOf<EverythingRow>.Schema.Rows(TableOf<EverythingRow>.Data(rows)).Cast<EverythingRow>()),
                iter: 100
            );

    [Fact]
    public void The_header_is_of_the_record_with_a_column_a_measure()
    {
        var row = new EverythingRow("a,b", -1, null, 7, true, true, new(0.1, Mood.VeryGood), new([SomeMeasures.Order], [double.NaN]));
        Assert.Equal(
            "name,number,perhaps,seed,words,digits,T_s,mood,order\n\"a,b\",-1,,7,yes,1,0.1,very_good,\n",
            TableOf<EverythingRow>.WriteCsv([row])
        );
    }

    [Fact]
    public void Columns_are_found_by_name_and_unknown_ones_left_out() =>
        Assert.Equal([new InnerRow(double.NaN, Mood.Ok)], TableOf<InnerRow>.ParseCsv("later,mood,T_s\nx,ok,\n\n", "reordered"));

    [Fact]
    public void A_measure_that_nobody_knows_is_read_too()
    {
        var text = TableOf<EverythingRow>.WriteCsv(TableOf<EverythingRow>.MadeUp()).Replace(",speed", ",mine", StringComparison.Ordinal);
        var row = TableOf<EverythingRow>.ParseCsv(text, "mine")[0];
        Assert.True(row.Values.Has(new("mine", "", "")));
        Assert.False(row.Values.Has(SomeMeasures.Speed));
        Assert.True(double.IsNaN(row.Values[SomeMeasures.Speed]));
    }

    [Theory]
    [InlineData("T_s,mood\n1,ok\n2\n", "t.csv, line 3: every row must have 2 cells, but this one has 1.")]
    [InlineData("T_s,mood\nlong,ok\n", "t.csv, line 2: the column \"T_s\" must hold number, but holds \"long\".")]
    [InlineData("T_s,mood\n1,bad\n", "t.csv, line 2: the column \"mood\" must hold ok, very_good, but holds \"bad\".")]
    [InlineData("T_s,mood\n1,ok\n2,o", "t.csv, line 3: the last line must end with a line end")]
    [InlineData("T_s,mood\n1,ok\n2,\"ok\n", "t.csv, line 3: a quoted cell must end with a quote")]
    [InlineData("T_s\n1\n", "t.csv, line 1: missing column mood; there are T_s.")]
    [InlineData("mood\nok\n", "t.csv, line 1: missing column T_s; there are mood.")]
    [InlineData("T_s,mood,T_s\n1,ok,2\n", "t.csv, line 1: the column \"T_s\" stands 2 times in the header.")]
    [InlineData("\0\0\0\0", "t.csv, line 1: the last line must end with a line end")]
    public void A_damaged_table_is_refused_with_file_and_line(string text, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<UserError>(() => TableOf<InnerRow>.ParseCsv(text, "t.csv")).Message);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("T_s,mood\n")]
    [InlineData("of,another,version\n")]
    public void A_table_without_rows_has_none(string text) => Assert.Empty(TableOf<InnerRow>.ParseCsv(text, "t.csv"));

    [Fact]
    public void A_missing_file_has_no_rows() => Assert.Empty(TableOf<InnerRow>.ReadCsv("/nowhere/t.csv"));

    [Fact]
    public void A_record_that_is_no_table_is_refused_with_all_its_problems()
    {
        Assert.Contains(
            "must have the attribute [Table(name, grain)]",
            Assert.Throws<UserError>(() => TableSchema.Of(typeof(NoTableRow))).Message
        );
        var message = Assert.Throws<UserError>(() => TableSchema.Of(typeof(WrongRow))).Message;
        Assert.Contains("WrongRow.Date must be double, int, int?, ulong, bool, string or an enum, but is DateTime.", message);
        Assert.Contains("WrongRow.Text must have the attribute [Column(unit, meaning)].", message);
        Assert.Contains("WrongRow.Silent must say what it means.", message);
        Assert.Contains("the column \"x\" stands 2 times", message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Rows_of_different_measures_are_refused()
    {
        var rows = TableOf<EverythingRow>.MadeUp();
        Assert.Throws<ArgumentException>(() => TableOf<EverythingRow>.WriteCsv([rows[0], rows[1] with { Values = MeasureValues.None }]));
    }

    [Fact]
    public void Made_up_rows_are_every_combination_of_the_keys_and_the_same_each_time()
    {
        var rows = TableOf<EverythingRow>.MadeUp();
        Assert.Equal(8, rows.Select(row => (row.Name, row.Number)).Distinct().Count());
        Assert.Equal([1, 2, 3, 7], rows.Take(4).Select(row => row.Number));
        Assert.Equal(rows, TableOf<EverythingRow>.MadeUp());
        Assert.All(rows, row => Assert.InRange(row.Values[SomeMeasures.Order], 0, 1));
        Assert.Contains(rows, row => row.Values[SomeMeasures.Speed] > 1);
    }

    [Fact]
    public void The_reference_page_names_unit_type_and_meaning()
    {
        var text = TableOf<EverythingRow>.Markdown();
        Assert.Contains("One row: one thing of each type.", text);
        Assert.Contains("| **`number`** |  | whole number | a number |", text);
        Assert.Contains("| `T_s` | s | number | a time |", text);
        Assert.Contains("| `speed` | items/100 ms | number | speed of a replay |", text);
    }

    [Fact]
    public void Tables_of_every_registered_assembly_are_found() =>
        Assert.Equal(
            ["everything", "outcomes"],
            TableCatalog.All.Select(table => table.Name).Where(name => name is "everything" or "outcomes")
        );
}
