using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>What each rule writes into the weights: mean weight from assembly to assembly.</summary>
internal sealed class BlockMatrices : IFigure
{
    public FigureCard Card =>
        new(
            "block_matrices",
            "Learned weights between assemblies",
            "Mean weight from every assembly to every other, averaged over networks.",
            typeof(BlockRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var all = study.Rows<BlockRow>();
        foreach (var condition in all.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal))
        {
            var rows = all.Where(row => row.Condition == condition).ToArray();
            var rules = study.Ordered(rows.Select(row => row.Rule));
            var size = rows.Max(row => row.Post);
            var blocks = rules.ToDictionary(rule => rule, rule => Mean([.. rows.Where(row => row.Rule == rule)], size));
            var largest = blocks.Values.Max(block => block.Values.Max(Math.Abs));
            var scale = ColorScale.Signed(largest, "Weight (drive)");
            var figure = SmallMultiples.Of(
                $"{Card.Id}_{condition}",
                $"{Card.Title}, {study.ConditionMarkup(condition)}",
                rules,
                6,
                0,
                scale,
                (rule, left, foot) =>
                    new Axes
                    {
                        Title = Markup(rule),
                        X = Axis.Linear(foot ? "From assembly" : "") with { Ticks = [1, size] },
                        Y = Axis.Linear(left ? "To assembly" : "") with { Inverted = true, Ticks = [1, size] },
                        Boxed = true,
                        ShowColorBar = false,
                    }.HeatMap(blocks[rule], scale, signs: true)
            );
            figure.Caption =
                $"Mean learned weight times assembly size (the drive that a fully active assembly gives), from column to row (W[post, pre]), units of both assemblies exclusive to them, averaged over networks; condition {study.ConditionMarkup(condition)}. One colour scale for all rules with zero in the middle; a bar marks clearly negative cells. Below the diagonal: from an item to its successor.";
            var source = figure.Table("blocks", "rule", "post", "pre", "B");
            foreach (var (rule, block) in blocks)
            {
                for (var i = 0; i < size * size; i++)
                {
                    source.Row(rule, (i / size) + 1, (i % size) + 1, block.Values[i]);
                }
            }

            figure.Alt =
                "Mean of the diagonal, of the first diagonal below (forward) and above (backward): "
                + string.Join(
                    "; ",
                    blocks.Select(pair => $"{Markup(pair.Key)} {F(Lag(pair.Value, 0))}, {F(Lag(pair.Value, 1))}, {F(Lag(pair.Value, -1))}")
                )
                + ".";
            yield return figure;
        }
    }

    private static Matrix Mean(IReadOnlyList<BlockRow> rows, int size)
    {
        var (sum, count) = (new Matrix(size, size), new Matrix(size, size));
        foreach (var row in rows.Where(row => double.IsFinite(row.B)))
        {
            var (i, j) = (row.Post - 1, row.Pre - 1);
            sum[i, j] += row.B;
            count[i, j]++;
        }

        return Matrix.From(size, size, (i, j) => count[i, j] > 0 ? sum[i, j] / count[i, j] : 0);
    }

    private static double Lag(Matrix block, int lag) =>
        Enumerable.Range(0, block.Rows).Where(j => j + lag >= 0 && j + lag < block.Rows).Average(j => block[j + lag, j]);
}
