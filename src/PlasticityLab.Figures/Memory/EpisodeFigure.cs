using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Figures.Memory;

/// <summary>A recorded sequence and what the rules replay of it.</summary>
public static class EpisodeFigure
{
    /// <summary>Draws the order of the best replay against the recorded order, every rule's rank correlation beside its shuffles, and the
    /// activity when it is given.</summary>
    /// <param name="sequence">Neurons in recorded order.</param>
    /// <param name="rows">One row a rule and fatigue, best first.</param>
    /// <param name="factors">The sequences found.</param>
    /// <param name="activity">Activity [position in the sequence, frame], or null.</param>
    /// <param name="training">Frames that sequence and rules saw; the others are held out.</param>
    public static Figure Draw(
        IReadOnlyList<EpisodeNeuron> sequence,
        IReadOnlyList<EpisodeRow> rows,
        IReadOnlyList<EpisodeFactor> factors,
        Matrix? activity = null,
        int training = 0,
        Func<string, RuleStyle>? look = null
    )
    {
        ArgumentNullException.ThrowIfNull(sequence);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(factors);
        look ??= RuleStyle.Among(rows.Select(row => row.Rule));
        var shown = rows.Where(row => double.IsFinite(row.RankCorrelation)).ToArray();
        var height = Math.Max(60, 22 + (4.2 * shown.Length));
        var figure = new Figure("episode", Figure.Double, Math.Min(170, activity is null ? height : height + 52))
        {
            Title = "A recorded sequence and its replay",
            Caption =
                $"{(activity is null ? "" : "Top: activity of the sequence's neurons in their order; the dotted line ends what sequence and rules have seen. ")}Left: step at which each neuron is first active in the best replay against when it peaks in the recorded sequence. Right: Spearman's rank correlation between replayed and recorded order per rule and fatigue (marker), with the middle 95 % under shuffled orders (line), and with the order in the held-out part (small cross). Sequences found: {string.Join("; ", factors.Select(factor => $"{factor.Factor}: {factor.Neurons} neurons, held-out p = {factor.PValue:0.000}"))}. Rules whose replay reached fewer than four neurons have no correlation and are not drawn.",
            Alt =
                string.Join(
                    "; ",
                    rows.Select(row =>
                        $"{row.Rule}, fatigue {row.Fatigue}: reached {100 * row.Reached:F0} %{(double.IsNaN(row.RankCorrelation) ? "" : $", rank correlation {row.RankCorrelation.Text("F2")}, shuffled {row.ShuffledLow.Text("F2")} to {row.ShuffledHigh.Text("F2")}, p (Holm) {row.PHolm:F4}{(double.IsNaN(row.HeldOut) ? "" : $", held out {row.HeldOut.Text("F2")}")}")}"
                    )
                ) + ".",
            RowWeights = activity is null ? [] : [46, height],
            ColumnWeights = [1, 1.35],
        };
        var source = figure.Table(
            "rules",
            "rule",
            "fatigue",
            "reached",
            "rank_correlation",
            "shuffled_low",
            "shuffled_high",
            "p",
            "p_holm",
            "held_out"
        );
        foreach (var row in rows)
        {
            source.Row(
                row.Rule,
                row.Fatigue,
                row.Reached,
                row.RankCorrelation,
                row.ShuffledLow,
                row.ShuffledHigh,
                row.PValue,
                row.PHolm,
                row.HeldOut
            );
        }

        var neurons = figure.Table("sequence", "neuron", "lag", "held_out_lag", "replayed");
        foreach (var neuron in sequence)
        {
            neurons.Row(neuron.Neuron, neuron.Lag, neuron.HeldOutLag, neuron.Replayed);
        }

        var line = 0;
        if (activity is { Rows: > 0 })
        {
            var axes = new Axes
            {
                X = Axis.Linear("Frame", 0, activity.Columns),
                Y = Axis.Linear("Neuron (in order)", activity.Rows + 0.5, 0.5) with { Inverted = false },
                Boxed = true,
            };
            axes.HeatMap(
                    activity,
                    ColorScale.Magnitude(0, 1, "Activity (of the neuron's maximum)"),
                    0,
                    activity.Columns,
                    0.5,
                    activity.Rows + 0.5
                )
                .Guide(training, vertical: true, new Pen(Paint.Ink, 0.7, Dash.Dotted));
            figure.Add(axes, 0, 0, 1, 2);
            line = 1;
        }

        var best = shown.FirstOrDefault();
        var replay = new Axes { X = Axis.Linear("Peak in the recording (frames)"), Y = Axis.Linear("First active in the replay (step)") };
        var played = sequence.Where(neuron => neuron.Replayed >= 0).ToArray();
        if (best is not null)
        {
            replay.Points(
                [.. played.Select(neuron => (double)neuron.Lag)],
                [.. played.Select(neuron => neuron.Replayed)],
                look(best.Rule).Marker()
            );
        }

        figure.Add(replay, line, 0);
        string[] labels = [.. shown.Select(row => $"{look(row.Rule).Label}{(row.Fatigue > 0 ? $", fatigue {row.Fatigue}" : "")}")];
        var ranks = new Axes
        {
            X = Axis.Linear("Rank correlation with the recorded order", -1.05, 1.05) with { Ticks = [-1, -0.5, 0, 0.5, 1] },
            Y = Axis.Names(labels, inverted: true),
        };
        for (var i = 0; i < shown.Length; i++)
        {
            ranks
                .IntervalAcross(i, shown[i].ShuffledLow, shown[i].ShuffledHigh, new Pen(Paint.Muted, 0.8))
                .Points([shown[i].RankCorrelation], [i], look(shown[i].Rule).Marker());
            if (double.IsFinite(shown[i].HeldOut))
            {
                ranks.Points([shown[i].HeldOut], [i], new Marker(Glyph.Cross, Paint.Ink, 2.4));
            }
        }

        return figure.Add(ranks.Guide(0, vertical: true), line, 1);
    }
}
