using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Does the shape of the weights foretell what the network does?</summary>
internal sealed class StructureAgainstFunction : IFigure
{
    public FigureCard Card =>
        new(
            "structure_against_function",
            "Structure against function",
            "Flow and asymmetry of the block weights against direction and score, one mark a network.",
            typeof(OutcomeRow)
        )
        {
            Measures = [NetworkMeasures.S, NetworkMeasures.D, NetworkMeasures.Flow],
        };

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var (rows, rules) = (study.Main(), study.Rules());
        if (!study.Measured(NetworkMeasures.Flow))
        {
            yield break;
        }

        var conditions = study.Conditions();
        (MeasureColumn X, string XName, MeasureColumn Y, string YName)[] pairs =
        [
            (NetworkMeasures.Flow, "Flow of the block weights", NetworkMeasures.D, "Direction *D*"),
            (NetworkMeasures.Asymmetry, "Asymmetry of the block weights", NetworkMeasures.S, "Score *S*"),
            (NetworkMeasures.Flow, "Flow of the block weights", NetworkMeasures.S, "Score *S*"),
        ];
        var figure = new Figure(Card.Id, Figure.Double, 14 + (47.0 * conditions.Count))
        {
            Title = Card.Title,
            ColumnWeights = [1, 1, 1.35],
            Caption =
                "Flow: forward minus backward mean weight, over the sum of the sizes of forward, backward and self weights. Asymmetry: share of the squared block weights in their antisymmetric part. One mark is one network; rank correlations (Spearman) over all networks of a panel stand above it.",
        };
        var source = figure.Table("networks", "condition", "rule", "seed", "flow", "asymB", ReplayScore.Id, ReplayDirection.Id);
        foreach (var row in rows)
        {
            source.Row(
                row.Condition,
                row.Rule,
                row.Seed,
                row.Values[NetworkMeasures.Flow],
                row.Values[NetworkMeasures.Asymmetry],
                row.Values[NetworkMeasures.S],
                row.Values[NetworkMeasures.D]
            );
        }

        var told = new List<string>();
        for (var c = 0; c < conditions.Count; c++)
        {
            for (var k = 0; k < pairs.Length; k++)
            {
                var (x, xName, y, yName) = pairs[k];
                var here = rows.Where(row => row.Condition == conditions[c]).ToArray();
                var rho = Spearman([.. here.Select(row => (row.Values[x], row.Values[y]))]);
                told.Add($"{study.ConditionMarkup(conditions[c])}: rank correlation of {x.Name} and {y.Name} {F(rho)}");
                var axes = new Axes
                {
                    Title = $"{study.ConditionMarkup(conditions[c])}   ρ = {F(rho)}",
                    X = Axis.Linear(c == conditions.Count - 1 ? xName : ""),
                    Y = Axis.Linear(yName),
                    Legend = k == pairs.Length - 1 && c == 0 ? LegendPlace.Right : LegendPlace.None,
                };
                foreach (var rule in rules)
                {
                    var mine = here.Where(row => row.Rule == rule).ToArray();
                    axes.Points(
                        [.. mine.Select(row => row.Values[x])],
                        [.. mine.Select(row => row.Values[y])],
                        study.Style(rule).Marker(2.3),
                        study.Style(rule).Label
                    );
                }

                figure.Add(axes, c, k);
            }
        }

        figure.Alt = string.Join("; ", told) + ".";
        yield return figure;
    }

    /// <summary>Spearman's rank correlation with mean ranks for ties; NaN when one side does not vary.</summary>
    internal static double Spearman(IReadOnlyList<(double X, double Y)> pairs)
    {
        pairs = [.. pairs.Where(pair => double.IsFinite(pair.X) && double.IsFinite(pair.Y))];
        double[] x = Ranks([.. pairs.Select(pair => pair.X)]),
            y = Ranks([.. pairs.Select(pair => pair.Y)]);
        var (mx, my) = (x.DefaultIfEmpty(0).Average(), y.DefaultIfEmpty(0).Average());
        var (sxy, sxx, syy) = (
            x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum(),
            x.Sum(a => (a - mx) * (a - mx)),
            y.Sum(b => (b - my) * (b - my))
        );
        return sxx > 0 && syy > 0 ? sxy / Math.Sqrt(sxx * syy) : double.NaN;
    }

    private static double[] Ranks(double[] values) =>
        [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other == value) + 1) / 2.0))];
}
