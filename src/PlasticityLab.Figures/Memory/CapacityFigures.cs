using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Figures.Memory;

/// <summary>Capacity per rule with theory drawn over it.</summary>
public static class CapacityFigures
{
    /// <summary>Longest melody and number of melodies held by one network, against its size, with the Willshaw limit.</summary>
    /// <param name="rows">Longest melodies; a panel for each probability of repeats.</param>
    /// <param name="counts">Numbers of melodies; may be empty.</param>
    /// <param name="look">Looks of the rules, those of a study in its figures; null: each rule of the rows its own.</param>
    public static Figure Melodies(
        IReadOnlyList<CapacityRow> rows,
        IReadOnlyList<SequenceCountRow> counts,
        Func<string, RuleStyle>? look = null
    )
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(counts);
        look ??= RuleStyle.Among([.. rows.Select(row => row.Rule), .. counts.Select(row => row.Rule)]);
        var repeats = rows.Select(row => row.Repeat).Distinct().Order().ToArray();
        var panels = repeats.Length + (counts.Count > 0 ? 1 : 0);
        var figure = new Figure("capacity", panels == 1 ? Figure.Single : Figure.Double, 72)
        {
            Title = "What one network of sparse codes holds",
            Caption =
                $"Length of the longest random melody (16 notes) that at least half of the networks replay note-perfect from its first note, against the number of neurons *N*{(repeats.Length > 1 ? $", when a note repeats the one before with probability {string.Join(" and ", repeats)}" : "")}{(counts.Count > 0 ? $"; and the number of melodies of {counts[0].Notes} notes of which nine in ten are replayed note-perfect from their shortest cue" : "")}. k ≈ log₂ *N* winners, synapses of three states. Dashed: Willshaw limit, where one wrong neuron is expected to be driven as strongly as the right ones. Rules that hold none are not drawn.",
            Alt =
                string.Join(
                    "; ",
                    rows.Select(row => $"{row.Rule} N={row.Neurons}, repeats {row.Repeat}: {row.Length} notes")
                        .Concat(counts.Select(row => $"{row.Rule} N={row.Neurons}: {row.Sequences} melodies"))
                ) + ".",
        };
        var source = figure.Table("capacity", "rule", "neurons", "winners", "repeat", "length", "bits_per_synapse", "willshaw");
        foreach (var row in rows)
        {
            source.Row(row.Rule, row.Neurons, row.Winners, row.Repeat, row.Length, row.BitsPerSynapse, row.Willshaw);
        }

        for (var k = 0; k < repeats.Length; k++)
        {
            var mine = rows.Where(row => row.Repeat == repeats[k]).ToArray();
            figure.Add(
                Panel(
                    look,
                    repeats[k] == 0 ? "Independent notes" : $"Repeats with probability {repeats[k]}",
                    "Longest melody (notes)",
                    [.. mine.Select(row => (row.Rule, row.Neurons, (double)row.Length, row.Willshaw))],
                    k == panels - 1
                ),
                0,
                k,
                lettered: panels > 1
            );
        }

        if (counts.Count > 0)
        {
            var table = figure.Table("sequences", "rule", "neurons", "winners", "notes", "sequences", "bits_per_synapse", "willshaw");
            foreach (var row in counts)
            {
                table.Row(row.Rule, row.Neurons, row.Winners, row.Notes, row.Sequences, row.BitsPerSynapse, row.Willshaw);
            }

            figure.Add(
                Panel(
                    look,
                    $"Many melodies of {counts[0].Notes} notes",
                    "Melodies",
                    [.. counts.Select(row => (row.Rule, row.Neurons, (double)row.Sequences, row.Willshaw))],
                    true
                ),
                0,
                panels - 1
            );
        }

        return figure;
    }

    /// <summary>Patterns held by ±1 networks in three ways, with the theory.</summary>
    public static Figure Patterns(IReadOnlyList<PatternCapacityRow> rows, Func<string, RuleStyle>? look = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        look ??= RuleStyle.Among(rows.Select(row => row.Rule));
        var figure = new Figure("patterns", Figure.Double, 72)
        {
            Title = "What superposed patterns hold",
            Caption =
                "Random ±1 patterns superposed with the weights that each rule writes within a pattern, to the next and to the one before. Left: patterns that stay put; dashed: 0.138 *N* (Amit, Gutfreund & Sompolinsky 1985). Middle: closed sequence that runs in order; dashed: 0.269 *N* (During, Coolen & Sherrington 1998). Right: sequence without one wrong neuron; dashed: *N*/(4 ln *N*), an asymptote that small networks exceed (Chaudhry et al. 2023). Mean overlap of at least 0.9 (static) or 0.7 (sequence) in most networks; small networks hold more static patterns than the limit of large ones. Rules that hold fewer than three patterns are not drawn.",
            ColumnWeights = [1, 1, 1.4],
            Alt =
                string.Join(
                    "; ",
                    rows.Select(row =>
                        $"{row.Rule} N={row.Neurons}: {row.Static} static, sequence of {row.Sequence}, faultless {row.Faultless}"
                    )
                ) + ".",
        };
        var source = figure.Table("patterns", "rule", "neurons", "self", "forward", "backward", "static", "sequence", "faultless");
        foreach (var row in rows)
        {
            source.Row(row.Rule, row.Neurons, row.Self, row.Forward, row.Backward, row.Static, row.Sequence, row.Faultless);
        }

        figure.Add(
            Panel(
                look,
                "Static patterns",
                "Patterns",
                [.. rows.Select(row => (row.Rule, row.Neurons, (double)row.Static, PatternCapacityTest.StaticLimit * row.Neurons))],
                false
            )
        );
        figure.Add(
            Panel(
                look,
                "Sequence",
                "",
                [.. rows.Select(row => (row.Rule, row.Neurons, (double)row.Sequence, PatternCapacityTest.SequenceLimit * row.Neurons))],
                false
            ),
            0,
            1
        );
        figure.Add(
            Panel(
                look,
                "Faultless sequence",
                "",
                [.. rows.Select(row => (row.Rule, row.Neurons, (double)row.Faultless, PatternCapacityTest.FaultlessLimit(row.Neurons)))],
                false,
                true
            ),
            0,
            2
        );
        return figure;
    }

    /// <summary>Share of a corpus replayed against the number of neurons; the dotted line is the size at whose Willshaw limit the corpus
    /// lies.</summary>
    public static Figure Corpus(IReadOnlyList<TuneRow> rows, bool together, Func<string, RuleStyle>? look = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        look ??= RuleStyle.Among(rows.Select(row => row.Rule));
        var sizes = rows.Select(row => row.Neurons).Distinct().Order().ToArray();
        var (transitions, winners) = (rows[0].Transitions, rows[0].Winners);
        var limit = 64.0;
        while (CapacityTest.Willshaw((int)limit, winners) < transitions)
        {
            limit *= 1.01;
        }

        var figure = new Figure("corpus", Figure.Single, 70)
        {
            Title = together ? "One network for a corpus, against its size" : "One network a tune, against its size",
            Caption =
                $"Share of {rows[0].Tunes} tunes replayed note-perfect {(together ? "by one network that learned them all, from the shortest cue that identifies each" : "from the first notes, one network each")}, against the number of neurons *N*; k = {winners} winners, 95 % Wilson intervals. Dotted: the size at whose Willshaw limit the {transitions} transitions {(together ? "of the corpus" : "of the longest tune")} lie (N ≈ {limit:0}); smaller networks must fail.",
            Alt = string.Join("; ", rows.Select(row => $"{row.Rule} N={row.Neurons}: {100 * row.NotePerfect:F1} %")) + ".",
        };
        var source = figure.Table(
            "corpus",
            "rule",
            "neurons",
            "winners",
            "transitions",
            "willshaw",
            "note_perfect",
            "low",
            "high",
            "mean_before_error"
        );
        var axes = new Axes
        {
            X = Axis.Log("Neurons *N*", Math.Min(limit, sizes[0]) * 0.85, Math.Max(limit, sizes[^1]) * 1.18) with
            {
                Ticks = [.. sizes.Select(n => (double)n)],
                TickLabels = [.. sizes.Select(n => $"{n}")],
            },
            Y = Axis.Linear("Replayed note-perfect (share)", -0.03, 1.03) with { Ticks = [0, 0.25, 0.5, 0.75, 1] },
            Legend = LegendPlace.Right,
        };
        axes.Guide(limit, vertical: true, new Pen(Paint.Ink, 0.8, Dash.Dotted));
        foreach (var rule in rows.GroupBy(row => (row.Rule, row.Fatigue)))
        {
            var style = look(rule.Key.Rule);
            foreach (var row in rule)
            {
                axes.Interval(row.Neurons, row.NotePerfectLow, row.NotePerfectHigh, new Pen(style.Paint, 0.6));
                source.Row(
                    row.Rule,
                    row.Neurons,
                    row.Winners,
                    row.Transitions,
                    row.Willshaw,
                    row.NotePerfect,
                    row.NotePerfectLow,
                    row.NotePerfectHigh,
                    row.MeanBeforeError
                );
            }

            var mine = rule.OrderBy(row => row.Neurons).ToArray();
            axes.LinePoints(
                [.. mine.Select(row => (double)row.Neurons)],
                [.. mine.Select(row => row.NotePerfect)],
                style.Pen(),
                style.Marker(),
                style.Label + (rule.Key.Fatigue > 0 ? $", fatigue {rule.Key.Fatigue}" : "")
            );
        }

        return figure.Add(axes, lettered: false);
    }

    private static Axes Panel(
        Func<string, RuleStyle> look,
        string title,
        string label,
        (string Rule, int Neurons, double Held, double Limit)[] rows,
        bool legend,
        bool all = false
    )
    {
        var sizes = rows.DistinctBy(row => row.Neurons).OrderBy(row => row.Neurons).ToArray();
        var held = rows.Where(row => row.Held > 0).ToArray();
        var low = held.Select(row => row.Held).Concat(sizes.Select(row => row.Limit)).Min();
        var high = held.Select(row => row.Held).Concat(sizes.Select(row => row.Limit)).Max();
        var axes = new Axes
        {
            Title = title,
            X = Axis.Log("Neurons *N*", sizes[0].Neurons * 0.85, sizes[^1].Neurons * 1.18) with
            {
                Ticks = [.. sizes.Select(row => (double)row.Neurons)],
                TickLabels = [.. sizes.Select(row => $"{row.Neurons}")],
            },
            Y = Axis.Log(label, low * 0.8, high * 1.25),
            Legend = legend || all ? LegendPlace.Right : LegendPlace.None,
        };
        axes.Line(
            [.. sizes.Select(row => (double)row.Neurons)],
            [.. sizes.Select(row => row.Limit)],
            new Pen(Paint.Ink, 0.8, Dash.Dashed),
            "theory"
        );
        foreach (var rule in rows.GroupBy(row => row.Rule))
        {
            var mine = rule.Where(row => row.Held > 0).OrderBy(row => row.Neurons).ToArray();
            var style = look(rule.Key);
            if (mine.Length > 0)
            {
                axes.LinePoints(
                    [.. mine.Select(row => (double)row.Neurons)],
                    [.. mine.Select(row => row.Held)],
                    style.Pen(),
                    style.Marker(),
                    style.Label
                );
            }
        }

        return axes;
    }
}
