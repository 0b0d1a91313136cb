using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Where the networks come to rest: the assemblies that are active in each attractor of the reduced system.</summary>
internal sealed class AttractorsByRule : IFigure
{
    private const int Shown = 8;

    public FigureCard Card =>
        new(
            "attractors",
            "Attractors of the reduced networks",
            "Which assemblies are active in each attractor, and how many starts lead there.",
            typeof(AttractorRow),
            typeof(AttractorCountRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        foreach (var condition in study.Rows<AttractorCountRow>().Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal))
        {
            yield return Draw(study, condition);
        }
    }

    private Figure Draw(StudyResults study, string condition)
    {
        var (counts, rows) = (
            study.Rows<AttractorCountRow>().Where(row => row.Condition == condition).ToArray(),
            study.Rows<AttractorRow>().Where(row => row.Condition == condition).ToArray()
        );
        var rules = study.Ordered(counts.Select(row => row.Rule));
        var items = Math.Max(2, rows.SelectMany(row => row.ActiveItems).DefaultIfEmpty(2).Max());
        var figure = SmallMultiples.Of(
            $"{Card.Id}_{condition}",
            $"Attractors, reduction to assemblies, {study.ConditionMarkup(condition)}",
            rules,
            5,
            42,
            null,
            (rule, left, foot) =>
            {
                var own = rows.Where(row => row.Rule == rule).Take(Shown).ToArray();
                var axes = new Axes
                {
                    Title = Markup(rule),
                    X = Axis.Linear(foot ? "Assembly" : "", 0.5, items + 0.5),
                    Y = Axis.Linear(left ? "Starts that end there (%)" : "", -8, 108),
                };
                foreach (var kind in new[] { "equilibrium", "continuous", "limit_cycle" })
                {
                    var points = own.Where(row => row.Kind == kind)
                        .SelectMany(row => row.ActiveItems.Select(item => (X: (double)item, Y: 100 * row.Share)))
                        .ToArray();
                    axes.Points(
                        [.. points.Select(p => p.X)],
                        [.. points.Select(p => p.Y)],
                        new Marker(
                            kind == "equilibrium" ? Glyph.Circle : Glyph.Diamond,
                            kind == "equilibrium" ? Palette.Blue : Palette.Orange,
                            3.2,
                            kind == "equilibrium"
                        )
                    );
                }

                foreach (var silent in own.Where(row => row.ActiveItems.Count == 0))
                {
                    axes.Points([0.9], [100 * silent.Share], new Marker(Glyph.Cross, Paint.Ink, 3.2));
                }

                // With them the shares add up.
                if (counts.FirstOrDefault(row => row.Rule == rule) is { NotSettled: > 0, RandomStarts: > 0 } count)
                {
                    axes.Text(items + 0.4, 100, $"{100.0 * count.NotSettled / count.RandomStarts:0} % not settled", align: 1, size: 5.5);
                }

                return axes;
            }
        );
        figure.Caption =
            $"Reduction: one network a rule (the first seed) with block-averaged weights, transfer function and inhibition exact, no noise, units outside the assemblies at rest. Each row of marks is one attractor, at the share of random starts that end there (at most {Shown} are drawn). Circles: assemblies active in an equilibrium; open diamonds: in a limit cycle; cross: an attractor with no active assembly; starts that did not settle are told in the panel.";
        figure.Alt = string.Join(" ", counts.Select(row => $"{Markup(row.Rule)}: {Sentence(row)}"));
        var source = figure.Table("attractors", "rule", "kind", "active", "share", "low95", "high95");
        foreach (var row in rows)
        {
            source.Row(row.Rule, row.Kind, row.Active, row.Share, row.Low95, row.High95);
        }

        return figure;
    }

    /// <summary>One network's count in words.</summary>
    internal static string Sentence(AttractorCountRow row) =>
        $"{(row.Proved ? "" : "at least ")}{row.Equilibria} {(row.Equilibria == 1 ? "equilibrium" : "equilibria")} ({row.Stable} stable, {row.Saddles} unstable), {(row.Cycles == 0 ? "no stable cycle found" : row.Cycles == 1 ? "1 stable cycle" : $"{row.Cycles} stable cycles")}; {row.NotSettled} of {row.RandomStarts} starts not settled.";
}
