using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Figures.Memory;

/// <summary>Sequences that form without a teacher.</summary>
public static class SelfOrganisationFigures
{
    /// <summary>Loops, determinism and reversed steps of networks with one winner a step.</summary>
    public static Figure Winners(IReadOnlyList<SelfOrganisationRow> rows, Func<string, RuleStyle>? look = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        look ??= RuleStyle.Among(rows.Select(row => row.Rule));
        var rules = Ordered(rows.Select(row => row.Rule));
        var figure = new Figure("self_organisation", Figure.Double, Math.Min(170, 24 + (4.6 * rules.Length)))
        {
            Title = "Sequences that form without a teacher",
            Caption =
                "One winner a step, chosen by the last winner's synapses and noise. Mean length of the longest loop of strong synapses, determinism of the activity with plasticity off (1: the next winner is certain) and share of steps taken as often backwards, per rule; filled: with a limit on each neuron's total weight, outlined: without. Determinism is biased upwards by finite samples: read it beside the untrained network (no learning).",
            Alt =
                string.Join(
                    "; ",
                    rows.Select(row =>
                        $"{row.Rule}{(row.Limited ? " limited" : "")}: longest loop {row.LongestLoop:F1}, determinism {row.Determinism:F2}, reversed {row.ReversedBigrams:F2}"
                    )
                ) + ".",
            ColumnWeights = [1.35, 1, 1],
        };
        var source = figure.Table(
            "self_organisation",
            "rule",
            "limited",
            "seeds",
            "assignment",
            "determinism",
            "reversed_bigrams",
            "longest_loop",
            "in_loops"
        );
        foreach (var row in rows)
        {
            source.Row(
                row.Rule,
                row.Limited,
                row.Seeds,
                row.Assignment,
                row.Determinism,
                row.ReversedBigrams,
                row.LongestLoop,
                row.InLoops
            );
        }

        (string, double, bool)[] Of(Func<SelfOrganisationRow, double> value) =>
            [.. rows.Select(row => (row.Rule, value(row), row.Limited))];
        figure.Add(Panel(look, rules, true, Axis.Linear("Longest loop (neurons)", -1), Of(row => row.LongestLoop)));
        figure.Add(Panel(look, rules, false, Share("Determinism"), Of(row => row.Determinism)), 0, 1);
        return figure.Add(Panel(look, rules, false, Share("Reversed steps"), Of(row => row.ReversedBigrams)), 0, 2);
    }

    /// <summary>Chains in noise-driven binary networks with competition.</summary>
    public static Figure Chains(IReadOnlyList<CompetitionRow> rows, Func<string, RuleStyle>? look = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        look ??= RuleStyle.Among(rows.Select(row => row.Rule));
        var rules = Ordered(rows.Select(row => row.Rule));
        var figure = new Figure("competition", Figure.Double, Math.Min(170, 24 + (4.6 * rules.Length)))
        {
            Title = "Chains from noise and competition",
            Caption =
                "Fifty binary neurons driven by noise alone, from no weights. Share of the neurons with exactly one strong input, share that lies on a chain of three or more strong synapses in a row, open or closed, and length of the longest chain, per rule; filled: with competition for each neuron's total weight, outlined: without (Fiete, Senn, Wang & Hahnloser 2010).",
            Alt =
                string.Join(
                    "; ",
                    rows.Select(row =>
                        $"{row.Rule}{(row.Competing ? " competing" : "")}: one input {row.OneInput:F2}, on chains {row.InChains:F2}, longest {row.LongestChain:F1}"
                    )
                ) + ".",
            ColumnWeights = [1.35, 1, 1],
        };
        var source = figure.Table(
            "competition",
            "rule",
            "competing",
            "seeds",
            "one_input",
            "one_output",
            "in_chains",
            "longest_chain",
            "strong"
        );
        foreach (var row in rows)
        {
            source.Row(row.Rule, row.Competing, row.Seeds, row.OneInput, row.OneOutput, row.InChains, row.LongestChain, row.Strong);
        }

        (string, double, bool)[] Of(Func<CompetitionRow, double> value) => [.. rows.Select(row => (row.Rule, value(row), row.Competing))];
        figure.Add(Panel(look, rules, true, Share("One strong input (share)"), Of(row => row.OneInput)));
        figure.Add(Panel(look, rules, false, Share("On chains (share)"), Of(row => row.InChains)), 0, 1);
        return figure.Add(Panel(look, rules, false, Axis.Linear("Longest chain (neurons)", -1), Of(row => row.LongestChain)), 0, 2);
    }

    private static string[] Ordered(IEnumerable<string> rules) => [.. Study.StudyView.Ordered(rules)];

    private static Axis Share(string label) => Axis.Linear(label, -0.03, 1.03) with { Ticks = [0, 0.5, 1] };

    private static Axes Panel(
        Func<string, RuleStyle> look,
        string[] rules,
        bool named,
        Axis x,
        (string Rule, double Value, bool Filled)[] points
    )
    {
        var axes = new Axes { X = x, Y = Axis.Names([.. rules.Select(rule => named ? look(rule).Label : "")], inverted: true) };
        foreach (var (rule, value, filled) in points)
        {
            axes.Points([value], [Array.IndexOf(rules, rule) + (filled ? -0.15 : 0.15)], look(rule).Marker() with { Filled = filled });
        }

        return axes;
    }
}
