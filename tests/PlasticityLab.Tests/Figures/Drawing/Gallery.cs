using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Figures.Drawing;

/// <summary>One figure with every kind of mark, from made-up numbers.</summary>
internal static class Gallery
{
    public static IEnumerable<Figure> All() => [Comparison(), Dynamics(), Maps()];

    /// <summary>Where pictures for looking at are written: artifacts/gallery in the repository.</summary>
    public static string Folder()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "PlasticityLab.slnx")))
        {
            at = at.Parent;
        }

        return Path.Combine(at?.FullName ?? Path.GetTempPath(), "artifacts", "gallery");
    }

    public static void Write(Figure figure)
    {
        Directory.CreateDirectory(Folder());
        FigureFile.Save(figure, Path.Combine(Folder(), figure.Id + ".svg"));
        FigureFile.Save(figure, Path.Combine(Folder(), figure.Id + ".png"));
        File.WriteAllBytes(Path.Combine(Folder(), figure.Id + "-dark.png"), SkiaWriter.Png(figure.Render(), dark: true));
        FigureFile.Save(figure, Path.Combine(Folder(), figure.Id + ".pdf"));
        FigureFile.SaveTexts(figure, Folder());
    }

    public static Figure Comparison()
    {
        var random = new RandomStreams(5).Open(StreamPurpose.Analysis);
        string[] rules = ["hebb", "sym", "cov", "oja", "bcm", "anti", "diff", "tah", "stdp", "antistdp"];
        var figure = new Figure("gallery-comparison", Figure.Double, 110)
        {
            Title = "Every kind of comparison",
            Alt = "Made-up values.",
            Caption = "Made-up values, for looking at the drawing only.",
            RowWeights = [1.2, 1],
        };
        var strip = new Axes
        {
            X = Axis.Names(rules),
            Y = Axis.Linear("Sequence score *S*", 0, 1),
            Title = "Condition A",
        };
        var across = new Axes
        {
            Y = Axis.Names(rules, inverted: true),
            X = Axis.Linear("Direction *D*", -1, 1),
            Legend = LegendPlace.Below,
        };
        across.Guide(0, vertical: true);
        for (var i = 0; i < rules.Length; i++)
        {
            var style = RuleStyle.Of(rules[i]);
            double[] values = [.. Enumerable.Range(0, 20).Select(_ => Math.Clamp((i / 10.0) + (0.08 * random.NextGaussian()), 0, 1))];
            strip.Strip(
                i,
                [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble() * random.NextDouble())],
                new Marker(Glyph.Circle, Paint.Faint, 1.6),
                spread: 0.42,
                label: i == 0 ? "search" : null
            );
            strip.Strip(i, values, style.Marker(2.4));
            strip.Interval(i + 0.42, values.Min(), values.Max(), new Pen(Paint.Ink, 0.7));
            across.IntervalAcross(i, -values.Max(), values.Max(), style.Pen()).Points([0], [i], style.Marker(4), style.Label);
        }

        double[] x = [.. Enumerable.Range(0, 60).Select(i => i / 10.0)];
        var lines = new Axes
        {
            X = Axis.Linear("Time (s)"),
            Y = Axis.Linear("Rate (Hz)"),
            Legend = LegendPlace.TopRight,
        };
        foreach (var rule in new[] { "hebb", "stdp", "anti", "tah" })
        {
            var style = RuleStyle.Of(rule);
            var k = Array.IndexOf(rules, rule);
            lines.Line(x, [.. x.Select(t => 20 * Math.Exp(-t / 2) * Math.Cos(t + k))], style.Pen(), style.Label);
        }

        lines
            .Band(x, [.. x.Select(t => -5 - t)], [.. x.Select(t => -3 + (0.2 * t))], Palette.Sky.At(0.35), "band")
            .Span(0.5, 1.2, label: "cue");
        var bars = new Axes { X = Axis.Names(["a", "b", "c", "d"]), Y = Axis.Linear("Share (%)") };
        bars.Bars([0, 1, 2, 3], [10, 35, -12, 22], Palette.Blue.At(0.5), outline: new Pen(Palette.Blue, 0.6));
        var log = new Axes
        {
            X = Axis.Log("Learning rate (1/s)"),
            Y = Axis.Log("Error"),
            Legend = LegendPlace.BottomLeft,
        };
        log.LinePoints([1e-3, 1e-2, 0.1, 1, 10], [1, 0.3, 0.05, 0.02, 0.2], RuleStyle.Of("bcm").Pen(), RuleStyle.Of("bcm").Marker(), "bcm");
        return figure.Add(strip, 0, 0, columns: 2).Add(across, 0, 2).Add(lines, 1, 0).Add(bars, 1, 1).Add(log, 1, 2);
    }

    public static Figure Dynamics()
    {
        var figure = new Figure("gallery-dynamics", Figure.Double, 100)
        {
            Title = "Every kind of dynamics",
            Alt = "Made-up values.",
            Caption = "Made-up values.",
        };
        double[] grid = [.. Enumerable.Range(0, 12).Select(i => i / 11.0)];
        var plane = new Axes
        {
            X = Axis.Linear("*r*_{k}", 0, 1),
            Y = Axis.Linear("*r*_{k+1}", 0, 1),
            Aspect = 1,
            Title = "Plane of two assemblies",
            Legend = LegendPlace.Right,
        };
        plane.Flow(
            [.. grid.SelectMany(_ => grid)],
            [.. grid.SelectMany(v => grid.Select(_ => v))],
            [.. grid.SelectMany(v => grid.Select(u => 0.5 - u - (0.3 * v)))],
            [.. grid.SelectMany(v => grid.Select(u => u - v))]
        );
        var fine = Enumerable.Range(0, 101).Select(i => i / 100.0).ToArray();
        plane.Contour(
            fine,
            fine,
            Matrix.From(101, 101, (i, j) => 0.5 - fine[j] - (0.3 * fine[i])),
            0,
            new Pen(Palette.Blue, 1),
            "d*r*_{k}/d*t* = 0"
        );
        plane.Contour(
            fine,
            fine,
            Matrix.From(101, 101, (i, j) => fine[j] - fine[i]),
            0,
            new Pen(Palette.Vermillion, 1, Dash.Dashed),
            "d*r*_{k+1}/d*t* = 0"
        );
        plane
            .Points([0.385], [0.385], new Marker(Glyph.Circle, Paint.Ink, 4.5), "stable")
            .Points([0.8], [0.8], new Marker(Glyph.Circle, Paint.Ink, 4.5, false), "saddle")
            .Arrow(0.9, 0.1, 0.7, 0.3, new Pen(Palette.Green, 1));
        var polar = new PolarAxes
        {
            Title = "Compass",
            Spokes =
            [
                (0, "Hebb"),
                (45, "causal"),
                (90, "STDP"),
                (135, "135°"),
                (180, "anti-\nHebb"),
                (225, "225°"),
                (270, "anti-STDP"),
                (315, "acausal"),
            ],
        };
        double[] angles = [.. Enumerable.Range(0, 24).Select(i => 15.0 * i)];
        polar
            .Line(
                angles,
                [.. angles.Select(a => Math.Sin(a * Math.PI / 180))],
                new Pen(Palette.Blue, 1),
                new Marker(Glyph.Circle, Palette.Blue, 2),
                "*D*"
            )
            .Line(
                angles,
                [.. angles.Select(a => Math.Max(0, Math.Sin((a + 20) * Math.PI / 180)))],
                new Pen(Palette.Vermillion, 1, Dash.Dashed),
                label: "*S*"
            );
        var random = new RandomStreams(6).Open(StreamPurpose.Analysis);
        var raster = new Axes { X = Axis.Linear("Time (ms)"), Y = Axis.Linear("Neuron") };
        var spikes = Enumerable
            .Range(0, 400)
            .Select(_ => (Time: 200 * random.NextDouble(), Row: Math.Floor(40 * random.NextDouble())))
            .ToArray();
        raster.Raster([.. spikes.Select(s => s.Time)], [.. spikes.Select(s => s.Row)], Paint.Ink);
        var roll = new Axes
        {
            X = Axis.Linear("Time (s)"),
            Y = Axis.Names(["C4", "D4", "E4", "F4", "G4", "A4"]),
            Title = "Tune",
        };
        roll.PianoRoll([(0, 0.4, 0), (0.5, 0.9, 0), (1, 1.4, 4), (1.5, 1.9, 4), (2, 2.4, 5), (2.5, 2.9, 5), (3, 3.9, 4)], Palette.Blue);
        double[] xs = [.. Enumerable.Range(-15, 31).Select(i => i / 10.0)];
        var loops = new Axes
        {
            X = Axis.Linear("*x*"),
            Y = Axis.Linear("*y*"),
            Aspect = 1,
            Title = "Closed loops and crossings",
        };
        loops
            .Contour(xs, xs, Matrix.From(31, 31, (i, j) => (xs[i] * xs[i]) + (xs[j] * xs[j]) - 1), 0, new Pen(Palette.Purple, 0.8))
            .Contour(xs, xs, Matrix.From(31, 31, (i, j) => xs[i] * xs[j]), 0, new Pen(Palette.Green, 0.8));
        var counts = new Axes { X = Axis.Linear("Weight"), Y = Axis.Linear("Count") };
        counts.Histogram([0, 1, 2, 3, 4], [3, 9, 5, 1], Palette.Sky.At(0.4), new Pen(Palette.Sky, 0.7));
        return figure.Add(plane, 0, 0).Add(polar, 0, 1).Add(raster, 0, 2).Add(roll, 1, 0).Add(loops, 1, 1).Add(counts, 1, 2);
    }

    public static Figure Maps()
    {
        var figure = new Figure("gallery-maps", Figure.Single, 90)
        {
            Title = "Every kind of map",
            Alt = "Made-up values.",
            Caption = "Made-up values.",
        };
        var blocks = Matrix.From(
            8,
            8,
            (i, j) =>
                i == j ? 1.2
                : i == j + 1 ? 0.8
                : i == j - 1 ? -0.7
                : -0.1
        );
        var ramp = Matrix.From(60, 60, (i, j) => Math.Sin(i / 9.0) * Math.Cos(j / 11.0));
        return figure
            .Add(
                new Axes
                {
                    X = Axis.Linear("From assembly"),
                    Y = Axis.Linear("To assembly") with { Inverted = true },
                    Aspect = 1,
                    Boxed = true,
                }.HeatMap(blocks, ColorScale.Signed(1.2, "Weight"), signs: true)
            )
            .Add(
                new Axes
                {
                    X = Axis.Linear("Self *s*"),
                    Y = Axis.Linear("Forward *f*"),
                    Boxed = true,
                    Aspect = 1,
                }.HeatMap(ramp, ColorScale.Magnitude(-1, 1, "Score *S*"), 0, 2.4, 0, 2.4),
                0,
                1
            )
            .Add(
                new Axes
                {
                    X = Axis.Linear("x"),
                    Y = Axis.None(),
                    Boxed = true,
                }.HeatMap(Matrix.From(1, 256, (_, j) => j / 255.0), ColorScale.Magnitude(0, 1, "seq"), 0, 1, 0, 1),
                1,
                0
            )
            .Add(
                new Axes
                {
                    X = Axis.Linear("x"),
                    Y = Axis.None(),
                    Boxed = true,
                }.HeatMap(Matrix.From(1, 256, (_, j) => (j / 127.5) - 1), ColorScale.Signed(1, "div"), 0, 1, 0, 1),
                1,
                1
            );
    }
}
