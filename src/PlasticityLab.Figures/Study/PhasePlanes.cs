using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Reduced planes: nullclines, flow, fixed points and trajectories, with the sentence that says what the rest of the network does
/// and how well the reduction agrees with it.</summary>
internal sealed class PhasePlanes : IFigure
{
    private const double Active = 0.3;

    public FigureCard Card =>
        new(
            "phase_planes",
            "Phase planes",
            "Nullclines, flow and fixed points of the reduced system of two assemblies.",
            typeof(LagProfileRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        foreach (var choice in new[] { false, true })
        {
            foreach (var condition in study.Conditions())
            {
                var planes = Planes(study, choice, condition);
                if (planes.Count > 0)
                {
                    yield return Draw(study, choice, condition, planes);
                }
            }
        }
    }

    private static Dictionary<string, PlaneData> Planes(StudyResults study, bool choice, string condition) =>
        study
            .Rules()
            .Select(rule => (rule, network: ReducedNetwork.Of(study, rule, condition)))
            .Where(x => x.network is not null)
            .ToDictionary(
                x => x.rule,
                x =>
                    x.network!.Plane(
                        choice,
                        study.Main().Values(x.rule, condition, NetworkMeasures.Order).DefaultIfEmpty(double.NaN).Average()
                    )
            );

    private Figure Draw(StudyResults study, bool choice, string condition, Dictionary<string, PlaneData> planes)
    {
        var (xName, yName) = choice ? ("*r*_{k−1}", "*r*_{k+1}") : ("*r*_{k}", "*r*_{k+1}");
        string[] rules = [.. planes.Keys];
        var figure = SmallMultiples.Of(
            $"{Card.Id}_{(choice ? "choice" : "consecutive")}_{condition}",
            $"{(choice ? "Choice plane" : "Plane of two consecutive assemblies")}, {study.ConditionMarkup(condition)}",
            rules,
            4,
            0,
            null,
            (rule, left, foot) =>
                Plane(
                    planes[rule],
                    Markup(rule),
                    foot ? xName : "",
                    left ? yName : "",
                    words: left && foot
                        ? [$"d{xName}/d*t* = 0", $"d{yName}/d*t* = 0", choice ? "course from rest" : "course from the first alone"]
                        : null
                )
        );
        // What the numbers are stands before what the colours are: a caption is cut after its first sentences.
        figure.Caption =
            (
                planes.Values.First().Score.Length == 0
                    ? ""
                    : "Above a panel: order of replay of all assemblies with these weights, and of the networks; where they differ (≠), do not trust the plane. "
            )
            + $"{planes.Values.First().Note} Arrows: flow (longer is faster). Filled circles: stable points; open circles: unstable; diamonds: saddles. "
            + (choice ? "" : " " + string.Join(" ", rules.Select(rule => Told(Markup(rule), planes[rule])).Where(text => text.Length > 0)));
        figure.Alt =
            "Fixed points: "
            + string.Join(
                "; ",
                rules.Select(rule =>
                    $"{Markup(rule)}: {(planes[rule].Points.Count == 0 ? "none found" : string.Join(", ", planes[rule].Points.Select(point => $"{point.Type} at ({F(point.X)}, {F(point.Y)})")))}"
                )
            )
            + ".";
        var source = figure.Table("plane", "rule", "kind", "branch", "x", "y", "u", "v", "type");
        foreach (var (rule, plane) in planes)
        {
            foreach (
                var (kind, lines) in new[]
                {
                    ("nullcline_x", plane.NullX),
                    ("nullcline_y", plane.NullY),
                    ("trajectory", plane.Trajectories),
                }
            )
            {
                for (var b = 0; b < lines.Count; b++)
                {
                    foreach (var (x, y) in lines[b])
                    {
                        source.Row(rule, kind, b + 1, Math.Round(x, 5), Math.Round(y, 5), null, null, null);
                    }
                }
            }

            foreach (var (x, y, u, v) in plane.Flow)
            {
                source.Row(rule, "flow", null, x, y, Math.Round(u, 6), Math.Round(v, 6), null);
            }

            foreach (var (x, y, type) in plane.Points)
            {
                source.Row(rule, "fixed_point", null, Math.Round(x, 5), Math.Round(y, 5), null, null, type);
            }
        }

        return figure;
    }

    // Why the activity moves on, stays or dies: where the course from full activity of the first assembly ends, and what is there.
    private static string Told(string rule, PlaneData plane)
    {
        if (plane.Trajectories.Count == 0 || plane.Trajectories[0].Length == 0)
        {
            return "";
        }

        var (x, y) = plane.Trajectories[0][^1];
        var held = plane
            .Points.Where(point => point.Type.StartsWith("stable", StringComparison.Ordinal) && point.X > point.Y && point.X > Active)
            .ToArray();
        var saddles = plane.Points.Count(point => point.Type == "saddle");
        var place = $"({F(x)}, {F(y)})";
        return (x, y) switch
        {
            var (a, b) when a > Active && a > b =>
                $"{rule}: activity stays near {place}, {(held.Length > 0 ? $"a stable point in which the first assembly holds itself" : "where it moves slowly")}.",
            var (_, b) when b > Active =>
                $"{rule}: activity moves on to {place}: {(held.Length == 0 ? "no stable point lies on the side of the first assembly, the nullclines do not meet there" : $"the stable point at ({F(held[0].X)}, {F(held[0].Y)}) exists, but the course starts beyond its basin")}{(saddles > 0 ? ", and the saddle near rest keeps the handed-over activity from dying" : "")}.",
            _ =>
                $"{rule}: activity dies out, {(plane.Points.Count(point => point.Type.StartsWith("stable", StringComparison.Ordinal)) == 1 ? "rest is the only stable point" : "the course ends at rest")}.",
        };
    }

    /// <summary>What becomes of activity that begins in the first assembly: it moves on, stays or dies.</summary>
    internal static string Fate(PlaneData plane) =>
        plane.Trajectories.Count == 0 || plane.Trajectories[0].Length == 0
            ? "is not followed"
            : plane.Trajectories[0][^1] switch
            {
                var (x, y) when x > Active && x > y => "stays",
                var (_, y) when y > Active => "moves on",
                _ => "dies",
            };

    /// <summary>A plane without numbers, its outcome written in it.</summary>
    internal static Axes Small(PlaneData plane, bool left, bool square = false)
    {
        var axes = Plane(plane with { Score = "" }, "", "", left ? "Plane" : "", [0, 1], aspect: square ? 1 : null);
        return axes.Text(0, 1.02, Fate(plane), dy: 3, size: 6, bold: true);
    }

    private static Axes Plane(
        PlaneData plane,
        string title,
        string x,
        string y,
        IReadOnlyList<double>? ticks = null,
        string[]? words = null,
        double? aspect = null
    )
    {
        var axes = new Axes
        {
            Aspect = aspect,
            Legend = words is null ? LegendPlace.None : LegendPlace.Below,
            Title = title,
            X = Axis.Linear(x, -0.02, 1.02) with { Ticks = ticks ?? [0, 0.5, 1] },
            // The numbers stand above the arrows and below any title.
            Y = Axis.Linear(y, -0.02, plane.Score.Length > 0 ? 1.16 : 1.02) with
            {
                Ticks = ticks ?? [0, 0.5, 1],
            },
        };
        axes.Flow(
            [.. plane.Flow.Select(p => p.X)],
            [.. plane.Flow.Select(p => p.Y)],
            [.. plane.Flow.Select(p => p.U)],
            [.. plane.Flow.Select(p => p.V)],
            new Pen(Paint.Muted.At(0.7), 0.3),
            6
        );
        var kinds = new[]
        {
            (plane.NullX, new Pen(Palette.Blue, 0.9)),
            (plane.NullY, new Pen(Palette.Vermillion, 0.9, Dash.Dashed)),
            (plane.Trajectories, new Pen(Palette.Green, 1.1, Dash.Dotted)),
        };
        for (var k = 0; k < kinds.Length; k++)
        {
            var (lines, pen) = kinds[k];
            axes.Line([], [], pen, words?[k]);
            foreach (var line in lines)
            {
                axes.Line([.. line.Select(p => p.X)], [.. line.Select(p => p.Y)], pen);
            }
        }

        // The arrowhead sits on the longest step, where it is seen best.
        foreach (var line in plane.Trajectories.Where(line => line.Length > 1))
        {
            var at = Enumerable
                .Range(0, line.Length - 1)
                .MaxBy(i => Math.Pow(line[i + 1].X - line[i].X, 2) + Math.Pow(line[i + 1].Y - line[i].Y, 2));
            axes.Arrow(line[at].X, line[at].Y, line[at + 1].X, line[at + 1].Y, new Pen(Palette.Green, 0.7));
        }

        foreach (var (px, py, type) in plane.Points)
        {
            axes.Points(
                [px],
                [py],
                type == "saddle"
                    ? new Marker(Glyph.Diamond, Paint.Ink, 3.6, false)
                    : new Marker(Glyph.Circle, Paint.Ink, 3.6, !type.StartsWith("unstable", StringComparison.Ordinal))
            );
        }

        if (plane.Score.Length > 0)
        {
            axes.Text(1.02, 1.07, plane.Score, align: 1, size: 5);
        }

        return axes;
    }
}
