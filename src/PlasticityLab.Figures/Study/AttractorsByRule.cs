using PlasticityLab.Figures.Drawing;
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
            "attractors",
            "attractor_counts"
        );

    public IEnumerable<Figure> Draw(StudyResult study)
    {
        foreach (
            var condition in study.Table("attractor_counts").Rows.Select(row => row["condition"]).Distinct().Order(StringComparer.Ordinal)
        )
        {
            yield return Draw(study, condition);
        }
    }

    private Figure Draw(StudyResult study, string condition)
    {
        var (counts, rows) = (
            study.Table("attractor_counts").Rows.Where(row => row["condition"] == condition).ToArray(),
            study.Table("attractors").Rows.Where(row => row["condition"] == condition).ToArray()
        );
        var rules = study.Ordered(counts.Select(row => row["rule"]));
        var items = Math.Max(2, rows.SelectMany(Items).DefaultIfEmpty(2).Max());
        var figure = SmallMultiples.Of(
            $"{Card.Id}_{condition}",
            $"Attractors, reduction to assemblies, {study.ConditionMarkup(condition)}",
            rules,
            5,
            42,
            null,
            (rule, left, foot) =>
            {
                var own = rows.Where(row => row["rule"] == rule).Take(Shown).ToArray();
                var axes = new Axes
                {
                    Title = Markup(rule),
                    X = Axis.Linear(foot ? "Assembly" : "", 0.5, items + 0.5),
                    Y = Axis.Linear(left ? "Starts that end there (%)" : "", -8, 108),
                };
                foreach (var kind in new[] { "equilibrium", "continuous", "limit_cycle" })
                {
                    var points = own.Where(row => row["kind"] == kind)
                        .SelectMany(row => Items(row).Select(item => (X: (double)item, Y: 100 * row.Number("share"))))
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

                foreach (var silent in own.Where(row => !Items(row).Any()))
                {
                    axes.Points([0.9], [100 * silent.Number("share")], new Marker(Glyph.Cross, Paint.Ink, 3.2));
                }

                return axes;
            }
        );
        figure.Caption =
            $"Reduction: one network a rule (the first seed) with block-averaged weights, transfer function and inhibition exact, no noise, units outside the assemblies at rest. Each row of marks is one attractor, at the share of random starts that end there (at most {Shown} are drawn). Circles: assemblies active in an equilibrium; open diamonds: in a limit cycle; cross: an attractor with no active assembly. Condition {study.ConditionMarkup(condition)}.";
        figure.Alt = string.Join(" ", counts.Select(row => $"{Markup(row["rule"])}: {Sentence(row)}"));
        var source = figure.Table("attractors", "rule", "kind", "active", "share", "low95", "high95");
        foreach (var row in rows)
        {
            source.Row(row["rule"], row["kind"], row["active"], row.Number("share"), row.Number("low95"), row.Number("high95"));
        }

        return figure;
    }

    /// <summary>One network's count in words.</summary>
    internal static string Sentence(CsvRow row) =>
        $"{(row["proved"] == "1" ? "" : "at least ")}{row["equilibria"]} equilibria ({row["stable"]} stable, {row["saddles"]} unstable), {row["cycles"]} stable cycles; {row["not_settled"]} of {row["random_starts"]} starts not settled.";

    private static IEnumerable<int> Items(CsvRow row) =>
        row["active"]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}
