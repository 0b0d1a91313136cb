using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Drawing.Marks;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Learning as the bifurcation parameter: equilibria of the reduced network against training time.</summary>
internal sealed class TrainingBranches : IFigure
{
    private static readonly (string Kind, Glyph Glyph)[] Kinds =
    [
        ("saddle-node", Glyph.Square),
        ("hopf", Glyph.Triangle),
        ("pitchfork", Glyph.Diamond),
        ("transcritical", Glyph.Cross),
        ("degenerate", Glyph.Plus),
    ];

    public FigureCard Card =>
        new(
            "training_bifurcations",
            "Bifurcations in training",
            "Equilibria of the reduced network against training time, with the events at which they appear, vanish or change stability.",
            typeof(TrainingBranchRow),
            typeof(TrainingEventRow),
            typeof(TrainingMatchedRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        foreach (var condition in study.Rows<TrainingBranchRow>().Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal))
        {
            yield return Draw(study, condition);
        }
    }

    private Figure Draw(StudyResults study, string condition)
    {
        var rows = study.Rows<TrainingBranchRow>().Where(row => row.Condition == condition).ToArray();
        var events = study.Rows<TrainingEventRow>().Where(row => row.Condition == condition).ToArray();
        var seed = rows[0].Seed;
        var matched = study.Rows<TrainingMatchedRow>().Where(row => row.Condition == condition).ToArray();
        var rules = study.Ordered(rows.Select(row => row.Rule));
        var last = rows.Max(row => row.Epoch);
        var figure = SmallMultiples.Of(
            $"{Card.Id}_{condition}",
            $"Bifurcations in training, reduction to assemblies, {study.ConditionMarkup(condition)}",
            rules,
            5,
            42,
            null,
            (rule, left, foot) =>
            {
                var axes = new Axes
                {
                    Title = Markup(rule),
                    X = Axis.Linear(foot ? "Epoch" : "", 0, last),
                    Y = Axis.Linear(
                        left ? "Place Σ *k r*_{k}" : "",
                        Math.Min(-0.5, rows.Min(row => row.Place)),
                        rows.Max(row => row.Place) + 0.5
                    ),
                    Legend = rule == rules[^1] ? LegendPlace.Right : LegendPlace.None,
                };
                axes.ExtraLegend.AddRange(Key(events, seed));
                foreach (var branch in rows.Where(row => row.Rule == rule).GroupBy(row => row.Branch))
                {
                    foreach (var piece in Pieces([.. branch]))
                    {
                        var stable = piece[^1].Unstable == 0;
                        axes.Line([.. piece.Select(row => row.Epoch)], [.. piece.Select(row => row.Place)], stable ? Stable : Unstable);
                    }
                }

                foreach (var (kind, glyph) in Kinds)
                {
                    foreach (var shown in new[] { false, true })
                    {
                        var own = events.Where(row => row.Rule == rule && row.Kind == kind && (row.Seed == seed) == shown).ToArray();
                        axes.Points(
                            [.. own.Select(row => row.Epoch)],
                            [.. own.Select(row => row.Place)],
                            shown ? Own(glyph) : Others(glyph)
                        );
                    }
                }

                return axes;
            }
        );
        figure.Caption =
            "Reduction: one network a rule (the first seed) with the block-averaged weights of its training, linear between at most six epochs; the kink of the inhibition is rounded by 0.05 assemblies, and at most twelve equilibria, stable ones first, are sought afresh at each of these epochs, so that unstable branches may be missing or begin there. Place: the sum of k times the activity of assembly k, 0 when all is silent, k when assembly k alone is fully active. Branches of further networks are not drawn, their events are (open marks). Degenerate: a zero eigenvalue of a kind that was not resolved. "
            + $"{study.ConditionMarkup(condition)}. Events: {string.Join(", ", rules.Select(rule => $"{Markup(rule)} {events.Count(row => row.Rule == rule && row.Seed == seed)}"))}.{Across(matched, rules)} {AtTheEnd(rows, rules, last)}";
        string Told(string rule) =>
            string.Join(
                ", ",
                events.Where(row => row.Rule == rule && row.Seed == seed).Take(6).Select(row => $"{row.Kind} at epoch {F(row.Epoch, 1)}")
            );
        figure.Alt =
            "Events in training: "
            + string.Join("; ", rules.Select(rule => $"{Markup(rule)}: {(Told(rule) is { Length: > 0 } text ? text : "none")}"))
            + ".";
        var source = figure.Table("branches", "rule", "branch", "epoch", "unstable", "place", "r1", "r2");
        foreach (var row in rows)
        {
            source.Row(row.Rule, row.Branch, row.Epoch, row.Unstable, row.Place, row.R1, row.R2);
        }

        return figure;
    }

    private static Pen Stable => new(Palette.Blue, 1);

    private static Pen Unstable => new(Paint.Muted, 0.6, Dash.Dashed);

    private static Marker Own(Glyph glyph) => new(glyph, Paint.Ink, 3);

    private static Marker Others(Glyph glyph) => new(glyph, Palette.Orange, 2.2, false);

    private static IEnumerable<LegendEntry> Key(TrainingEventRow[] events, ulong seed) =>
        [
            new("stable equilibrium", Stable),
            new("unstable", Unstable),
            .. Kinds
                .Where(kind => events.Any(row => row.Seed == seed && row.Kind == kind.Kind))
                .Select(kind => new LegendEntry(Says(kind.Kind), Marker: Own(kind.Glyph))),
            .. Kinds
                .Where(kind => events.Any(row => row.Seed != seed && row.Kind == kind.Kind))
                .Select(kind => new LegendEntry($"{Says(kind.Kind)}, further networks", Marker: Others(kind.Glyph))),
        ];

    private static string Says(string kind) => kind == "hopf" ? "Hopf" : kind;

    // The first birth of something stable, matched across seeds: does training pass the same bifurcation whatever the network it starts
    // from?
    private static string Across(TrainingMatchedRow[] matched, IReadOnlyList<string> rules)
    {
        var told = rules
            .SelectMany(rule =>
                matched
                    .Where(row =>
                        row.Rule == rule
                        && row.What.Contains("stable equilibrium", StringComparison.Ordinal)
                        && row.What.EndsWith("appear", StringComparison.Ordinal)
                    )
                    .Take(1)
                    .Select(row =>
                        $"{Markup(rule)} in {row.SeedsWithIt} of {row.Seeds} networks, at epoch {F(row.MedianEpoch, 1)} ({F(row.FirstEpoch, 1)} to {F(row.LastEpoch, 1)})"
                    )
            )
            .ToArray();
        return told.Length == 0 ? "" : $" Across seeds, the first saddle-node that brings a new stable state: {string.Join("; ", told)}.";
    }

    // What training leaves, from the branches that reach its last epoch.
    private static string AtTheEnd(TrainingBranchRow[] rows, IReadOnlyList<string> rules, double last)
    {
        string Left(string rule)
        {
            var places = rows.Where(row => row.Rule == rule && row.Unstable == 0 && row.Epoch > last - 1e-6)
                .Select(row => row.Place)
                .Order()
                .ToArray();
            return $"{Markup(rule)} {places.Length} (at {string.Join(", ", places.Select(place => F(place, 1)))})";
        }

        return $"Stable states on these branches at the end of training: {string.Join("; ", rules.Select(Left))}. Where each place keeps a stable state of its own, activity without noise stays; where only rest and the last place do, it moves on.";
    }

    // A branch cut where its stability changes; pieces share the point at which they meet.
    private static IEnumerable<TrainingBranchRow[]> Pieces(TrainingBranchRow[] nodes)
    {
        var from = 0;
        for (var i = 1; i <= nodes.Length; i++)
        {
            if (i == nodes.Length || (nodes[i].Unstable == 0) != (nodes[i - 1].Unstable == 0))
            {
                if (i - from > 0)
                {
                    yield return [.. nodes[Math.Max(0, from - 1)..i]];
                }

                from = i;
            }
        }
    }
}
