using PlasticityLab.Analysis.Measures;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Small differences in a rule, entirely different behaviour: what networks do over two quantities.</summary>
internal sealed class BehaviourMap : IFigure
{
    private static readonly (string Word, Paint Paint, Glyph Glyph)[] Words =
    [
        ("silent", Palette.Grey, Glyph.Cross),
        ("fixed", Palette.Green, Glyph.Square),
        ("hopping", Palette.Orange, Glyph.Diamond),
        ("ordered", Palette.Blue, Glyph.Circle),
        ("reversed", Palette.Vermillion, Glyph.TriangleDown),
        ("chaotic", Palette.Purple, Glyph.Plus),
        ("seizure", Paint.Plain(0x333333), Glyph.Triangle),
        ("unstable", Paint.Plain(0xbbbbbb), Glyph.Cross),
    ];

    /// <summary>The words for behaviours in the order of the legend.</summary>
    public static readonly string[] Behaviours = [.. Words.Select(word => word.Word)];

    public FigureCard Card =>
        new(
            "behaviour_maps",
            "Maps of behaviour",
            "What networks do over two quantities, sampled at the borders, with the prediction of the mean field.",
            typeof(MapRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        foreach (var map in study.Rows<MapRow>().GroupBy(row => row.Map))
        {
            var rows = map.Where(row => row.Kind == "network").ToArray();
            var field = map.Where(row => row.Kind == "mean field").ToArray();
            if (rows.Length == 0)
            {
                continue;
            }

            var (finestX, finestY) = (map.Max(row => row.I), map.Max(row => row.J));
            var (x, y) = (new Scaled(rows.Select(row => (row.I, row.X))), new Scaled(rows.Select(row => (row.J, row.Y))));
            var axes = new Axes
            {
                // Adaptation is what conditions differ in: as an axis it leaves none.
                Title =
                    rows[0].XAxis == "adaptation" || rows[0].YAxis == "adaptation"
                        ? Markup(rows[0].Rule)
                        : $"{Markup(rows[0].Rule)}, {study.ConditionMarkup(rows[0].Condition)}",
                X = x.Axis(Name(rows[0].XAxis)),
                Y = y.Axis(Name(rows[0].YAxis)),
                Boxed = true,
                Legend = LegendPlace.Right,
            };
            // Coarse cells first, finer ones on top: each point colours its half of the way to its neighbours.
            foreach (var row in rows.OrderBy(row => row.Level))
            {
                var (i, j, half) = (row.I, row.J, Coarse(rows) / Math.Pow(2, row.Level + 1));
                double left = x.At(Math.Max(0, i - half)),
                    right = x.At(Math.Min(finestX, i + half)),
                    low = y.At(Math.Max(0, j - half)),
                    high = y.At(Math.Min(finestY, j + half));
                var (_, paint, _) = Words.First(word => word.Word == row.Behaviour);
                axes.Area(
                    [left, right, right, left],
                    [low, low, high, high],
                    Paint.Plain(Mix(paint.Light, row.Agreement < 0.75 ? 0.3 : 0.5))
                );
            }

            foreach (var (word, paint, glyph) in Words)
            {
                var mine = rows.Where(row => row.Behaviour == word).ToArray();
                if (mine.Length > 0)
                {
                    axes.Points(
                        [.. mine.Select(row => row.X)],
                        [.. mine.Select(row => row.Y)],
                        new Marker(glyph, Paint.Plain(paint.Light), 2.6),
                        word
                    );
                }
            }

            Predict(axes, field);
            var figure = new Figure($"{Card.Id}_{Slug.Of(map.Key).Replace('-', '_')}", 120, 78)
            {
                Title = $"{Card.Title}: {Name(rows[0].XAxis, plain: true)} and {Name(rows[0].YAxis, plain: true)}",
                Caption =
                    $"What trained networks do, {rows.Length} places, denser where neighbours differ; the word of most networks, paler where they disagree. Lines: where the mean field (assemblies alone, nothing random) changes from ordered to another behaviour. Ordered: *S* above 0.7; reversed: *D* below −0.5; chaotic: courses under different noise differ by more than half; hopping: other steps; unstable: steps of learning too long for the time step, nothing measured.",
            };
            var source = figure.Table(
                "places",
                "map",
                "kind",
                "x",
                "y",
                "level",
                "behaviour",
                "agreement",
                ReplayScore.Id,
                ReplayDirection.Id
            );
            foreach (var row in map)
            {
                source.Row(map.Key, row.Kind, row.X, row.Y, row.Level, row.Behaviour, row.Agreement, row.S, row.D);
            }

            figure.Alt =
                $"{rows.Length} places: "
                + string.Join(
                    ", ",
                    rows.GroupBy(row => row.Behaviour)
                        .OrderByDescending(group => group.Count())
                        .Select(group => $"{group.Count()} {group.Key}")
                )
                + (
                    field.Length > 0
                        ? $"; the mean field agrees with the networks about ordered replay at {100 * Agreement(rows, field):0} % of the shared places."
                        : "."
                );
            yield return figure.Add(axes);
        }
    }

    /// <summary>Share of the places that both have at which network and mean field agree on whether replay is ordered.</summary>
    internal static double Agreement(IReadOnlyList<MapRow> rows, IReadOnlyList<MapRow> field)
    {
        var predicted = field.ToDictionary(row => (row.I, row.J), row => row.Behaviour == "ordered");
        var shared = rows.Where(row => predicted.ContainsKey((row.I, row.J))).ToArray();
        return shared.Length == 0
            ? double.NaN
            : shared.Count(row => predicted[(row.I, row.J)] == (row.Behaviour == "ordered")) / (double)shared.Length;
    }

    /// <summary>Name of an axis for people.</summary>
    internal static string Name(string axis, bool plain = false) =>
        axis switch
        {
            "eta" => plain ? "learning rate" : "Learning rate *η* (1/s)",
            "a_minus" => plain ? "depression" : "Depression *A*_{−}/*A*_{+}",
            "symmetric" => plain ? "symmetric share" : "Symmetric share of the rule",
            "adaptation" => plain ? "adaptation" : "Adaptation *b*_{a}",
            "item_ms" => plain ? "item duration" : "Duration of an item (ms)",
            "gap_ms" => plain ? "gap" : "Gap between items (ms)",
            "weight_max" => plain ? "largest weight" : "Largest weight (drive)",
            "training_gain" => plain ? "gain in training" : "Recurrent gain in training *κ*",
            "inhibition" => plain ? "inhibition" : "Inhibition *w*_{I}",
            "gain" => plain ? "gain" : "Recurrent gain *γ*",
            _ => axis.Replace('_', ' '),
        };

    private static double Coarse(IReadOnlyList<MapRow> rows)
    {
        int[] places = [.. rows.Where(row => row.Level == 0).Select(row => row.I).Distinct().Order()];
        return places.Length > 1 ? places[1] - places[0] : 1;
    }

    private static void Predict(Axes axes, MapRow[] field)
    {
        double[] xs = [.. field.Select(row => row.X).Distinct().Order()],
            ys = [.. field.Select(row => row.Y).Distinct().Order()];
        if (xs.Length < 2 || ys.Length < 2)
        {
            return;
        }

        var ordered = new Matrix(ys.Length, xs.Length);
        foreach (var row in field)
        {
            ordered[Array.IndexOf(ys, row.Y), Array.IndexOf(xs, row.X)] = row.Behaviour == "ordered" ? 1 : 0;
        }

        axes.Contour(xs, ys, ordered, 0.5, new Pen(Paint.Plain(0x1A1A1A), 1.2, Dash.Dashed), "mean field: ordered");
    }

    private static uint Mix(uint rgb, double share)
    {
        uint Channel(int shift) => (uint)Math.Round((((rgb >> shift) & 255) * share) + (255 * (1 - share))) << shift;
        return Channel(16) | Channel(8) | Channel(0);
    }

    // Values at places between the sampled ones: even, or even by decades.
    private sealed class Scaled
    {
        private readonly double _from,
            _to,
            _last;
        private readonly bool _log;

        public Scaled(IEnumerable<(int I, double V)> places)
        {
            var known = places.Distinct().OrderBy(p => p.I).ToArray();
            (_from, _to, _last) = (known[0].V, known[^1].V, known[^1].I);
            var middle = known[known.Length / 2];
            _log =
                _from > 0
                && Math.Abs(middle.V - (_from * Math.Pow(_to / _from, middle.I / _last)))
                    < Math.Abs(middle.V - (_from + ((_to - _from) * middle.I / _last)));
        }

        public double At(double i) => _log ? _from * Math.Pow(_to / _from, i / _last) : _from + ((_to - _from) * i / _last);

        public Axis Axis(string label) => _log ? Drawing.Axis.Log(label, _from, _to) : Drawing.Axis.Linear(label, _from, _to);
    }
}
