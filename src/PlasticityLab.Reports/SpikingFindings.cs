using PlasticityLab.Figures.Study;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Reports;

/// <summary>Sentences and rows about spiking networks, made of a study's numbers.</summary>
internal static class SpikingFindings
{
    /// <summary>One rule in one condition.</summary>
    public sealed record Row(
        string Rule,
        string Condition,
        double S,
        int Silent,
        int Seizures,
        int Diverged,
        int Unstable,
        double TrainingRate,
        double ReplayRate,
        double ReplayRateInhibitory,
        double AtZero,
        double AtMax,
        string NegativeHalf
    );

    /// <summary>What the network is.</summary>
    public static string Network(StudyResults study)
    {
        var network = study.Study.Network as SpikingNetwork ?? new();
        return $"{network.Excitatory} excitatory and {network.Inhibitory} inhibitory leaky integrate-and-fire neurons, steps of {F(1000 * network.TimeStep, 2)} ms. All synapses among excitatory neurons learn; inhibition is a uniform pool that keeps the balance. "
            + $"Overlaps come from spikes smoothed over {F(1000 * network.Smoothing, 0)} ms and divided by {F(network.FullRate, 0)} Hz; S and D are then the same measures as in rate networks. Rules act at spikes: every pair of spikes counts unless the rule says otherwise, and a trace rises by 1 at a spike.";
    }

    /// <summary>The table of outcomes.</summary>
    public static IReadOnlyList<Row> Rows(StudyResults study)
    {
        var facts = study.Rows<SpikingRow>();
        return
        [
            .. study
                .Rules()
                .SelectMany(rule =>
                    study
                        .Conditions()
                        .Select(condition =>
                        {
                            var rows = facts.Where(row => row.Rule == rule && row.Condition == condition).ToArray();
                            double Mean(Func<SpikingRow, double> value) =>
                                rows.Select(value).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
                            int Count(RunStatus status) => rows.Count(row => row.Status == status);
                            return new Row(
                                rule,
                                condition,
                                study.Centre(rule, condition, NetworkMeasures.S).Value,
                                Count(RunStatus.Silent),
                                Count(RunStatus.Seizure),
                                Count(RunStatus.Diverged),
                                Count(RunStatus.Unstable),
                                Mean(row => row.TrainingRate),
                                Mean(row => row.ReplayRate),
                                Mean(row => row.ReplayRateInhibitory),
                                Mean(row => row.AtZero),
                                Mean(row => row.AtMax),
                                NegativeHalf(study, rule, Mean(row => row.AtZero))
                            );
                        })
                ),
        ];
    }

    /// <summary>Seizures, divergence and steps of learning that were too long, told with their times.</summary>
    public static IReadOnlyList<string> Details(StudyResults study) =>
        [
            .. study
                .Rows<SpikingRow>()
                .Where(row =>
                    row.Status is RunStatus.Seizure or RunStatus.Diverged or RunStatus.Unstable && study.Rules().Contains(row.Rule)
                )
                .GroupBy(row => (row.Rule, row.Condition, row.Status))
                .Select(group =>
                    $"{Label(group.Key.Rule)} in {group.Key.Condition}, {group.Count()} of {study.Seeds()}; seed {group.First().Seed}: {group.First().Detail}"
                ),
        ];

    /// <summary>Where the best operating points stand in the grid.</summary>
    public static IReadOnlyList<string> Grid(StudyResults study)
    {
        var rows = study.Rows<RecallGridRow>();
        if (rows.Count == 0)
        {
            return [];
        }

        var sentences = new List<string>
        {
            "Every trained network was read out at every inhibition and gain of the grid, and a rule is scored at its best point. When that point stood on the border, the grid was widened for the finalists of the search, by the ratio of the two outermost values.",
        };
        var widened = rows.GroupBy(row => (Rule: row.Rule, Condition: row.Condition))
            .Where(group => group.Max(row => row.Widening) > 0)
            .Select(group => (group.Key, Chosen: group.First(row => row.Chosen), Times: group.Max(row => row.Widening)))
            .ToArray();
        if (widened.Length > 0)
        {
            sentences.Add(
                "Widened: "
                    + string.Join(
                        "; ",
                        widened.Select(x =>
                            $"{Label(x.Key.Rule)} in {x.Key.Condition} ({F(x.Times, 0)} x, now inhibition {F(x.Chosen.Inhibition)}, gain {F(x.Chosen.Gain)}, S = {F(x.Chosen.S)})"
                        )
                    )
                    + "."
            );
        }

        var border = rows.Where(row => row.OnBorder).ToArray();
        var failed = border.Where(row => !(row.S > 0.005)).ToArray();
        var open = border.Except(failed).ToArray();
        sentences.Add(
            open.Length == 0
                ? "No optimum with a score above 0 stands on a border of its grid."
                : "Caution: the optimum still stands on the border of the grid, and a better one may lie beyond it, for "
                    + string.Join(
                        "; ",
                        open.Select(row =>
                            $"{Label(row.Rule)} in {row.Condition} (inhibition {F(row.Inhibition)}, gain {F(row.Gain)}, S = {F(row.S)})"
                        )
                    )
                    + "."
        );
        if (failed.Length > 0)
        {
            sentences.Add(
                "No point of the grid gives a score above 0 for "
                    + string.Join(", ", failed.Select(row => $"{Label(row.Rule)} in {row.Condition}"))
                    + "; their points mean nothing."
            );
        }

        return sentences;
    }

    /// <summary>A share for tables.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? $"{F(100 * share, 0)}\u00a0%" : "–";

    // Rules on W ≥ 0: what becomes of the part that weakens.
    private static string NegativeHalf(StudyResults study, string rule, double atZero)
    {
        if (!double.IsFinite(atZero) || study.Card(rule) is not { Family: not RuleFamily.Control } card)
        {
            return "no learning";
        }

        return !card.Equation.Contains('−', StringComparison.Ordinal) ? "the rule has none"
            : atZero > 0.5 ? "mostly clipped"
            : atZero > 0.05 ? "partly clipped"
            : "acts";
    }
}
