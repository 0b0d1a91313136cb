using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Results;

/// <summary>What became of the part of a rule that weakens synapses, where no weight can fall below 0.</summary>
public enum NegativeHalf
{
    /// <summary>Nothing was learned.</summary>
    NoLearning,

    /// <summary>The rule has none.</summary>
    Absent,

    /// <summary>More than half of the synapses ended at 0: the rule acts there as if it had no negative half.</summary>
    MostlyClipped,

    /// <summary>More than 5 % did.</summary>
    PartlyClipped,

    /// <summary>It acts.</summary>
    Acts,
}

/// <summary>How the spiking networks of one rule ended: rates and what clipping left, means over networks. Controls of one rule (order shuffled,
/// sign turned) are left out.</summary>
[Table("spiking_summary", "one rule in one condition, spiking networks")]
public sealed record SpikingSummaryRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [Column("", "networks scored", Low = 20, High = 20)] int Networks,
    [Column("", "networks that fell silent", High = 5)] int Silent,
    [Column("", "networks with most neurons active", High = 5)] int Seizures,
    [Column("", "networks that diverged", High = 0)] int Diverged,
    [Column("", "networks whose learning took steps that the time step cannot follow; nothing is measured on them", High = 0)] int Unstable,
    [Column("Hz", "mean rate of excitatory neurons in training", High = 9)] double TrainingRate,
    [Column("Hz", "mean rate of excitatory neurons in replay", High = 9)] double ReplayRate,
    [Column("Hz", "mean rate of inhibitory neurons in replay", High = 20)] double ReplayRateInhibitory,
    [Column("", "share of the synapses among items that training left at 0")] double AtZero,
    [Column("", "share of them that it left at the largest weight")] double AtMax,
    [Column("", "what became of the part of the rule that weakens synapses")] NegativeHalf NegativeHalf
) : IArmRow
{
    internal static IEnumerable<SpikingSummaryRow> Of(StudyResults study) =>
        Scored(study)
            .GroupBy(row => (row.Network, row.Condition, row.Rule))
            .Select(group =>
            {
                SpikingRow[] rows = [.. group];
                double Mean(Func<SpikingRow, double> value) =>
                    rows.Select(value).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
                int Count(RunStatus status) => rows.Count(row => row.Status == status);
                var atZero = Mean(row => row.AtZero);
                return new SpikingSummaryRow(
                    group.Key.Network,
                    group.Key.Condition,
                    group.Key.Rule,
                    rows.Length,
                    Count(RunStatus.Silent),
                    Count(RunStatus.Seizure),
                    Count(RunStatus.Diverged),
                    Count(RunStatus.Unstable),
                    Mean(row => row.TrainingRate),
                    Mean(row => row.ReplayRate),
                    Mean(row => row.ReplayRateInhibitory),
                    atZero,
                    Mean(row => row.AtMax),
                    HalfOf(study.Card(group.Key.Rule), atZero)
                );
            });

    /// <summary>Networks of rules and of controls that stand by themselves.</summary>
    internal static IEnumerable<SpikingRow> Scored(StudyResults study)
    {
        HashSet<string> controls =
        [
            .. study.Study.Rules.SelectMany(rule => new[] { ControlNames.Shuffled(rule.Name), ControlNames.SignTurned(rule.Name) }),
        ];
        return study.Rows<SpikingRow>().Where(row => !controls.Contains(row.Rule));
    }

    private static NegativeHalf HalfOf(RuleCard? card, double atZero) =>
        !double.IsFinite(atZero) || card is not { Family: not RuleFamily.Control } ? NegativeHalf.NoLearning
        : !card.Equation.Contains('−', StringComparison.Ordinal) ? NegativeHalf.Absent
        : atZero > 0.5 ? NegativeHalf.MostlyClipped
        : atZero > 0.05 ? NegativeHalf.PartlyClipped
        : NegativeHalf.Acts;
}
