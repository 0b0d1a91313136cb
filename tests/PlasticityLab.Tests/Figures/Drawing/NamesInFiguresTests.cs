using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Study;
using PlasticityLab.Models.LearningRules;
using SkiaSharp;

namespace PlasticityLab.Tests.Figures.Drawing;

/// <summary>Names of rules and conditions in figures (kind 36), and many or long ones (kind 38).</summary>
public class NamesInFiguresTests
{
    [Theory]
    [InlineData("no adaptation")]
    [InlineData("gain (2)")]
    [InlineData("a & b <c> \"d\" $ é שלום")]
    [InlineData("bell\a and \u0001")]
    public void Any_name_makes_a_sound_figure(string name)
    {
        var axes = new Axes
        {
            Title = RichText.Literal(name),
            X = Axis.Linear(),
            Y = Axis.Names([RichText.Literal(name)]),
        };
        axes.Line([0, 1], [0, 0], new Pen(Palette.Blue), RichText.Literal(name)).Placed(LegendPlace.Below);
        var figure = new Figure($"example_{name}", 89, 50) { Title = RichText.Literal(name), Alt = RichText.Literal(name) }.Add(axes);
        Assert.Matches("^[A-Za-z0-9_.-]+$", figure.Id);
        Drawn.Sound(figure.Svg());
        Drawn.Sound(figure.Svg(inline: true));
    }

    [Fact]
    public void Different_names_are_different_files()
    {
        Assert.NotEqual(SafeId.Of("gain (2)"), SafeId.Of("gain [2]"));
        Assert.Equal("example_no_adaptation", SafeId.Of("example_no adaptation"));
    }

    [Theory]
    [InlineData("a*b*c")]
    [InlineData("w_{ij}")]
    [InlineData("x^{2}")]
    [InlineData("back\\slash")]
    public void A_name_of_a_user_is_never_markup(string name)
    {
        var run = Assert.Single(Joined(RichText.Parse(RichText.Literal(name))));
        Assert.Equal((name, false, RichText.Level.Base), (run.Text, run.Italic, run.Level));
        Assert.Equal(name, RichText.Plain(RichText.Literal(name)));
    }

    [Fact]
    public void Characters_that_no_typeface_has_are_told_and_others_are_drawn()
    {
        // U+0378 is not assigned: no typeface has it.
        var missing = Typefaces.Missing("aé日🧠\u0378");
        Assert.Contains('\u0378', missing);
        Assert.DoesNotContain('é', missing);
        Assert.All(
            Typefaces.Parts("日本 🧠", false, false).Where(part => part.Text.Trim().Length > 0 && Typefaces.Missing(part.Text).Length == 0),
            part => Assert.True(part.Face.ContainsGlyphs(part.Text))
        );
        var folder = Directory.CreateTempSubdirectory("plasticity-boxes-").FullName;
        try
        {
            var figure = new Figure("boxes", 89, 40) { Title = "a\u0378", Alt = "a" }.Add(
                new Axes
                {
                    Title = "a\u0378",
                    X = Axis.Linear(),
                    Y = Axis.Linear(),
                }
            );
            FigureFile.SaveTexts(figure, folder);
            Assert.Contains("No typeface of this machine has \u0378", File.ReadAllText(Path.Combine(folder, "boxes.txt")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(LegendPlace.Right)]
    [InlineData(LegendPlace.Below)]
    [InlineData(LegendPlace.TopLeft)]
    public void Legends_of_a_hundred_rules_lie_inside_the_page(LegendPlace place)
    {
        foreach (var count in new[] { 1, 3, 8, 17, 41, 100 })
        {
            var figure = new Figure("many", 183, 61) { Title = "many", ColumnWeights = [1, 1, 1.35] };
            for (var k = 0; k < 3; k++)
            {
                var axes = new Axes
                {
                    X = Axis.Linear("x"),
                    Y = Axis.Linear("y"),
                    Legend = k == 2 ? place : LegendPlace.None,
                };
                for (var i = 0; i < count; i++)
                {
                    axes.Points([i], [i], new Marker(Glyph.Circle, Palette.Blue), $"rule number {i}");
                }

                figure.Add(axes, 0, k);
            }

            Assert.Empty(Drawn.Outside(figure));
            var texts = Drawn.Shapes(figure).OfType<TextShape>().Select(t => t.Markup).ToArray();
            Assert.All(Enumerable.Range(0, count), i => Assert.Contains($"rule number {i}", texts));
        }
    }

    [Fact]
    public void A_name_of_eighty_letters_leaves_the_panel_a_third_of_the_width()
    {
        var name = string.Concat(Enumerable.Repeat("rule_of_a_long_name_", 4));
        var figure = new Figure("long", 120, 60) { Title = "long", ColumnWeights = [1.35, 0.9] };
        foreach (var k in new[] { 0, 1 })
        {
            var axes = new Axes { X = Axis.Linear("S", 0, 1), Y = Axis.Names([k == 0 ? RichText.Literal(name) : "", k == 0 ? "b" : ""]) };
            figure.Add(axes.Points([0.5, 0.2], [0, 1], new Marker(Glyph.Circle, Palette.Blue)), 0, k);
        }

        Assert.Empty(Drawn.Outside(figure));
        var panel = Drawn
            .Shapes(figure)
            .OfType<PathShape>()
            .Where(p => p.Pen is { } pen && pen.Paint == Paint.Ink && p.Strokes[0].Count == 2 && p.Strokes[0][0].Y == p.Strokes[0][1].Y)
            .Max(p => p.Strokes[0][1].X - p.Strokes[0][0].X);
        Assert.True(panel > figure.Width * 72 / 25.4 / 3, $"{panel}");
    }

    [Fact]
    public void No_panel_stands_alone_in_a_last_row()
    {
        Assert.Equal(4, SmallMultiples.Columns(4, 3));
        var alone = Enumerable
            .Range(2, 39)
            .Where(count => SmallMultiples.Columns(count, 4) is var columns && columns > 1 && count % columns == 1 && count > columns);
        Assert.Empty(alone);
    }

    [Fact]
    public void Shortened_names_keep_both_ends()
    {
        var shortened = RichText.Plain(Labels.One(RichText.Literal("first_" + new string('x', 80) + "_last"), 6, 60));
        Assert.StartsWith("first", shortened, StringComparison.Ordinal);
        Assert.EndsWith("last", shortened, StringComparison.Ordinal);
        Assert.Contains('…', shortened);
        Assert.Equal(["a b"], Labels.Fit("a b", 6, 60, 2));
        Assert.All(Labels.Fit("one two three four five six", 6, 40, 3), line => Assert.True(Typefaces.Width(line, 6) <= 40));
    }

    [Fact]
    public void Rules_of_one_study_have_a_colour_and_a_mark_each()
    {
        var typed = RuleCatalog.Card("hebbian") with { Id = "text", Short = "text" };
        (string, RuleCard?)[] rules =
        [
            ("hebb", RuleCatalog.Card("hebbian")),
            ("hebb_decay", RuleCatalog.Card("hebbian")),
            ("typed", typed),
            ("my_stdp", RuleCatalog.Card("rate_stdp")),
            ("antistdp", RuleCatalog.Card("anti_stdp")),
            ("triplet", RuleCatalog.Card("rate_triplet")),
            ("none", RuleCatalog.Card("no_learning")),
            ("oracle", null),
        ];
        var styles = RuleStyle.Together(rules);
        Assert.Equal(rules.Length, styles.Values.Select(s => (s.Paint, s.Glyph, s.Filled)).Distinct().Count());
        Assert.Equal(6, rules.Take(6).Select(rule => styles[rule.Item1].Paint).Distinct().Count());
        Assert.Equal(RuleStyle.Of("hebb"), styles["hebb"]);
        Assert.Equal(RuleStyle.Of("rate_stdp") with { Label = "my\\_stdp" }, styles["my_stdp"]);
        // The family's shapes, and no shape twice, so that greyscale is enough.
        Assert.All(["hebb", "hebb_decay", "typed"], name => Assert.Contains(styles[name].Glyph, new[] { Glyph.Circle, Glyph.Square }));
        Assert.Equal(rules.Length, styles.Values.Select(s => (s.Glyph, s.Filled)).Distinct().Count());
    }

    [Fact]
    public void Forty_rules_differ_and_every_rule_of_the_catalogue_does()
    {
        var forty = RuleStyle.Together(
            Enumerable.Range(0, 40).Select(i => ($"rule_{i}", i % 2 == 0 ? RuleCatalog.Card("rate_stdp") with { Id = "text" } : null))
        );
        Assert.Equal(40, forty.Values.Select(s => (s.Paint, s.Glyph, s.Filled)).Distinct().Count());
        var catalogue = RuleCatalog.Cards.Select(card => RuleStyle.Of(card.Id)).ToArray();
        Assert.Equal(catalogue.Length, catalogue.Select(s => (s.Paint, s.Glyph, s.Filled)).Distinct().Count());
        Assert.Equal(6, new[] { "hebb", "stdp", "tah", "anti", "oja", "bcm" }.Select(rule => RuleStyle.Of(rule).Paint).Distinct().Count());
    }

    [Fact]
    public void The_fonts_travel_with_the_page_and_are_small()
    {
        Assert.InRange(WebFonts.Css.Length, 30_000, 200_000);
        Assert.Equal(3, WebFonts.Css.Split("@font-face").Length - 1);
        Assert.Contains(WebFonts.Css, Palette.Css(), StringComparison.Ordinal);
        var tables = WebFonts.Subset(Typefaces.Bytes("Regular"));
        Assert.True(tables["glyf"].Length < 90_000);
        // The subset as a plain font again: Skia draws the same outlines from it.
        using var face = SKTypeface.FromData(SKData.CreateCopy(Sfnt(tables)));
        using var whole = SKTypeface.FromData(SKData.CreateCopy(Typefaces.Bytes("Regular")));
        using var a = new SKFont(face, 20);
        using var b = new SKFont(whole, 20);
        foreach (var text in new[] { "Sequence score S", "η τ ≤ −10 é ü →", "Ångström" })
        {
            Assert.True(face.ContainsGlyphs(text), text);
            Assert.Equal(b.MeasureText(text), a.MeasureText(text), 1e-3);
            using var first = a.GetTextPath(text);
            using var second = b.GetTextPath(text);
            Assert.Equal(second.ToSvgPathData(), first.ToSvgPathData());
        }
    }

    [Fact]
    public void A_figure_takes_another_width_and_its_texts_keep_their_size()
    {
        var figure = Drawn.Line([1, 2, 3]);
        var height = figure.Height;
        figure.At(183);
        Assert.Equal(183, figure.Width);
        Assert.Equal(height * 183 / 89, figure.Height, 1e-6);
        Assert.Empty(Drawn.Outside(figure));
        Assert.All(Drawn.XTexts(figure), text => Assert.Equal(Panel.TickSize, text.Size));
    }

    private static RichText.Run[] Joined(IReadOnlyList<RichText.Run> runs) =>
        [
            .. runs.GroupBy(run => (run.Italic, run.Level))
                .Select(g => new RichText.Run(string.Concat(g.Select(r => r.Text)), g.Key.Italic, g.Key.Level)),
        ];

    private static byte[] Sfnt(SortedDictionary<string, byte[]> tables)
    {
        var font = new List<byte>([0, 1, 0, 0, 0, (byte)tables.Count, 0, 0, 0, 0, 0, 0]);
        var at = 12 + (16 * tables.Count);
        foreach (var (tag, data) in tables)
        {
            font.AddRange(System.Text.Encoding.ASCII.GetBytes(tag));
            font.AddRange(new byte[4]);
            font.AddRange([(byte)(at >> 24), (byte)(at >> 16), (byte)(at >> 8), (byte)at]);
            font.AddRange([(byte)(data.Length >> 24), (byte)(data.Length >> 16), (byte)(data.Length >> 8), (byte)data.Length]);
            at += (data.Length + 3) & ~3;
        }

        foreach (var data in tables.Values)
        {
            font.AddRange(data);
            font.AddRange(new byte[(4 - (data.Length % 4)) % 4]);
        }

        return [.. font];
    }
}
