using PlasticityLab.Reports.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Reports.Figures.StudyView;

namespace PlasticityLab.Reports.Figures;

/// <summary>Surgery: recall after one component of the learned weights was removed.</summary>
internal sealed class SurgeryByComponent : IFigure
{
    public FigureCard Card => new("surgery", "Surgery on the learned weights", "Recall before and after one component of what was learned is removed.", "surgery");

    public IEnumerable<Figure> Draw(StudyResult study)
    {
        var all = study.Table("surgery").Rows;
        if (all.Count == 0)
        {
            yield break;
        }

        var conditions = all.Select(row => row["condition"]).Distinct().Order(StringComparer.Ordinal).ToArray();
        var components = all.Select(row => row["component"]).Distinct().ToArray();
        var figure = new Figure(Card.Id, Figure.Double, 62)
        {
            Title = Card.Title,
            Caption = $"*S* of each network that replays (*S* > 0.5, first seed) before surgery and after one component of the learned change of its weights was removed, recalled again at the same operating point with the same noise. {string.Join(" ", Sentences(study))}",
            Alt = string.Join(" ", Sentences(study)),
        };
        var source = figure.Table("surgery", "condition", "rule", "component", "share", "S_before", "S_after", "D_before", "D_after");
        foreach (var row in all)
        {
            source.Row(row["condition"], row["rule"], row["component"], row.Number("share"), row.Number("S_before"), row.Number("S_after"), row.NumberOrNaN("D_before"), row.NumberOrNaN("D_after"));
        }

        for (var c = 0; c < conditions.Length; c++)
        {
            var axes = new Axes { Title = study.ConditionName(conditions[c]), X = Axis.Names(["whole", .. components.Select(name => $"− {name}")]) with { Slanted = true }, Y = Axis.Linear(c == 0 ? "Recall *S*" : "", -0.05, 1.05), Legend = c == conditions.Length - 1 ? LegendPlace.Right : LegendPlace.None };
            var rules = Ordered(all.Where(row => row["condition"] == conditions[c]).Select(row => row["rule"]));
            for (var k = 0; k < rules.Count; k++)
            {
                var rows = all.Where(row => row["condition"] == conditions[c] && row["rule"] == rules[k]).ToArray();
                var (shift, style) = (rules.Count == 1 ? 0 : 0.5 * ((double)k / (rules.Count - 1) - 0.5), RuleStyle.Of(rules[k]));
                axes.Points([.. Enumerable.Range(0, rows.Length + 1).Select(i => i + shift)], [rows[0].Number("S_before"), .. rows.Select(row => row.Number("S_after"))], style.Marker(3.4), style.Label);
            }

            figure.Add(axes, 0, c);
        }

        yield return figure;
    }

    /// <summary>What the removal of each component did, computed.</summary>
    internal static IEnumerable<string> Sentences(StudyResult study) => study.Table("surgery").Rows.GroupBy(row => row["component"]).Select(group =>
        $"Without its {group.Key} component, recall fell by more than half in {group.Count(row => row.Number("S_after") < 0.5 * row.Number("S_before"))} of {group.Count()} networks (median *S* {F(Median(group.Select(row => row.Number("S_before"))))} before, {F(Median(group.Select(row => row.Number("S_after"))))} after).");
}
