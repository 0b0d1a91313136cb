using System.Buffers.Binary;
using System.Text;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using SkiaSharp;

namespace PlasticityLab.Tests.Figures.Drawing;

/// <summary>Missing values, large pictures and size in print (kind 40).</summary>
public class MissingValueTests
{
    private static readonly double[] Five = [0, 1, 2, 3, 4];

    [Fact]
    public void A_band_has_a_gap_where_a_value_is_missing()
    {
        var figure = Of(axes => axes.Band(Five, [1, 1, double.NaN, 1, 1], [2, 3, double.NaN, 3, 2], Palette.Blue));
        Drawn.Sound(figure.Svg());
        var areas = Drawn.Shapes(figure).OfType<PathShape>().Where(p => p.Fill == Palette.Blue).ToArray();
        Assert.Equal(2, areas.Length);
        Assert.True(areas[0].Strokes[0].Max(p => p.X) < areas[1].Strokes[0].Min(p => p.X));
    }

    [Fact]
    public void A_value_alone_between_two_gaps_is_a_dot()
    {
        var figure = Drawn.Line([1, 2, double.NaN, 3, double.NaN, 2, 1]);
        Drawn.Sound(figure.Svg());
        var dot = Assert.Single(Drawn.Shapes(figure).OfType<CircleShape>());
        Assert.True(dot.Centres[0].Y < Drawn.Course(figure).Min(p => p.Y));
    }

    [Fact]
    public void A_line_of_one_point_is_a_dot() => Assert.Single(Drawn.Shapes(Drawn.Line([3])).OfType<CircleShape>());

    [Fact]
    public void A_histogram_leaves_out_the_missing_bar()
    {
        var figure = Of(axes => axes.Histogram([0, 1, 2, 3], [1, double.NaN, 2], Palette.Blue));
        Drawn.Sound(figure.Svg());
        Assert.Equal(2, Drawn.Shapes(figure).OfType<PathShape>().Count(p => p.Fill == Palette.Blue));
    }

    [Fact]
    public void What_is_missing_or_infinite_never_reaches_the_file()
    {
        Drawn.Sound(Drawn.Line([1, 2, double.NaN, 3, 4]).Svg());
        Drawn.Sound(Drawn.Line([1, double.PositiveInfinity, 3]).Svg());
        Drawn.Sound(Of(a => a.HeatMap(new Matrix(2, 2, [1, double.NaN, 0, 1]), ColorScale.Magnitude(0, 1, ""))).Svg());
        Drawn.Sound(Of(a => a.Interval(1, double.NaN, 2, new Pen(Palette.Blue))).Svg());
        Drawn.Sound(Of(a => a.Area([0, 1, double.NaN, 2], [0, 1, 2, 0], Palette.Blue)).Svg());
        Drawn.Sound(Of(a => a.Text(double.NaN, 1, "x").Guide(double.NaN).Span(0, double.NaN)).Svg());
        var polar = new PolarAxes().Line([0, 90, 180], [0, double.NaN, 1], new Pen(Palette.Blue));
        Drawn.Sound(
            new Figure("polar", 60, 60) { Title = "p" }
                .Add(polar)
                .Svg()
        );
    }

    [Fact]
    public void A_picture_of_many_samples_has_no_more_dots_than_print_needs()
    {
        var map = new Matrix(2, 60_000, [.. Enumerable.Range(0, 120_000).Select(i => i % 60_000 < 30_000 ? 0.0 : 1)]);
        var figure = Of(axes => axes.HeatMap(map, ColorScale.Magnitude(0, 1, "")));
        var image = Drawn.Shapes(figure).OfType<ImageShape>().First(i => i.Columns > 1);
        Assert.InRange(image.Columns, 100, 6000);
        Assert.Equal(ColorMap.Sequential.At(0), image.Pixels[0] & 0xFFFFFF);
        Assert.Equal(ColorMap.Sequential.At(1), image.Pixels[image.Columns - 1] & 0xFFFFFF);
        Assert.NotEmpty(SkiaWriter.Png(figure.Render()));
    }

    [Fact]
    public void A_picture_says_how_large_it_is_in_print()
    {
        var png = SkiaWriter.Png(Drawn.Line([1, 2]).Render());
        Assert.Equal("pHYs", Encoding.ASCII.GetString(png, 37, 4));
        Assert.Equal(11811, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(41)));
        Assert.Equal(11811, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(45)));
        Assert.Equal(1, png[49]);
        // The check sum of the standard's own example: an empty IEND chunk.
        Assert.Equal(0xAE426082, PlasticityLab.Numerics.Files.Crc32.Of("IEND"u8));
        using var bitmap = SKBitmap.Decode(png);
        Assert.InRange(bitmap.Width, 1050, 1053);
    }

    private static Figure Of(Action<Axes> draw)
    {
        var axes = new Axes { X = Axis.Linear("x"), Y = Axis.Linear("y") };
        draw(axes);
        return new Figure("figure", 89, 60) { Title = "figure", Alt = "figure" }.Add(axes);
    }
}
