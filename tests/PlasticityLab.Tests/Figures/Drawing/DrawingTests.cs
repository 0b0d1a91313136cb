using System.Text;
using System.Xml.Linq;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using SkiaSharp;

namespace PlasticityLab.Tests.Figures.Drawing;

public class DrawingTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Names => [.. Gallery.All().Select(figure => figure.Id)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_kind_of_mark_is_drawn_as_svg_png_and_pdf(string name)
    {
        var figure = Gallery.All().Single(x => x.Id == name);
        Gallery.Write(figure);
        var root = XDocument.Parse(figure.Svg()).Root!;
        Assert.Equal("img", (string)root.Attribute("role")!);
        Assert.Equal(figure.Title, root.Element(Svg + "title")!.Value);
        Assert.NotEmpty(root.Element(Svg + "desc")!.Value);
        Assert.NotEmpty(root.Descendants(Svg + "text"));
        Assert.DoesNotContain(
            root.DescendantsAndSelf().Attributes(),
            attribute => !attribute.IsNamespaceDeclaration && attribute.Value.Contains("http", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("NaN", figure.Svg());
        var pdf = Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(Gallery.Folder(), name + ".pdf")));
        Assert.StartsWith("%PDF", pdf);
        Assert.Contains("LiberationSans", pdf);
        Assert.DoesNotContain("CreationDate", pdf);
    }

    [Fact]
    public void Equal_figures_are_equal_files() =>
        Assert.True(SkiaWriter.Pdf(Gallery.Maps().Render(), "t").AsSpan().SequenceEqual(SkiaWriter.Pdf(Gallery.Maps().Render(), "t")));

    [Fact]
    public void An_upward_arrow_has_its_tip_above_its_tail()
    {
        var axes = new Axes { X = Axis.Linear("x", -1, 1), Y = Axis.Linear("y", -1, 1) };
        axes.Flow([0], [0], [0], [1], longest: 20);
        var scene = new Figure("arrow", 60, 60) { Title = "arrow" }
            .Add(axes)
            .Render();
        var shapes = scene.Shapes.OfType<ClipShape>().Single().Inside.OfType<PathShape>().ToArray();
        var shaft = shapes[0].Strokes[0];
        var tip = shapes[1].Strokes[0][0];
        Assert.True(tip.Y < shaft[0].Y);
        Assert.Equal(tip.X, shaft[0].X, 6);
    }

    [Fact]
    public void Every_series_colour_keeps_3_to_1_and_text_4_5_to_1_on_both_pages()
    {
        Assert.All(
            Palette.Series,
            paint =>
            {
                Assert.True(Paint.Contrast(paint.Light, Paint.Paper.Light) >= 3, $"{paint.Name} light");
                Assert.True(Paint.Contrast(paint.Dark, Paint.Paper.Dark) >= 3, $"{paint.Name} dark");
            }
        );
        Assert.All(
            new[] { Paint.Ink, Paint.Muted },
            paint =>
            {
                Assert.True(Paint.Contrast(paint.Light, Paint.Paper.Light) >= 4.5);
                Assert.True(Paint.Contrast(paint.Dark, Paint.Paper.Dark) >= 4.5);
            }
        );
    }

    [Fact]
    public void The_sequential_map_darkens_evenly()
    {
        var light = Enumerable.Range(0, 256).Select(i => Grey(ColorMap.Sequential.At(i / 255.0))).ToArray();
        Assert.All(light.Skip(1).Zip(light), pair => Assert.True(pair.First <= pair.Second + 1.5));
        Assert.True(light[0] - light[255] > 150);
    }

    [Fact]
    public void The_diverging_map_has_its_lightest_colour_at_zero_and_equal_ends()
    {
        Assert.InRange(Grey(ColorMap.Diverging.At(0.5)), 235, 255);
        Assert.InRange(Grey(ColorMap.Diverging.At(0)) - Grey(ColorMap.Diverging.At(1)), -25, 25);
        Assert.Equal(-2, ColorScale.Signed(2, "").Low);
    }

    [Fact]
    public void Ticks_are_round_and_lie_within_the_axis()
    {
        Assert.Equal(["0", "0.2", "0.4", "0.6", "0.8", "1.0"], Ticks.Even(0, 1, 5).Select(x => x.Text).Select(x => x == "0.0" ? "0" : x));
        Assert.Equal([-100, 0, 100], Ticks.Even(-149, 149, 3).Select(x => x.At));
        Assert.Equal("10^{−6}", Ticks.Decades(1e-6, 1e6, 200)[0].Text);
        Assert.All(Ticks.Decades(0.011, 0.9, 100), tick => Assert.InRange(tick.At, 0.011, 0.9));
    }

    [Fact]
    public void Contours_keep_branches_apart_and_close_loops()
    {
        double[] at = [.. Enumerable.Range(-20, 41).Select(i => i / 10.0)];
        var circle = Contours.Lines(at, at, Matrix.From(41, 41, (i, j) => (at[i] * at[i]) + (at[j] * at[j]) - 1));
        Assert.Single(circle);
        Assert.Equal(circle[0][0], circle[0][^1]);
        Assert.All(circle[0], p => Assert.InRange(Math.Sqrt((p.X * p.X) + (p.Y * p.Y)), 0.99, 1.01));
        Assert.Equal(2, Contours.Lines(at, at, Matrix.From(41, 41, (i, j) => Math.Abs(at[i]) - 0.55)).Count);
        Assert.Single(Contours.Lines(at, at, Matrix.From(41, 41, (i, _) => at[i])));
    }

    [Fact]
    public void Rules_differ_in_look_without_colour_within_their_family()
    {
        var looks = new[] { "hebb", "anti", "stdp", "tah", "bcm", "oja" }.Select(RuleStyle.Of).ToArray();
        Assert.Equal(looks.Length, looks.Select(look => (look.Paint, look.Glyph, look.Filled)).Distinct().Count());
        Assert.NotEqual(RuleStyle.Of("hebb").Dash, RuleStyle.Of("stdp").Dash);
        Assert.Equal(RuleStyle.Of("rate_stdp"), RuleStyle.Of("stdp"));
    }

    [Fact]
    public void Png_has_300_dots_per_inch()
    {
        using var bitmap = SKBitmap.Decode(SkiaWriter.Png(Gallery.Maps().Render()));
        Assert.InRange(bitmap.Width, 1050, 1053);
    }

    [Fact]
    public void Csv_quotes_only_where_needed_and_keeps_every_digit() =>
        Assert.Equal("rule,S\n\"a,b\",0.1\nc,\n", new SourceTable("t", "rule", "S").Row("a,b", 0.1).Row("c", double.NaN).Csv());

    private static double Grey(uint rgb) => (0.299 * ((rgb >> 16) & 255)) + (0.587 * ((rgb >> 8) & 255)) + (0.114 * (rgb & 255));
}
