using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Surgery: recall after one component of the learned weights was removed.</summary>
internal sealed class SurgeryByComponent : IFigure
{
    public FigureCard Card =>
        new(
            "surgery",
            "Surgery on the learned weights",
            "Recall before and after one component of what was learned is removed.",
            typeof(SurgeryRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var all = study.Rows<SurgeryRow>();
        if (all.Count == 0)
        {
            yield break;
        }

        var conditions = all.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal).ToArray();
        var components = all.Select(row => row.Component).Distinct().ToArray();
        var figure = new Figure(Card.Id, Figure.Double, 62)
        {
            Title = Card.Title,
            Caption =
                $"*S* of each network that replays (*S* > 0.5, first seed) before surgery and after one component of the learned change of its weights was removed, recalled again at the same operating point with the same noise. Antisymmetric and Schur parts (feedforward: what a chain adds to the eigenvalues; recurrent: the normal matrix with the same eigenvalues) are those of the block means; outliers: the modes of the learned change beyond 1.1 times the radius that its entries would fill at random. {string.Join(" ", Sentences(study))}",
            Alt = string.Join(" ", Sentences(study)),
        };
        var source = figure.Table(
            "surgery",
            "condition",
            "rule",
            "component",
            "share",
            "S_before",
            "S_after",
            "D_before",
            "D_after",
            "speed_before",
            "speed_after",
            "abscissa_before",
            "abscissa_after",
            "flow_change"
        );
        foreach (var row in all)
        {
            source.Row(
                row.Condition,
                row.Rule,
                row.Component,
                row.Share,
                row.SBefore,
                row.SAfter,
                row.DBefore,
                row.DAfter,
                row.SpeedBefore,
                row.SpeedAfter,
                row.AbscissaBefore,
                row.AbscissaAfter,
                row.FlowChange
            );
        }

        for (var c = 0; c < conditions.Length; c++)
        {
            var axes = new Axes
            {
                Title = study.ConditionMarkup(conditions[c]),
                X = Axis.Names(["whole", .. components.Select(name => $"− {Short(name)}")]) with { Slanted = true },
                Y = Axis.Linear(c == 0 ? "Recall *S*" : "", -0.05, 1.05),
                Legend = c == conditions.Length - 1 ? LegendPlace.Right : LegendPlace.None,
            };
            var rules = study.Ordered(all.Where(row => row.Condition == conditions[c]).Select(row => row.Rule));
            for (var k = 0; k < rules.Count; k++)
            {
                var rows = all.Where(row => row.Condition == conditions[c] && row.Rule == rules[k]).ToArray();
                var (shift, style) = (rules.Count == 1 ? 0 : 0.5 * ((double)k / (rules.Count - 1) - 0.5), study.Style(rules[k]));
                axes.Points(
                    [.. Enumerable.Range(0, rows.Length + 1).Select(i => i + shift)],
                    [rows[0].SBefore, .. rows.Select(row => row.SAfter)],
                    style.Marker(3.4),
                    style.Label
                );
            }

            figure.Add(axes, 0, c);
        }

        yield return figure;
    }

    private static string Short(string component) =>
        component switch
        {
            "antisymmetric" => "antisym.",
            "outlier modes" => "outliers",
            "feedforward Schur" => "Schur ff.",
            "recurrent Schur" => "Schur rec.",
            _ => component.Replace('-', '−'),
        };

    /// <summary>What the removal of each component did, computed.</summary>
    internal static IEnumerable<string> Sentences(StudyResults study) =>
        study
            .Rows<SurgeryRow>()
            .GroupBy(row => row.Component)
            .Select(group =>
                $"Without its {group.Key} component, recall fell by more than half in {group.Count(row => row.SAfter < 0.5 * row.SBefore)} of {group.Count()} networks (median *S* {F(Median(group.Select(row => row.SBefore)))} before, {F(Median(group.Select(row => row.SAfter)))} after){Consequences([.. group])}."
            );

    // Flow and eigenvalue: what the operation did to the field, whatever became of the recall.
    private static string Consequences(SurgeryRow[] rows)
    {
        var flow = Median(rows.Select(row => row.FlowChange));
        var (before, after) = (Median(rows.Select(row => row.AbscissaBefore)), Median(rows.Select(row => row.AbscissaAfter)));
        return double.IsNaN(flow)
            ? ""
            : $"; the flow along the old course changed by {F(100 * flow, 0)} %, the leading eigenvalue of the block weights went from {F(before)} to {F(after)}";
    }
}
