using PlasticityLab.Figures.Drawing;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Spikes of training and of replay, one network a rule, neurons sorted by item.</summary>
internal sealed class SpikeRasters : IFigure
{
    // A seizure has tens of thousands of spikes: ink on ink. The table holds them all.
    private const int MostDrawn = 6000;

    public FigureCard Card =>
        new(
            "spike_rasters",
            "Spikes",
            "Spikes of the last epoch of training and of a replay, one network per rule, neurons sorted by item.",
            typeof(RasterRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var all = study.Rows<RasterRow>();
        foreach (var condition in all.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal))
        {
            foreach (var (phase, words) in new[] { ("training_last", "Last epoch of training"), ("replay", "Replay") })
            {
                var spikes = all.Where(row => row.Condition == condition && row.Phase == phase).ToArray();
                if (spikes.Length > 0)
                {
                    yield return Draw(study, condition, phase, words, spikes);
                }
            }
        }
    }

    private Figure Draw(StudyResults study, string condition, string phase, string words, RasterRow[] spikes)
    {
        var byRule = spikes.GroupBy(row => row.Rule).ToDictionary(group => group.Key, group => group.ToArray());
        var rules = study.Ordered(byRule.Keys);
        var (rows, end) = (spikes.Max(row => row.Row), spikes.Max(row => row.TimeMs));
        var cue = 1000 * ((study.Study.Task as IOrderedTask)?.Cue ?? 0);
        var figure = SmallMultiples.Of(
            $"{Card.Id}_{phase}_{condition}",
            $"{Card.Title}: {words.ToLowerInvariant()}, {study.ConditionMarkup(condition)}",
            rules,
            4,
            34,
            null,
            (rule, left, foot) =>
            {
                var axes = new Axes
                {
                    Title = Markup(rule),
                    X = Axis.Linear(
                        foot
                            ? phase == "replay"
                                ? "Time from cue (ms)"
                                : "Time in epoch (ms)"
                            : "",
                        0,
                        end
                    ),
                    Y = Axis.Linear(left ? "Neuron" : "", -1, rows + 1),
                };
                if (phase == "replay" && cue > 0)
                {
                    axes.Span(0, cue);
                }

                var every = Every(byRule[rule]);
                foreach (
                    var group in byRule[rule]
                        .Where((_, k) => k % every == 0)
                        .GroupBy(row => row.Item)
                        .OrderBy(group => group.Key, StringComparer.Ordinal)
                )
                {
                    var paint =
                        group.Key == "I" ? Palette.Vermillion
                        : group.Key == "0" ? Palette.Grey
                        : int.Parse(group.Key, System.Globalization.CultureInfo.InvariantCulture) % 2 == 1 ? Palette.Blue
                        : Paint.Ink;
                    axes.Raster([.. group.Select(row => row.TimeMs)], [.. group.Select(row => (double)row.Row)], paint, 2);
                }

                return axes;
            }
        );
        var seed = spikes[0].Seed;
        var thinned = rules
            .Where(rule => Every(byRule[rule]) > 1)
            .Select(rule => $"{Markup(rule)} shows one in {Every(byRule[rule])}")
            .ToArray();
        figure.Caption =
            $"Spikes of one network per rule (seed {seed}), condition {study.ConditionMarkup(condition)}. {words}. Neurons are sorted by item, item 1 at the foot: blue and black take turns from item to item; grey: neurons of no item; vermillion, at the top: inhibitory neurons. "
            + (
                phase == "replay"
                    ? "Grey band: the cue at item 1. A replay climbs from item to item; a stuck cue is one bar."
                    : "The items are driven in order after a silence."
            )
            + (thinned.Length == 0 ? "" : $" Of more than {MostDrawn} spikes some are left out: {string.Join(", ", thinned)}.");
        figure.Alt =
            "Spikes of excitatory and of inhibitory neurons: "
            + string.Join(
                "; ",
                rules.Select(rule =>
                    $"{Markup(rule)} {byRule[rule].Count(row => row.Item != "I")} and {byRule[rule].Count(row => row.Item == "I")}"
                )
            )
            + ".";
        var source = figure.Table("spikes", "rule", "time_ms", "row", "item");
        foreach (var row in rules.SelectMany(rule => byRule[rule].Where((_, k) => k % Every(byRule[rule]) == 0)))
        {
            source.Row(row.Rule, row.TimeMs, row.Row, row.Item);
        }

        return figure;
    }

    private static int Every(RasterRow[] spikes) => 1 + ((spikes.Length - 1) / MostDrawn);
}
