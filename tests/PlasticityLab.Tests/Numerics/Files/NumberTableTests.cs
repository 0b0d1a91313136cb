using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Tests.Numerics.Files;

public class NumberTableTests
{
    private static readonly double[] Four = [1.5, -2, 3.25, 4];

    [Theory]
    [InlineData("1.5,-2\n3.25,4\n")]
    [InlineData("1.5, -2\r\n3.25, 4\r\n")]
    [InlineData("1.5;-2\n3.25;4")]
    [InlineData("1.5\t-2\n3.25\t4")]
    [InlineData("1.5 -2\n 3.25   4 \n")]
    [InlineData("1,5;-2\n3,25;4")]
    [InlineData("1,5\t-2\n3,25\t4")]
    [InlineData("1,5 -2\n3,25 4")]
    [InlineData("1,5 ; -2,0\n3,25 ; 4,0")]
    [InlineData("\"1,5\",\"-2\"\n\"3,25\",\"4\"")]
    [InlineData("# comment; with a semicolon\n\n1.5,-2\n\n3.25,4\n")]
    [InlineData("1.5,-2,\n3.25,4,\n")]
    [InlineData("1,5;-2;\r3,25;4;\r")]
    [InlineData("+1.5e0,-20E-1\n3.25,4")]
    public void One_table_in_every_spelling(string text)
    {
        var table = NumberTable.Parse(text, "x.csv");
        Assert.Equal((2, 2), (table.Values.Rows, table.Values.Columns));
        Assert.Equal(Four, table.Values.Values);
        Assert.Equal(table.DecimalMark == ',', table.Remark.Contains("decimal comma", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(",2\n3,4", "line 1, column 1")]
    [InlineData("1,2\n,4", "line 2, column 1")]
    [InlineData("1,,3\n4,5,6", "line 1, column 2")]
    [InlineData("1;2;3\n4;;6", "line 2, column 2")]
    [InlineData("1\t2\t3\n4\t5\t", "line 2, column 3")]
    [InlineData("1,2\n3,", "line 2, column 2")]
    [InlineData("1, ,3\n1,2,3", "line 1, column 2")]
    [InlineData("\t1\n2\t3", "line 1, column 1")]
    public void An_empty_cell_keeps_its_place(string text, string where)
    {
        var sentence = Assert.Throws<UserError>(() => NumberTable.Parse(text, "x.csv")).Message;
        Assert.Contains(where, sentence);
        Assert.Contains("empty", sentence);
        var table = NumberTable.Parse(text, "x.csv", missing: true);
        Assert.Equal(1, table.Values.Values.Count(double.IsNaN));
    }

    [Theory]
    [InlineData("a,b\n1,2", "line 1, column 1")]
    [InlineData("a,b\n1,2", "A line of names is no part of a table of numbers")]
    [InlineData("sep=;\n1;2", "A line of names is no part of a table of numbers")]
    [InlineData("1,2\n3,x", "line 2, column 2")]
    [InlineData("1,nan\n3,4", "column 2")]
    [InlineData("1,inf\n3,4", "column 2")]
    [InlineData("1,1e999\n3,4", "column 2")]
    [InlineData("1,0x10\n3,4", "column 2")]
    [InlineData("1,2,3\n4,5", "must have 3 numbers")]
    [InlineData("1.5;2,5\n3;4", "points and numbers with commas")]
    [InlineData("1,500;2\n3;4", "thousands")]
    [InlineData("1'000;2\n3;4", "write 1000")]
    [InlineData("1 000;2\n3;4", "write 1000")]
    [InlineData("1,5,7;2\n3;4", "column 1")]
    [InlineData("", "no numbers")]
    [InlineData("# only a comment\n", "no numbers")]
    [InlineData("1,2\0\n", "zero bytes")]
    [InlineData("١,٢\n", "line 1, column 1")]
    public void What_is_no_number_is_refused_with_its_place(string text, string part) =>
        Assert.Contains(part, Assert.Throws<UserError>(() => NumberTable.Parse(text, "x.csv")).Message);
}
