using PlasticityLab.Analysis.Measures;
using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Mechanisms;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Which parts of what each rule has learned are necessary, and which are sufficient.</summary>
internal sealed class MechanismParts : IFigure
{
    private static readonly BlockPart[] Parts =
    [
        BlockPart.SelfWeights,
        BlockPart.LagPlusOne,
        BlockPart.SelfAndLagPlusOne,
        BlockPart.LagMinusOne,
        BlockPart.LongLags,
        BlockPart.Symmetric,
        BlockPart.Antisymmetric,
        BlockPart.Gradient,
    ];

    // Filled: yes; outline: undecided; no mark: no. Shapes differ, so that nothing hangs on colour.
    private static readonly (MechanismOperation Operation, double Shift, Glyph Glyph, Paint Paint, string Yes, string Open)[] Marks =
    [
        (MechanismOperation.Remove, -0.2, Glyph.Square, Palette.Vermillion, "necessary", "necessary: undecided"),
        (MechanismOperation.Only, 0.2, Glyph.Triangle, Palette.Blue, "sufficient", "sufficient: undecided"),
    ];

    public FigureCard Card =>
        new(
            "mechanism_parts",
            "How the rules do it",
            "Which parts of what each rule has learned are necessary and which are sufficient.",
            typeof(MechanismComponentRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var (verdicts, components) = (study.Rows<MechanismRow>(), study.Rows<MechanismComponentRow>());
        string[] conditions = [.. verdicts.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal)];
        if (conditions.Length == 0)
        {
            yield break;
        }

        var rules = study.Ordered(verdicts.Select(row => row.Rule));
        var figure = new Figure(Card.Id, conditions.Length == 1 ? 120 : Figure.Double, 44 + (5.2 * rules.Count))
        {
            Title = Card.Title,
            ColumnWeights = [.. conditions.Select((_, c) => c == 0 ? 1.3 : 1.0)],
            Caption =
                "Filled square: without this part of the learned block weights the networks keep less than half of their *S* (necessary). Filled triangle: with this part alone in the untrained network they keep more than half (sufficient). Outlines: undecided, at 95 % for all questions of a condition together. No mark: neither. Every network is read out at the operating point that is best after the operation. A dash alone: the rule does not work, or these networks do not decide whether it does.",
        };
        var source = figure.Table("parts", "condition", "rule", "operation", "component", ReplayScore.Id, "low", "high", "still_works");
        foreach (var row in components)
        {
            source.Row(
                row.Condition,
                row.Rule,
                Word(row.Operation),
                Word(row.Component),
                row.S.Mean,
                row.S.Low95,
                row.S.High95,
                Word(row.StillWorks)
            );
        }

        for (var c = 0; c < conditions.Length; c++)
        {
            figure.Add(Panel(study, rules, conditions[c], c == 0), 0, c);
        }

        figure.Alt = string.Join(" ", MechanismStatements.Of(study).Sentences());
        yield return figure;
    }

    private static Axes Panel(StudyResults study, IReadOnlyList<string> rules, string condition, bool first)
    {
        var axes = new Axes
        {
            Title = study.ConditionMarkup(condition),
            X = Axis.Names([.. Parts.Select(MechanismStatements.Short)]) with { Slanted = true, Min = -0.6, Max = Parts.Length - 0.4 },
            Y = Axis.Names([.. rules.Select(rule => first ? Markup(rule) : "")], inverted: true),
            Boxed = true,
            Legend = first ? LegendPlace.Below : LegendPlace.None,
        };
        var verdicts = study.Rows<MechanismRow>().Where(row => row.Condition == condition).ToDictionary(row => row.Rule);
        bool Works(string rule) => verdicts.TryGetValue(rule, out var row) && row.Works == Decision.Yes;
        foreach (var (operation, shift, glyph, paint, yes, open) in Marks)
        {
            foreach (var (decision, filled, label) in new[] { (Decision.Yes, true, yes), (Decision.Undecided, false, open) })
            {
                (double X, double Y)[] places =
                [
                    .. study
                        .Rows<MechanismComponentRow>()
                        .Where(row => row.Condition == condition && row.Operation == operation && Works(row.Rule))
                        .Where(row => Answer(row) == decision)
                        .Select(row => ((double)Array.IndexOf(Parts, row.Component), (double)Index(rules, row.Rule)))
                        .Where(place => place.Item1 >= 0),
                ];
                axes.Points(
                    [.. places.Select(p => p.X + shift)],
                    [.. places.Select(p => p.Y)],
                    new Marker(glyph, paint, 4.4, filled),
                    label
                );
            }
        }

        for (var i = 0; i < rules.Count; i++)
        {
            if (verdicts.ContainsKey(rules[i]) && !Works(rules[i]))
            {
                axes.Text(0.5 * (Parts.Length - 1), i, "–", align: 0, paint: Paint.Muted);
            }
        }

        return axes;
    }

    private static Decision Answer(MechanismComponentRow row) =>
        row.Operation == MechanismOperation.Remove ? MechanismTest.Not(row.StillWorks) : row.StillWorks;

    private static int Index(IReadOnlyList<string> rules, string rule) => Enumerable.Range(0, rules.Count).First(i => rules[i] == rule);
}
