using System.Globalization;
using PlasticityLab.Figures.Drawing;

namespace PlasticityLab.Tests.Figures.Drawing;

/// <summary>Numbers along an axis (kind 34): texts differ, stand apart and read back to their values, whatever the size of the
/// data.</summary>
public class AxisNumberTests
{
    [Theory]
    [InlineData(new double[] { 1e-8, 3e-8, 8e-8 })]
    [InlineData(new double[] { 1e-300, 1, 1e300 })]
    [InlineData(new double[] { 11, 15, 18.5 })]
    [InlineData(new double[] { 2.3, 3, 4.4 })]
    [InlineData(new double[] { 7, 7, 7 })]
    [InlineData(new double[] { 5e-324, 1e-10 })]
    [InlineData(new double[] { 1e-3, 1e3 })]
    public void An_axis_by_decades_has_at_least_two_texts_that_differ(double[] ys)
    {
        var texts = Drawn.YTexts(Drawn.Line(ys, log: true));
        Assert.True(texts.Length >= 2, string.Join(" | ", texts));
        Assert.Equal(texts.Length, texts.Distinct().Count());
        Assert.DoesNotContain("0", texts);
        Drawn.Sound(Drawn.Line(ys, log: true).Svg());
    }

    [Theory]
    [InlineData(new double[] { 1e17, 1e17, 1e17 })]
    [InlineData(new double[] { 0, 0, 0 })]
    [InlineData(new double[] { 5, 5, 5 })]
    [InlineData(new double[] { 0, 1e-13, 2e-13, 3e-13, 4e-13 })]
    [InlineData(new double[] { -1.7e308, 0, 1.7e308 })]
    [InlineData(new double[] { 1e6, 1e6 + 1e-3, 1e6 + 2e-3, 1e6 + 3e-3, 1e6 + 4e-3 })]
    [InlineData(new double[] { 1e-9, 3e-9 })]
    [InlineData(new double[] { 1e12, 3e12 })]
    [InlineData(new double[] { -1e-3, -5e-4, -2e-4, -0.0 })]
    [InlineData(new double[] { 5e-324, 1.5e-323 })]
    public void An_even_axis_draws_the_line_and_tells_its_values(double[] ys)
    {
        var figure = Drawn.Line(ys);
        var texts = Drawn.YTexts(figure);
        Assert.NotEmpty(texts);
        Assert.Equal(texts.Length, texts.Distinct().Count());
        Assert.DoesNotContain(texts, text => text.Contains('-') || text is "−0" or "-0");
        Assert.NotEmpty(Drawn.Course(figure));
        Drawn.Sound(figure.Svg());
    }

    [Fact]
    public void What_differs_by_more_than_rounding_rises_over_the_whole_height()
    {
        var course = Drawn.Course(Drawn.Line([0, 1e-13, 2e-13, 3e-13, 4e-13]));
        var axis = Drawn
            .Shapes(Drawn.Line([0, 1e-13, 2e-13, 3e-13, 4e-13]))
            .OfType<PathShape>()
            .Where(p => p.Pen is { } pen && pen.Paint == Paint.Ink)
            .Max(p => p.Strokes[0].Max(pt => pt.Y) - p.Strokes[0].Min(pt => pt.Y));
        Assert.True(course.Max(pt => pt.Y) - course.Min(pt => pt.Y) > 0.8 * axis);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-3e-10, 8e-10)]
    [InlineData(1e12, 3e12)]
    [InlineData(1e6, 1000000.001)]
    [InlineData(0.25, 0.3)]
    [InlineData(-1e300, 1e300)]
    [InlineData(123456, 123999)]
    public void A_text_reads_back_to_its_tick(double low, double high)
    {
        var ticks = Ticks.Even(low, high, 5);
        Assert.InRange(ticks.Count, 2, 12);
        Assert.All(ticks, tick => Assert.Equal(tick.At, Value(tick.Text), Math.Abs(high - low) * 1e-9));
        Assert.Equal(ticks.Count, ticks.Select(tick => tick.Text).Distinct().Count());
    }

    [Theory]
    [InlineData(1e-10, 9e-10)]
    [InlineData(1e12, 1.9e12)]
    [InlineData(1e6, 1000000.001)]
    [InlineData(0, 1)]
    public void Texts_along_x_stand_apart(double low, double high)
    {
        var axes = new Axes { X = Axis.Linear("x", low, high), Y = Axis.Linear("y", 0, 1) };
        axes.Line([low, high], [0, 1], new Pen(Palette.Blue));
        var texts = Drawn.XTexts(new Figure("x", 89, 60) { Title = "x" }.Add(axes));
        Assert.NotEmpty(texts);
        var boxes = texts.Select(t => (t.X, Half: Typefaces.Width(t.Markup, t.Size) / 2)).OrderBy(b => b.X).ToArray();
        Assert.All(boxes.Zip(boxes.Skip(1)), pair => Assert.True(pair.First.X + pair.First.Half < pair.Second.X - pair.Second.Half));
    }

    [Fact]
    public void Data_that_an_axis_cannot_show_leave_an_empty_panel()
    {
        Drawn.Sound(Drawn.Line([-1, 0, -5], log: true).Svg());
        Drawn.Sound(Drawn.Line([double.NaN, double.NaN, double.NaN]).Svg());
        Drawn.Sound(Drawn.Line([]).Svg());
    }

    [Fact]
    public void A_long_course_stays_small_and_keeps_its_extremes()
    {
        double[] ys = [.. Enumerable.Range(0, 300_000).Select(i => Math.Sin(i * 2e-4))];
        var figure = Drawn.Line(ys);
        Assert.True(figure.Svg().Length < 100_000);
        var course = Drawn.Course(figure);
        var flat = Drawn.Course(Drawn.Line([-1, 1]));
        Assert.Equal(flat.Min(pt => pt.Y), course.Min(pt => pt.Y), 0.5);
    }

    private static double Value(string markup)
    {
        var text = markup.Replace('−', '-');
        var parts = text.Split("×10^{");
        return double.Parse(parts.Length == 1 ? text : $"{parts[0]}E{parts[1].TrimEnd('}')}", CultureInfo.InvariantCulture);
    }
}
