using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Named synapses along training: one panel a synapse, a thin line a network, the median of the networks in front.</summary>
internal sealed class SynapsesOverTime : IFigure
{
    private const int MostSynapses = 12;

    public FigureCard Card =>
        new(
            "synapses_over_time",
            "Named synapses over time",
            "Weight of each named synapse after every epoch of training, in every network that was recorded.",
            typeof(RecordedSynapseRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var all = study.Rows<RecordedSynapseRow>();
        foreach (var condition in all.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal))
        {
            foreach (var rule in study.Ordered(all.Where(row => row.Condition == condition).Select(row => row.Rule)))
            {
                yield return Of(study, condition, rule, [.. all.Where(row => row.Condition == condition && row.Rule == rule)]);
            }
        }
    }

    private Figure Of(StudyResults study, string condition, string rule, RecordedSynapseRow[] rows)
    {
        (int Post, int Pre)[] named = [.. rows.Select(row => (row.Post, row.Pre)).Distinct()],
            shown = [.. named.Take(MostSynapses)];
        var (low, high) = (Math.Min(0, rows.Min(row => row.Weight)), Math.Max(0, rows.Max(row => row.Weight)));
        var pad = 0.05 * Math.Max(1e-9, high - low);
        var seeds = rows.Select(row => row.Seed).Distinct().Count();
        var look = study.Style(rule).Paint;
        var figure = SmallMultiples.Of(
            $"{Card.Id}_{rule}_{condition}",
            $"{Card.Title}, {Markup(rule)}, {study.ConditionMarkup(condition)}",
            [.. shown.Select(Name)],
            5,
            30,
            null,
            (name, left, foot) =>
            {
                var axes = new Axes
                {
                    Title = name,
                    X = Axis.Linear(foot ? "Epoch" : ""),
                    Y = Axis.Linear(left ? "Weight (weight unit)" : "", low - pad, high + pad),
                };
                axes.Guide(0);
                var synapse = rows.Where(row => Name((row.Post, row.Pre)) == name).ToArray();
                foreach (var network in synapse.GroupBy(row => row.Seed))
                {
                    RecordedSynapseRow[] course = [.. network.OrderBy(row => row.Epoch)];
                    axes.Line(
                        [.. course.Select(row => (double)row.Epoch)],
                        [.. course.Select(row => row.Weight)],
                        new Pen(Palette.Grey, 0.35)
                    );
                }

                var median = Medians(synapse);
                axes.Line([.. median.Select(x => (double)x.Epoch)], [.. median.Select(x => x.Weight)], new Pen(look, 1.1));
                return axes;
            }
        );
        figure.Caption =
            $"Weight of {shown.Length}{(shown.Length < named.Length ? $" of {named.Length}" : "")} named synapses after every epoch of training by {Markup(rule)}, condition {study.ConditionMarkup(condition)}. Above each panel: receiving ← sending neuron. Thin: each of {seeds} network{(seeds == 1 ? "" : "s")}; thick: their median. Epoch 0: before training. The same neuron stands for another item in each network, as items are drawn from the seed.";
        figure.Alt =
            "Median weight before and after training: "
            + string.Join(
                "; ",
                shown.Select(synapse =>
                    Medians([.. rows.Where(row => (row.Post, row.Pre) == synapse)]) is var median
                        ? $"{Name(synapse)} {F(median[0].Weight)}, {F(median[^1].Weight)}"
                        : ""
                )
            )
            + ".";
        var source = figure.Table("weights", "seed", "post", "pre", "epoch", "weight");
        foreach (var row in rows.Where(row => shown.Contains((row.Post, row.Pre))))
        {
            source.Row(row.Seed, row.Post, row.Pre, row.Epoch, row.Weight);
        }

        return figure;
    }

    private static string Name((int Post, int Pre) synapse) => $"{synapse.Post} ← {synapse.Pre}";

    private static (int Epoch, double Weight)[] Medians(IReadOnlyList<RecordedSynapseRow> rows) =>
        [
            .. rows.GroupBy(row => row.Epoch)
                .OrderBy(epoch => epoch.Key)
                .Select(epoch => (epoch.Key, Numerics.Statistics.Sample.Median([.. epoch.Select(row => row.Weight)]))),
        ];
}
