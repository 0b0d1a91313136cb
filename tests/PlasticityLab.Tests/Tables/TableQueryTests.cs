using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Tests.Tables;

public class TableQueryTests
{
    private static readonly TableData Fruit = new(
        "fruit",
        1,
        "one fruit",
        [
            new("name", "", "its name", true, new[] { "apple", "fig", "pear", "plum, dried" }),
            new("weight", "g", "its weight", false, new double[] { 150, double.NaN, 180, -1e-3 }),
            new("seeds", "", "how many", false, new int?[] { 5, null, 10, 1 }),
            new("seed", "", "of the draw", false, new[] { 1UL, ulong.MaxValue, ulong.MaxValue - 1, 3UL }),
            new("ripe", "", "whether it is ripe", false, new[] { true, false, true, false }),
        ]
    );

    private static string[] Names(TableQuery query) => (string[])(query with { Columns = ["name"] }).Of(Fruit).Columns.Single().Values;

    [Theory]
    [InlineData("weight > 150", "pear")]
    [InlineData("weight>=150", "apple", "pear")]
    [InlineData("weight < 0", "plum, dried")]
    [InlineData("weight <= 1.5e2", "apple", "plum, dried")]
    [InlineData("weight < inf", "apple", "pear", "plum, dried")]
    [InlineData("weight =", "fig")]
    [InlineData("weight !=", "apple", "pear", "plum, dried")]
    [InlineData("weight != 150", "fig", "pear", "plum, dried")]
    [InlineData("seeds = ", "fig")]
    [InlineData("seeds > 4", "apple", "pear")]
    [InlineData("seed = 18446744073709551615", "fig")]
    [InlineData("ripe = yes", "apple", "pear")]
    [InlineData("name != apple", "fig", "pear", "plum, dried")]
    [InlineData("name = plum, dried", "plum, dried")]
    public void Rows_are_those_that_meet_the_condition(string where, params string[] names) =>
        Assert.Equal(names, Names(new() { Where = [where] }));

    [Fact]
    public void All_conditions_must_hold() => Assert.Equal(["pear"], Names(new() { Where = ["ripe = yes", "weight > 150"] }));

    [Theory]
    [InlineData("weight", "plum, dried", "apple", "pear", "fig")]
    [InlineData("-weight", "pear", "apple", "plum, dried", "fig")]
    [InlineData("-name", "plum, dried", "pear", "fig", "apple")]
    [InlineData("seed", "apple", "plum, dried", "pear", "fig")]
    public void Rows_are_sorted_and_empty_cells_come_last(string sort, params string[] names)
    {
        Assert.Equal(names, Names(new() { Sort = sort }));
        Assert.Equal(names[..2], Names(new() { Sort = sort, First = 2 }));
    }

    [Fact]
    public void Columns_come_in_the_order_asked_for()
    {
        var some = new TableQuery { Columns = ["seeds", "name"], First = 2 }.Of(Fruit);
        Assert.Equal("seeds,name\n5,apple\n,fig\n", some.ToCsv());
        Assert.Equal("| seeds | name |\n| ---: | --- |\n| 5 | apple |\n|  | fig |\n", some.ToMarkdown());
        Assert.Equal(
            "name\n\"plum, dried\"\n",
            new TableQuery { Columns = ["name"], Where = ["seeds = 1"] }
                .Of(Fruit)
                .ToCsv()
        );
    }

    [Theory]
    [InlineData("seeds == 1", "seeds = 1")]
    [InlineData("seeds <> 1", "seeds != 1")]
    [InlineData("name==fig", "name = fig")]
    [InlineData("ripe = true", "ripe = yes")]
    [InlineData("ripe != False", "ripe = yes")]
    public void Equal_and_unequal_may_be_written_as_in_other_languages(string where, string same) =>
        Assert.Equal(
            new TableQuery { Where = [same] }
                .Of(Fruit)
                .ToCsv(),
            new TableQuery { Where = [where] }
                .Of(Fruit)
                .ToCsv()
        );

    [Theory]
    [InlineData("name = figs", "--where \"name = figs\": no row of fruit has this. Did you mean fig?")]
    [InlineData("name==melon", "--where \"name==melon\": no row of fruit has this. The column has apple, fig, pear, plum, dried.")]
    [InlineData("name = fig", null)]
    [InlineData("name != figs", null)]
    [InlineData("seeds = 77", null)]
    [InlineData("name =", null)]
    public void A_word_that_stands_in_no_row_is_told(string where, string? says) =>
        Assert.Equal(
            says,
            new TableQuery { Where = [where] }
                .Unmet(Fruit)
                .SingleOrDefault()
        );

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var error = Assert.Throws<UserError>(() =>
            new TableQuery
            {
                Where =
                [
                    "wieght > 3",
                    "weight > heavy",
                    "name < b",
                    "nothing",
                    "weight < nan",
                    "name = fig and seeds > 1",
                    "ripe = perhaps",
                ],
                Columns = ["nmae"],
                Sort = "-sead",
                First = -1,
            }.Of(Fruit)
        );
        Assert.Equal(
            [
                "--where \"wieght > 3\": the table fruit has no column \"wieght\". Did you mean weight? Known: name, weight, seeds, seed, ripe.",
                "--where \"weight > heavy\": the column weight holds numbers, but \"heavy\" is none.",
                "--where \"name < b\": the column name holds words, which can only be compared by = and !=.",
                "--where \"nothing\": must be COLUMN, one of =, !=, <, <=, >, >= and a value, as in \"S >= 0.5\".",
                "--where \"weight < nan\": nothing is above or below NaN; empty cells are asked for by \"weight =\".",
                "--where \"name = fig and seeds > 1\": one condition only; give --where once for each, and all of them must hold.",
                "--where \"ripe = perhaps\": the column ripe holds yes and no, but \"perhaps\" is neither.",
                "--columns: the table fruit has no column \"nmae\". Did you mean name? Known: name, weight, seeds, seed, ripe.",
                "--sort: the table fruit has no column \"sead\". Did you mean seed? Known: name, weight, seeds, seed, ripe.",
                "--first: must be at least 0, but is -1.",
            ],
            error.Message.Split(Environment.NewLine)
        );
    }
}
