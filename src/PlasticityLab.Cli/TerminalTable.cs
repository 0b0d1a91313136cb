using Spectre.Console;

namespace PlasticityLab.Cli;

/// <summary>A table for the terminal whose cells stay whole. Where the terminal is too narrow, columns that may go are left out; where even
/// that is too wide, each row stands as lines of its own.</summary>
/// <param name="title">Title; may be empty.</param>
/// <param name="columns">The columns.</param>
internal sealed class TerminalTable(string title, params TerminalTable.Column[] columns)
{
    private readonly List<string[]> _rows = [];

    /// <summary>A column.</summary>
    /// <param name="Title">What stands above it.</param>
    /// <param name="Right">Set to the right.</param>
    /// <param name="Goes">0: it stays; else the place in which it goes, 1 first.</param>
    public sealed record Column(string Title, bool Right = false, int Goes = 0);

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Prints the table.</summary>
    public void Write()
    {
        int[] shown = [.. Enumerable.Range(0, columns.Length)];
        foreach (var k in shown.Where(k => columns[k].Goes > 0).OrderBy(k => columns[k].Goes).ToArray())
        {
            shown = Width(shown) > Terminal.Width ? [.. shown.Where(column => column != k)] : shown;
        }

        if (Width(shown) > Terminal.Width)
        {
            Stacked();
        }
        else
        {
            Grid(shown);
        }
    }

    private int Wide(int column) => _rows.Select(row => row[column].Length).Append(columns[column].Title.Length).Max();

    // Spectre sets a space on either side of a cell, and one between columns and at both ends.
    private int Width(int[] shown) => shown.Sum(column => Wide(column) + 3) + 1;

    private void Grid(int[] shown)
    {
        var grid = new Table { Border = TableBorder.Simple };
        if (title.Length > 0)
        {
            grid.Title(Markup.Escape(title));
        }

        foreach (var column in shown.Select(k => columns[k]))
        {
            grid.AddColumn(
                new TableColumn(Markup.Escape(column.Title)) { NoWrap = true, Alignment = column.Right ? Justify.Right : Justify.Left }
            );
        }

        foreach (var row in _rows)
        {
            grid.AddRow([.. shown.Select(k => Markup.Escape(row[k]))]);
        }

        Terminal.Out.Write(grid);
    }

    private void Stacked()
    {
        if (title.Length > 0)
        {
            Console.Out.WriteLine(title);
        }

        var wide = columns.Max(column => column.Title.Length);
        foreach (var row in _rows)
        {
            Console.Out.WriteLine();
            foreach (var (column, cell) in columns.Zip(row).Where(pair => pair.First.Title.Length > 0))
            {
                Console.Out.WriteLine($"  {column.Title.PadRight(wide)}  {cell}");
            }
        }

        Console.Out.WriteLine();
    }
}
