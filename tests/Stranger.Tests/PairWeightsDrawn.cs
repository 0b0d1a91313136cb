using PlasticityLab.Figures;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;

namespace Stranger;

/// <summary>A figure of the analysis.</summary>
public sealed class PairWeightsDrawn : IFigure
{
    public FigureCard Card =>
        new("pair_weights", "Weights of pairs", "Weight to the partner against weight to the others.", typeof(PairWeightRow));

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var rows = study.Rows<PairWeightRow>();
        var figure = new Figure(Card.Id, Figure.Single, 60)
        {
            Title = Card.Title,
            Caption =
                $"**Weights of pairs.** Each mark is one of {rows.Count} networks: mean weight to the partner against mean weight to the other items.",
            Alt =
                $"Weight to the partner from {rows.Min(row => row.Partner):0.00} to {rows.Max(row => row.Partner):0.00}, to others from {rows.Min(row => row.Others):0.00} to {rows.Max(row => row.Others):0.00}.",
        };
        var source = figure.Table("networks", "rule", "seed", "partner", "others");
        var axes = new Axes { X = Axis.Linear("Weight to others"), Y = Axis.Linear("Weight to partner") };
        foreach (var rule in rows.GroupBy(row => row.Rule))
        {
            var look = RuleStyle.Of(rule.Key);
            axes.Points([.. rule.Select(row => row.Others)], [.. rule.Select(row => row.Partner)], look.Marker(), look.Label);
            foreach (var row in rule)
            {
                source.Row(row.Rule, row.Seed, row.Partner, row.Others);
            }
        }

        yield return figure.Add(axes);
    }
}
