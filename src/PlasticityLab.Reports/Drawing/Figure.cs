namespace PlasticityLab.Reports.Drawing;

/// <summary>A figure: panels in a grid, lettered a, b, c in the order they were added, with caption, alternative text and source data. Sizes follow journals: 89 mm or 183 mm wide, text of 5 to 7 pt.</summary>
public sealed class Figure
{
    /// <summary>Widths of one and of two columns [mm].</summary>
    public const double Single = 89, Double = 183;

    private const double Millimetre = 72 / 25.4, Gutter = 9;
    private readonly List<(Panel Panel, int Row, int Column, int Rows, int Columns, bool Lettered)> _panels = [];

    /// <summary>A figure.</summary>
    /// <param name="id">File name without ending.</param>
    /// <param name="width">Width [mm].</param>
    /// <param name="height">Height [mm], at most 170 to fit a page with its caption.</param>
    public Figure(string id, double width, double height) => (Id, Width, Height) = (id, width, height);

    /// <summary>File name without ending.</summary>
    public string Id { get; }

    /// <summary>Width [mm].</summary>
    public double Width { get; }

    /// <summary>Height [mm].</summary>
    public double Height { get; }

    /// <summary>What the figure shows, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What stands below the figure: n, what intervals are, which test.</summary>
    public string Caption { get; set; } = "";

    /// <summary>What the figure shows, for those who do not see it: range, extremes, trend.</summary>
    public string Alt { get; set; } = "";

    /// <summary>The numbers behind the figure.</summary>
    public IList<SourceTable> Data { get; } = [];

    /// <summary>Relative widths of the grid's columns, or empty for equal ones.</summary>
    public IReadOnlyList<double> ColumnWeights { get; init; } = [];

    /// <summary>Relative heights of the grid's rows, or empty for equal ones.</summary>
    public IReadOnlyList<double> RowWeights { get; init; } = [];

    /// <summary>Puts a panel into the grid.</summary>
    public Figure Add(Panel panel, int row = 0, int column = 0, int rows = 1, int columns = 1, bool lettered = true)
    {
        _panels.Add((panel, row, column, rows, columns, lettered));
        return this;
    }

    /// <summary>Adds a table of source data and returns it.</summary>
    public SourceTable Table(string name, params string[] columns)
    {
        Data.Add(new SourceTable(name, columns));
        return Data[^1];
    }

    /// <summary>The figure as SVG text. Inlined in a page it follows the page's theme (<see cref="Palette.Css"/>); as a file it is light.</summary>
    public string Svg(bool inline = false) => SvgWriter.Write(Render(), Id, RichText.Plain(Title), Alt, inline);

    internal Scene Render()
    {
        var scene = new Scene(Width * Millimetre, Height * Millimetre);
        var (rows, columns) = (_panels.Max(p => p.Row + p.Rows), _panels.Max(p => p.Column + p.Columns));
        var (xs, ys) = (Edges(scene.Width, columns, ColumnWeights), Edges(scene.Height, rows, RowWeights));
        Box Cell((Panel Panel, int Row, int Column, int Rows, int Columns, bool Lettered) p)
            => new(xs[p.Column].From, ys[p.Row].From, xs[p.Column + p.Columns - 1].To - xs[p.Column].From, ys[p.Row + p.Rows - 1].To - ys[p.Row].From);

        var insets = _panels.Select(p => p.Panel.Measure(Cell(p).Width, Cell(p).Height)).ToArray();
        var letter = 'a';
        for (var i = 0; i < _panels.Count; i++)
        {
            var (p, cell) = (_panels[i], Cell(_panels[i]));

            // Panels that share a side of the grid share that margin, so that their axes stand in line.
            double Shared(Func<int, bool> same, Func<Insets, double> side) => Enumerable.Range(0, _panels.Count).Where(same).Max(k => side(insets[k]));
            var left = Shared(k => _panels[k].Column == p.Column, inset => inset.Left);
            var right = Shared(k => _panels[k].Column + _panels[k].Columns == p.Column + p.Columns, inset => inset.Right);
            var top = Shared(k => _panels[k].Row == p.Row, inset => inset.Top);
            var bottom = Shared(k => _panels[k].Row + _panels[k].Rows == p.Row + p.Rows, inset => inset.Bottom);
            top = Math.Max(top, _panels.Any(q => q.Lettered && q.Row == p.Row) ? Panel.LetterSize + 3 : 0);
            p.Panel.Draw(scene, new Box(cell.Left + left, cell.Top + top, Math.Max(10, cell.Width - left - right), Math.Max(10, cell.Height - top - bottom)));
            if (p.Lettered && _panels.Count(q => q.Lettered) > 1)
            {
                scene.Text(cell.Left, cell.Top + Panel.LetterSize - 1, $"{letter++}", Panel.LetterSize, bold: true);
            }
        }

        return scene;
    }

    private static (double From, double To)[] Edges(double length, int count, IReadOnlyList<double> weights)
    {
        var share = Enumerable.Range(0, count).Select(i => i < weights.Count ? weights[i] : 1).ToArray();
        var free = length - (Gutter * (count - 1));
        var edges = new (double From, double To)[count];
        double at = 0;
        for (var i = 0; i < count; i++)
        {
            edges[i] = (at, at + (free * share[i] / share.Sum()));
            at = edges[i].To + Gutter;
        }

        return edges;
    }
}
