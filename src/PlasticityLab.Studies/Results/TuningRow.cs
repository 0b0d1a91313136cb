using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Tuning;

namespace PlasticityLab.Studies.Results;

/// <summary>What the search for a rule's values found.</summary>
[Table("tuning", "one rule in one condition")]
public sealed record TuningRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [Column("", "configurations tried", High = 50)] int Configurations,
    [Column("", "share of the random configurations of the common search with S above 0.7 on the first validation seed")]
        double ShareRandomSuccess,
    [Column("", "S of the winner, mean over the validation seeds", Name = "best_validation_S")] double BestValidationS,
    [Column("", "strength of inhibition at recall", High = 4)] double Inhibition,
    [Column("", "recurrent gain at recall", High = 4)] double Gain
) : IArmRow
{
    internal static IEnumerable<TuningRow> Of(StudyData data) =>
        Sorted(data)
            .Select(x => new TuningRow(
                data.Network,
                x.Key.Condition,
                x.Key.Rule,
                x.Value.Tried.Length,
                x.Value.ShareRandomSuccess,
                x.Value.Score,
                x.Value.Point.Inhibition,
                x.Value.Point.Gain
            ));

    internal static IEnumerable<KeyValuePair<(string Rule, string Condition), TuningResult>> Sorted(StudyData data) =>
        data.Tuning.OrderBy(pair => pair.Key.Condition, StringComparer.Ordinal).ThenBy(pair => pair.Key.Rule, StringComparer.Ordinal);
}

/// <summary>One configuration that the search tried.</summary>
[Table("search", "one configuration of one rule in one condition")]
public sealed record SearchRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [Column("", "number of the configuration, in the order of the search", Key = true, Examples = "0..39")] int Configuration,
    [Column("", "validation seeds that it was tried on", Low = 1, High = 5)] int Seeds,
    [Column("", "S on the first validation seed", Name = "S_first_seed")] double SFirstSeed,
    [Column("", "S, mean over the validation seeds", Name = "S_mean")] double SMean,
    [Column("", "strength of inhibition at recall", High = 4)] double Inhibition,
    [Column("", "recurrent gain at recall", High = 4)] double Gain,
    [Column("", "how the run on the first validation seed ended", Examples = "ok|silent")] RunStatus Status,
    [Column("drive", "largest weight", High = 2)] double WeightMax,
    [Column("1/s", "decay of weights")] double Decay,
    [Column("drive", "largest total weight of a neuron's inputs; 0: none", High = 4)] double Cap,
    [Column("", "recurrent gain in training")] double TrainingGain,
    [Column("", "the rule's own parameters, name=value", Examples = "eta=1")] string Parameters
) : IArmRow
{
    internal static IEnumerable<SearchRow> Of(StudyData data) =>
        TuningRow
            .Sorted(data)
            .SelectMany(x =>
                x.Value.Tried.Select(c => new SearchRow(
                    data.Network,
                    x.Key.Condition,
                    x.Key.Rule,
                    c.Index,
                    c.Seeds,
                    c.FirstSeedScore,
                    c.Score,
                    c.Point.Inhibition,
                    c.Point.Gain,
                    c.Status,
                    c.Learning.WeightMax,
                    c.Learning.Decay,
                    c.Learning.Cap,
                    c.Learning.TrainingGain,
                    TunedRow.Text(c.Learning.Parameters)
                ))
            );
}

/// <summary>The values that a rule's networks were scored with.</summary>
[Table("tuned", "one rule or control in one condition")]
public sealed record TunedRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [Column("", "strength of inhibition at recall", High = 4)] double Inhibition,
    [Column("", "recurrent gain at recall", High = 4)] double Gain,
    [Column("drive", "largest weight", High = 2)] double WeightMax,
    [Column("1/s", "decay of weights")] double Decay,
    [Column("drive", "largest total weight of a neuron's inputs; 0: none", High = 4)] double Cap,
    [Column("", "recurrent gain in training")] double TrainingGain,
    [Column("", "the rule's own parameters, name=value", Examples = "eta=1")] string Parameters
) : IArmRow
{
    internal static IEnumerable<TunedRow> Of(StudyData data) =>
        data
            .Outcomes.Select(o => o.Entry)
            .Distinct()
            .Select(entry =>
            {
                var l = entry.Values.Learning;
                return new TunedRow(
                    data.Network,
                    entry.Condition,
                    entry.Name,
                    entry.Values.Point.Inhibition,
                    entry.Values.Point.Gain,
                    l.WeightMax,
                    l.Decay,
                    l.Cap,
                    l.TrainingGain,
                    Text(l.Parameters)
                );
            });

    internal static string Text(IEnumerable<KeyValuePair<string, double>> parameters) =>
        string.Join(' ', parameters.Select(p => $"{p.Key}={p.Value:R}"));
}

/// <summary>The winner of a search at one operating point.</summary>
[Table("recall_grid", "one operating point of one rule in one condition")]
public sealed record RecallGridRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [Column("", "strength of inhibition at recall", Key = true, Examples = "0..2")] double Inhibition,
    [Column("", "recurrent gain at recall", Key = true, Examples = "1|2")] double Gain,
    [Column("", "S, mean over the validation seeds", Name = ReplayScore.Id)] double S,
    [Column("", "0: of the declared grid; else how often the grid had been widened", High = 1)] int Widening,
    [Column("", "whether the rule is scored here")] bool Chosen,
    [Column("", "whether it is scored here and this is the border of the grid")] bool OnBorder
) : IArmRow
{
    internal static IEnumerable<RecallGridRow> Of(StudyData data) =>
        TuningRow
            .Sorted(data)
            .SelectMany(x =>
                x.Value.Grid.Points.Select(p =>
                {
                    var chosen = p.Point == x.Value.Point;
                    return new RecallGridRow(
                        data.Network,
                        x.Key.Condition,
                        x.Key.Rule,
                        p.Point.Inhibition,
                        p.Point.Gain,
                        p.Score,
                        p.Widening,
                        chosen,
                        chosen && x.Value.Grid.IsOnBorder(x.Value.Point)
                    );
                })
            );
}
