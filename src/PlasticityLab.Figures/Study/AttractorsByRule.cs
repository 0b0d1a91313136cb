using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Drawing.Marks;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Where the networks come to rest: for every rule the starts that end in each attractor of the reduced system, as a bar that adds
/// up to all starts.</summary>
internal sealed class AttractorsByRule : IFigure
{
    private const string Equilibrium = "equilibrium";

    // Shares from which on the numbers of the assemblies and words fit into them [%], right end of the axis, with room for a text [%],
    // height of a bar's row and of all texts around [mm].
    private const double Wide = 9,
        Roomy = 20,
        Right = 138,
        Row = 4.6,
        Texts = 26;

    public FigureCard Card =>
        new(
            "attractors",
            "Where the reduced networks come to rest",
            "The share of starts that ends in each attractor, and the assemblies that are active there.",
            typeof(AttractorRow),
            typeof(AttractorCountRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var all = study.Rows<AttractorCountRow>();
        if (all.Count == 0)
        {
            yield break;
        }

        var conditions = all.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal).ToArray();
        var rules = study.Ordered(all.Select(row => row.Rule).Distinct());
        var figure = new Figure(Card.Id, conditions.Length == 1 ? Figure.Single : Figure.Double, (Row * rules.Count) + Texts)
        {
            Title = Card.Title,
            EqualPanels = true,
            Caption =
                "One network a rule (the first seed), reduced to its assemblies: block-averaged weights, transfer function and inhibition exact, no noise, units outside the assemblies at rest. A bar is all random starts; each part of it is one attractor, with the assemblies that are active there. On the right, how many stable equilibria are known, also those that no start has reached.",
            Alt = string.Join(" ", all.Select(row => $"{Markup(row.Rule)}, {study.ConditionMarkup(row.Condition)}: {Sentence(row)}")),
        };
        var source = figure.Table("attractors", "condition", "rule", "kind", "active", "share", "low95", "high95");
        foreach (var row in study.Rows<AttractorRow>())
        {
            source.Row(row.Condition, row.Rule, row.Kind, row.Active, row.Share, row.Low95, row.High95);
        }

        for (var c = 0; c < conditions.Length; c++)
        {
            figure.Add(Bars(study, conditions[c], rules, names: c == 0, key: c == conditions.Length - 1), 0, c);
        }

        yield return figure;
    }

    private static Axes Bars(StudyResults study, string condition, IReadOnlyList<string> rules, bool names, bool key)
    {
        var axes = new Axes
        {
            Title = study.ConditionMarkup(condition),
            X = Axis.Linear("Starts that end there (%)", 0, Right) with { Ticks = [0, 20, 40, 60, 80, 100] },
            Y = Axis.Names([.. rules.Select(rule => names ? Markup(rule) : "")], inverted: true),
            Legend = key ? LegendPlace.Below : LegendPlace.None,
        };
        var attractors = study.Rows<AttractorRow>().Where(row => row.Condition == condition).ToLookup(row => row.Rule);
        var counts = study.Rows<AttractorCountRow>().Where(row => row.Condition == condition).ToLookup(row => row.Rule);
        for (var row = 0; row < rules.Count; row++)
        {
            foreach (var count in counts[rules[row]].Take(1))
            {
                Bar(axes, row, count, attractors[rules[row]]);
            }
        }

        axes.ExtraLegend.AddRange(Key(study));
        return axes;
    }

    private static void Bar(Axes axes, int row, AttractorCountRow count, IEnumerable<AttractorRow> attractors)
    {
        var (at, last) = (0.0, "");
        foreach (var attractor in attractors.OrderBy(a => a.Kind != Equilibrium).ThenBy(a => a.ActiveItems.Count > 0))
        {
            var share = Math.Min(100 * attractor.Share, 100 - at); // more than all there cannot be
            Part(axes, at, share, row, Look(attractor));
            var says = Says(attractor, share);
            if (share >= Wide && says != last)
            {
                axes.Text(at + (share / 2), row, says, dy: -2, align: 0, paint: Paint.Paper);
                last = says;
            }

            at += share;
        }

        var (starts, open) = (Math.Max(1, count.RandomStarts), 100.0 * count.NotSettled / Math.Max(1, count.RandomStarts));
        Part(axes, at, open, row, Paint.Faint);
        if (open >= Roomy)
        {
            axes.Text(at + (open / 2), row, "not settled", dy: -2, align: 0);
        }

        Part(axes, at + open, 100.0 * count.Diverged / starts, row, Palette.Vermillion);
        var known = $"{count.Stable} stable{(count.Cycles > 0 ? $", {Wording.Count(count.Cycles, "cycle")}" : "")}";
        axes.Text(Right, row, known, dy: -2, align: 1, size: 5.5);
    }

    // Words and numbers say in grey what colours say.
    private static string Says(AttractorRow row, double share) =>
        row.Kind != Equilibrium && share >= Roomy ? $"cycle {string.Join("+", row.ActiveItems)}"
        : row.ActiveItems.Count > 0 ? string.Join("+", row.ActiveItems)
        : share >= Roomy ? "silence"
        : "";

    private static Paint Look(AttractorRow row) =>
        row.Kind != Equilibrium ? Palette.Orange
        : row.ActiveItems.Count == 0 ? Palette.Grey
        : Palette.Blue;

    private static IEnumerable<LegendEntry> Key(StudyResults study)
    {
        var looks = study.Rows<AttractorRow>().Select(Look).ToHashSet();
        (Paint Paint, string Says, bool Seen)[] all =
        [
            (Palette.Grey, "silence", looks.Contains(Palette.Grey)),
            (Palette.Blue, "equilibrium, its assemblies", looks.Contains(Palette.Blue)),
            (Palette.Orange, "limit cycle or continuous attractor", looks.Contains(Palette.Orange)),
            (Paint.Faint, "not settled", study.Rows<AttractorCountRow>().Any(row => row.NotSettled > 0)),
            (Palette.Vermillion, "diverged", study.Rows<AttractorCountRow>().Any(row => row.Diverged > 0)),
        ];
        return all.Where(entry => entry.Seen).Select(entry => new LegendEntry(entry.Says, Fill: entry.Paint));
    }

    private static void Part(Axes axes, double from, double share, int row, Paint paint)
    {
        if (share > 0)
        {
            double[] xs = [from, from + share, from + share, from];
            axes.Area(xs, [row - 0.36, row - 0.36, row + 0.36, row + 0.36], paint, new Pen(Paint.Paper, 0.5));
        }
    }

    /// <summary>One network's count in words.</summary>
    internal static string Sentence(AttractorCountRow row) =>
        $"{(row.Proved ? "" : "at least ")}{row.Equilibria} {(row.Equilibria == 1 ? "equilibrium" : "equilibria")} ({row.Stable} stable, {row.Saddles} unstable), {(row.Cycles == 0 ? "no stable cycle found" : row.Cycles == 1 ? "1 stable cycle" : $"{row.Cycles} stable cycles")}; {row.NotSettled} of {row.RandomStarts} starts not settled.";
}
