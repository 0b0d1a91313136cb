using PlasticityLab.Figures.Drawing.Marks;

namespace PlasticityLab.Figures.Drawing;

/// <summary>A figure: panels in a grid, lettered a, b, c in the order they were added, with caption, alternative text and source data.
/// Sizes follow journals: 89 mm or 183 mm wide, text of 5 to 7 pt.</summary>
public sealed class Figure
{
    /// <summary>Widths of one and of two columns [mm].</summary>
    public const double Single = 89,
        Double = 183;

    private const double Millimetre = 72 / 25.4,
        Gutter = 9,
        Margin = 4;
    private double _height;
    private readonly List<(Panel Panel, int Row, int Column, int Rows, int Columns, bool Lettered)> _panels = [];

    /// <summary>A figure.</summary>
    /// <param name="id">File name without ending.</param>
    /// <param name="width">Width [mm].</param>
    /// <param name="height">Height [mm], at most 170 to fit a page with its caption; with <see cref="EqualPanels"/>, 0 makes the plots
    /// square.</param>
    public Figure(string id, double width, double height) => (Id, Width, _height) = (SafeId.Of(id), width, height);

    /// <summary>File name without ending: letters, digits, <c>_</c>, <c>-</c> and <c>.</c> only, whatever the names of rules and conditions.
    /// </summary>
    public string Id { get; }

    /// <summary>Width [mm].</summary>
    public double Width { get; private set; }

    /// <summary>Height [mm]; a legend that no panel has room for stands below the panels and adds to it.</summary>
    public double Height => Layout().Height / Millimetre;

    /// <summary>The figure laid out anew for another width [mm]: plots change with it, texts keep their size.</summary>
    public Figure At(double width)
    {
        (_height, Width) = (_height * width / Width, width);
        return this;
    }

    /// <summary>The figure laid out anew, narrower where it must be, so that on a screen area its smallest text has so many pixels.</summary>
    internal Figure Legible(double wide, double high, double least)
    {
        // Margins and legends do not shrink with the plots: what was aimed at is looked at again.
        for (var k = 0; k < 4; k++)
        {
            var scene = Render();
            var seen = Math.Min(wide / scene.Width, high / scene.Height) * scene.SmallestText();
            if (seen >= least || !double.IsFinite(seen))
            {
                break;
            }

            At(Width * 0.99 * seen / least);
        }

        return this;
    }

    /// <summary>All plots get one size, as small multiples need; weights of rows and columns are not used.</summary>
    public bool EqualPanels { get; init; }

    /// <summary>One colour bar for all panels, right of the grid.</summary>
    public ColorScale? Key { get; init; }

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

    /// <summary>The figure as SVG text. Inlined in a page it follows the page's theme (<see cref="Palette.Css"/>); as a file it is
    /// light.</summary>
    public string Svg(bool inline = false) => SvgWriter.Write(Render(), Id, RichText.Plain(Title), RichText.Plain(Alt), inline);

    /// <summary>What the legends of all panels name.</summary>
    internal IEnumerable<LegendEntry> Entries => _panels.SelectMany(panel => panel.Panel.Entries).Distinct();

    internal Scene Render()
    {
        var (plots, width, height) = Layout();
        var scene = new Scene(width, height);
        var letter = 'a';
        for (var i = 0; i < _panels.Count; i++)
        {
            _panels[i].Panel.Draw(scene, plots[i].Plot);
            if (Lettered(i))
            {
                scene.Text(plots[i].Cell.Left, plots[i].Cell.Top + Panel.LetterSize - 1, $"{letter++}", Panel.LetterSize, bold: true);
            }
        }

        if (Overflow() is { Count: > 0 } legend)
        {
            Drawing.Legend.DrawRows(
                scene,
                legend,
                Margin,
                height - Drawing.Legend.RowsHeight(legend, width - (2 * Margin)),
                width - (2 * Margin)
            );
        }

        if (Key is { } key)
        {
            var right = plots.Max(plot => plot.Plot.Right);
            ColorBar.Draw(scene, key, plots.Select(plot => plot.Plot).First(plot => plot.Right >= right - 0.01));
        }

        return scene;
    }

    private bool Lettered(int i) => _panels[i].Lettered && _panels.Count(panel => panel.Lettered) > 1;

    // What the panels have no room for, each look once.
    private IReadOnlyList<LegendEntry> Overflow()
    {
        var cells = Cells();
        var entries = new List<LegendEntry>();
        for (var i = 0; i < _panels.Count; i++)
        {
            var panel = _panels[i].Panel;
            var over = panel.Overflow(cells[i].Width, cells[i].Height);
            panel.LegendMoved = over.Count > 0;
            entries.AddRange(over.Where(entry => !entries.Contains(entry)));
        }

        return entries;
    }

    private Box[] Cells()
    {
        var (width, height) = (Width * Millimetre, _height * Millimetre);
        var (rows, columns) = (_panels.Max(p => p.Row + p.Rows), _panels.Max(p => p.Column + p.Columns));
        var (xs, ys) = (Edges(width, columns, ColumnWeights), Edges(height > 0 ? height : width / columns * rows, rows, RowWeights));
        return
        [
            .. _panels.Select(p => new Box(
                xs[p.Column].From,
                ys[p.Row].From,
                xs[p.Column + p.Columns - 1].To - xs[p.Column].From,
                ys[p.Row + p.Rows - 1].To - ys[p.Row].From
            )),
        ];
    }

    private ((Box Cell, Box Plot)[] Panels, double Width, double Height) Layout()
    {
        var legend = Overflow();
        // Twice: how a legend breaks into rows depends on the plot's width, and that on everyone's margins.
        var first = Layout(i => null);
        var (panels, width, height) = Layout(i => first.Panels[i].Plot);
        return (panels, width, height + (legend.Count == 0 ? 0 : Drawing.Legend.RowsHeight(legend, width - (2 * Margin)) + Margin));
    }

    private ((Box Cell, Box Plot)[] Panels, double Width, double Height) Layout(Func<int, Box?> before)
    {
        var (width, height) = (Width * Millimetre, _height * Millimetre);
        var (rows, columns) = (_panels.Max(p => p.Row + p.Rows), _panels.Max(p => p.Column + p.Columns));
        var room = Key is { } key ? ColorBar.Room(key, 60) + 4 : 0;
        var guess = height > 0 ? height : width / columns * rows;
        var (xs, ys) = (Edges(width - room, columns, ColumnWeights), Edges(guess, rows, RowWeights));
        Box Cell(int i) =>
            new(
                xs[_panels[i].Column].From,
                ys[_panels[i].Row].From,
                xs[_panels[i].Column + _panels[i].Columns - 1].To - xs[_panels[i].Column].From,
                ys[_panels[i].Row + _panels[i].Rows - 1].To - ys[_panels[i].Row].From
            );
        var insets = Enumerable
            .Range(0, _panels.Count)
            .Select(i =>
                _panels[i].Panel.Measure(Cell(i).Width, Cell(i).Height) is var rough && before(i) is { } plot
                    ? _panels[i].Panel.Measure(plot.Width + rough.Left + rough.Right, plot.Height + rough.Top + rough.Bottom)
                    : rough
            )
            .Select(
                (inset, i) =>
                    !Lettered(i) ? inset : inset with { Left = Math.Max(inset.Left, 11), Top = Math.Max(inset.Top, Panel.LetterSize + 3) }
            )
            .ToArray();

        // Panels that share a side of the grid share that margin, so that their axes stand in line.
        double Shared(Func<int, bool> same, Func<Insets, double> side) =>
            Enumerable.Range(0, _panels.Count).Where(same).Select(k => side(insets[k])).DefaultIfEmpty(0).Max();
        double Left(int column) => Shared(k => _panels[k].Column == column, inset => inset.Left);
        double Right(int column) => Shared(k => _panels[k].Column + _panels[k].Columns == column + 1, inset => inset.Right);
        double Top(int row) => Shared(k => _panels[k].Row == row, inset => inset.Top);
        double Bottom(int row) => Shared(k => _panels[k].Row + _panels[k].Rows == row + 1, inset => inset.Bottom);
        if (EqualPanels)
        {
            const double gap = 4;
            var wide =
                (width - room - (gap * (columns - 1)) - Enumerable.Range(0, columns).Sum(column => Left(column) + Right(column))) / columns;
            var margins = Enumerable.Range(0, rows).Sum(row => Top(row) + Bottom(row)) + (gap * (rows - 1));
            var high = height > 0 ? (height - margins) / rows : wide;
            xs = Stack(columns, column => Left(column) + wide + Right(column), gap);
            ys = Stack(rows, row => Top(row) + high + Bottom(row), gap);
            height = ys[^1].To;
        }

        return (
            [
                .. Enumerable
                    .Range(0, _panels.Count)
                    .Select(i =>
                    {
                        var (p, cell) = (_panels[i], Cell(i));
                        var (left, top) = (Left(p.Column), Top(p.Row));
                        return (
                            cell,
                            new Box(
                                cell.Left + left,
                                cell.Top + top,
                                Math.Max(10, cell.Width - left - Right(p.Column + p.Columns - 1)),
                                Math.Max(10, cell.Height - top - Bottom(p.Row + p.Rows - 1))
                            )
                        );
                    }),
            ],
            width,
            height
        );
    }

    private static (double From, double To)[] Stack(int count, Func<int, double> size, double gap)
    {
        var edges = new (double From, double To)[count];
        for (var i = 0; i < count; i++)
        {
            var from = i == 0 ? 0 : edges[i - 1].To + gap;
            edges[i] = (from, from + size(i));
        }

        return edges;
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
