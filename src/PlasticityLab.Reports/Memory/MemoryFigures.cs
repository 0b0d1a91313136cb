using PlasticityLab.Reports.Drawing;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Reports.Memory;

/// <summary>Capacity, retention and self-organisation as figures.</summary>
public static class MemoryFigures
{
    /// <summary>Capacity against the number of neurons, with the Willshaw limit.</summary>
    public static Figure Capacity(IReadOnlyList<CapacityRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var figure = new Figure("capacity", Figure.Single, 70)
        {
            Title = "Longest melody held by one network",
            Caption = "Length of the longest random melody (16 notes) that at least half of the networks replay note-perfect from its first note, against the number of neurons *N*; k ≈ log₂ *N* winners, binary synapses. Dashed: Willshaw limit, where one wrong neuron is expected to be driven as strongly as the right ones. Rules that hold none are not drawn.",
            Alt = string.Join("; ", rows.Select(row => $"{row.Rule} N={row.Neurons}: {row.Length}")),
        };
        var source = figure.Table("capacity", "rule", "neurons", "winners", "length", "bits_per_synapse", "willshaw");
        var axes = new Axes { X = Axis.Log("Neurons *N*"), Y = Axis.Log("Length (notes)"), Legend = LegendPlace.TopLeft };
        var sizes = rows.DistinctBy(row => row.Neurons).OrderBy(row => row.Neurons).ToArray();
        axes.Line([.. sizes.Select(row => (double)row.Neurons)], [.. sizes.Select(row => row.Willshaw)], new Pen(Paint.Ink, 0.8, Dash.Dashed), "Willshaw limit");
        foreach (var rule in rows.GroupBy(row => row.Rule))
        {
            foreach (var row in rule)
            {
                source.Row(row.Rule, row.Neurons, row.Winners, row.Length, row.BitsPerSynapse, row.Willshaw);
            }

            var held = rule.Where(row => row.Length > 0).OrderBy(row => row.Neurons).ToArray();
            if (held.Length > 0)
            {
                var style = RuleStyle.Of(rule.Key);
                axes.LinePoints([.. held.Select(row => (double)row.Neurons)], [.. held.Select(row => (double)row.Length)], style.Pen(), style.Marker(), style.Label);
            }
        }

        return figure.Add(axes, lettered: false);
    }

    /// <summary>Signal to noise and recall of a first memory against what is learned later.</summary>
    public static Figure Retention(IReadOnlyList<RetentionPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var figure = new Figure("retention", Figure.Double, 66)
        {
            Title = "A first memory under later ones",
            Caption = "Signal to noise of the drive to the right next neurons, and share of the first melody replayed before the first error, against the number of notes learned after it.",
            Alt = string.Join("; ", points.GroupBy(point => point.Rule).Select(rule => $"{rule.Key}: recalled {100 * rule.First().Recalled:F0} % at first, {100 * rule.Last().Recalled:F0} % in the end")),
        };
        var source = figure.Table("retention", "rule", "later", "signal_to_noise", "recalled");
        var ratio = new Axes { X = Axis.Linear("Notes learned later"), Y = Axis.Linear("Signal to noise") };
        var recall = new Axes { X = Axis.Linear("Notes learned later"), Y = Axis.Linear("Share recalled", 0, 1.02), Legend = LegendPlace.Right };
        foreach (var rule in points.GroupBy(point => point.Rule))
        {
            var style = RuleStyle.Of(rule.Key);
            double[] later = [.. rule.Select(point => (double)point.Later)];
            ratio.LinePoints(later, [.. rule.Select(point => point.SignalToNoise)], style.Pen(), style.Marker());
            recall.LinePoints(later, [.. rule.Select(point => point.Recalled)], style.Pen(), style.Marker(), style.Label);
            foreach (var point in rule)
            {
                source.Row(point.Rule, point.Later, point.SignalToNoise, point.Recalled);
            }
        }

        return figure.Add(ratio).Add(recall, 0, 1);
    }

    /// <summary>Loops and determinism of networks that had no teacher.</summary>
    public static Figure SelfOrganisation(IReadOnlyList<SelfOrganisationRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var rules = rows.Select(row => row.Rule).Distinct().ToArray();
        var figure = new Figure("self_organisation", Figure.Double, Math.Min(170, 24 + (4.6 * rules.Length)))
        {
            Title = "Sequences that form without a teacher",
            Caption = "Mean length of the longest loop and determinism of the activity with plasticity off, per rule; filled: with a limit on each neuron's total weight, outlined: without. Read determinism beside the untrained network (none).",
            Alt = string.Join("; ", rows.Select(row => $"{row.Rule}{(row.Limited ? " limited" : "")}: longest loop {row.LongestLoop:F1}, determinism {row.Determinism:F2}")),
        };
        var source = figure.Table("self_organisation", "rule", "limited", "assignment", "determinism", "reversed_bigrams", "longest_loop", "in_loops");
        var names = rules.Select(rule => RuleStyle.Of(rule).Label).ToArray();
        var loops = new Axes { X = Axis.Linear("Longest loop (neurons)", -1), Y = Axis.Names(names, inverted: true) };
        var order = new Axes { X = Axis.Linear("Determinism", -0.02, 1.02), Y = Axis.Names([.. names.Select(_ => "")], inverted: true) };
        foreach (var row in rows)
        {
            source.Row(row.Rule, row.Limited, row.Assignment, row.Determinism, row.ReversedBigrams, row.LongestLoop, row.InLoops);
            var marker = RuleStyle.Of(row.Rule).Marker() with { Filled = row.Limited };
            var at = Array.IndexOf(rules, row.Rule) + (row.Limited ? -0.15 : 0.15);
            loops.Points([row.LongestLoop], [at], marker);
            order.Points([row.Determinism], [at], marker);
        }

        return figure.Add(loops).Add(order, 0, 1);
    }
}
