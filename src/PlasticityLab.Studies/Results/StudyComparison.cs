using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Results;

/// <summary>One paired comparison: the same seeds under two rules.</summary>
[Table("comparisons", "one rule against one baseline in one condition and measure")]
public sealed record ComparisonRow(
    [NetworkColumn] string Network,
    [Column("", "comparisons that are corrected together", Key = true, Examples = "against no learning|between rules")] string Family,
    [RuleColumn] string Rule,
    [Column("", "what it is compared with", Key = true, Examples = "none|hebb|bcm|stdp")] string Baseline,
    [ConditionColumn] string Condition,
    [Column("", "the measure", Key = true, Examples = "S|D")] string Measure,
    [Column("", "pairs of networks of one seed", Low = 20, High = 20)] int Pairs,
    [Column("of the measure", "mean difference, rule minus baseline")] double MeanDifference,
    [Column("of the measure", "lower end of its 95 % bootstrap interval", Low = -0.5, High = 0)] double Low95,
    [Column("of the measure", "upper end", Low = 1, High = 1.5)] double High95,
    [Column("of the measure", "median difference")] double MedianDifference,
    [Column("", "mean difference over the standard deviation of the differences", High = 3)] double EffectSize,
    [Column("", "Cliff's δ")] double CliffsDelta,
    [Column("", "p of the test", High = 0.2)] double P,
    [Column("", "the same after Holm's correction within the family, condition and measure", High = 0.2)] double PHolm,
    [Column("", "whether the two are equivalent within the study's margin (two one-sided tests at 5 %)")] bool Equivalent,
    [Column("", "seeds that would decide; empty: no number would", Low = 2, High = 50)] int? SeedsNeeded,
    [Column("", "what a reader must know, sentences", Examples = "Made-up caution.")] string Cautions
) : IArmRow;

/// <summary>Paired statistics with the seed as unit of replication.</summary>
public static class StudyComparison
{
    /// <summary>The family of comparisons of every rule with every other.</summary>
    public const string BetweenRules = "between rules";

    /// <summary>Every rule against no learning, against its own shuffled control, and against every other rule.</summary>
    public static IReadOnlyList<ComparisonRow> Of(StudyData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var rows = new List<ComparisonRow>();
        foreach (var condition in data.Study.Conditions.Keys)
        {
            var entries = data
                .Outcomes.Where(o => o.Entry.Condition == condition)
                .GroupBy(o => o.Entry.Name)
                .ToDictionary(g => g.Key, g => g.ToArray());
            var rules = data
                .Outcomes.Where(o => o.Entry.Condition == condition && !o.Entry.IsControl)
                .Select(o => o.Entry.Name)
                .Distinct()
                .ToArray();
            var pairs = rules
                .Where(_ => entries.ContainsKey(ControlNames.NoLearning))
                .Select(rule => ("against no learning", rule, ControlNames.NoLearning))
                .Concat(
                    rules
                        .Where(rule => entries.ContainsKey(ControlNames.Shuffled(rule)))
                        .Select(rule => ("against shuffled timing", rule, ControlNames.Shuffled(rule)))
                )
                .Concat(rules.SelectMany((a, i) => rules.Skip(i + 1).Select(b => (BetweenRules, a, b))))
                .ToArray();
            foreach (var measure in Measures(data.Study))
            {
                foreach (var family in pairs.GroupBy(pair => pair.Item1))
                {
                    var compared = family
                        .Select(pair =>
                        {
                            // A stream of what is compared, so that a further rule, condition or measure moves no interval and no p.
                            var stream = new RandomStreams(2).Open(
                                StreamPurpose.Analysis,
                                $"{measure} of {pair.Item2} and {pair.Item3} in {condition}"
                            );
                            var (a, b) = (Values(entries[pair.Item2], measure), Values(entries[pair.Item3], measure));
                            var tost = Tost.Paired(a, b, data.Study.EquivalenceMargin, stream);
                            return (pair, comparison: PairedComparison.Of(a, b, stream), tost);
                        })
                        .ToArray();
                    var corrected = HolmCorrection.Adjust(compared.Select(c => c.comparison.Test.PValue).ToArray());
                    rows.AddRange(
                        compared.Select(
                            (c, i) =>
                                new ComparisonRow(
                                    data.Network,
                                    c.pair.Item1,
                                    c.pair.Item2,
                                    c.pair.Item3,
                                    condition,
                                    measure,
                                    c.comparison.Pairs,
                                    c.comparison.MeanDifference.Estimate,
                                    c.comparison.MeanDifference.Low,
                                    c.comparison.MeanDifference.High,
                                    c.comparison.MedianDifference,
                                    c.comparison.EffectSize,
                                    c.comparison.CliffsDelta,
                                    c.comparison.Test.PValue,
                                    corrected[i],
                                    c.tost.IsEquivalent,
                                    c.comparison.SeedsNeeded == int.MaxValue ? null : c.comparison.SeedsNeeded,
                                    string.Join(' ', c.comparison.Cautions)
                                )
                        )
                    );
                }
            }
        }

        return rows;
    }

    // What a study names, its task's score with it; else what its task says.
    private static IEnumerable<string> Measures(StudySpec study) =>
        study.Measures.IsDefaultOrEmpty ? study.Task.Card.Measures : NetworkMeasures.OutcomesOf(study).Select(column => column.Name);

    // A diverged network counts as a failure and is never dropped.
    internal static double[] Values(IEnumerable<NetworkOutcome> outcomes, string measure) =>
        [.. outcomes.OrderBy(o => o.Seed).Select(o => o.Of(measure))];
}
