using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Studies.Results;

/// <summary>One paired comparison: the same seeds under two rules.</summary>
/// <param name="Family">Comparisons that are corrected together.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Baseline">What it is compared with.</param>
/// <param name="Condition">Condition.</param>
/// <param name="Measure">S or D.</param>
/// <param name="Paired">Difference with interval, effect size and test.</param>
/// <param name="PHolm">p after Holm's correction within the family.</param>
/// <param name="Equivalent">Whether the two are equivalent within the study's margin (TOST at 5 %).</param>
public sealed record ComparisonRow(
    string Family,
    string Rule,
    string Baseline,
    string Condition,
    string Measure,
    PairedComparison Paired,
    double PHolm,
    bool Equivalent
);

/// <summary>Paired statistics with the seed as unit of replication.</summary>
public static class StudyComparison
{
    /// <summary>Every rule against no learning, against its own shuffled control, and against every other rule.</summary>
    public static IReadOnlyList<ComparisonRow> Of(StudyData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var rows = new List<ComparisonRow>();
        var index = 0;
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
                .Where(_ => entries.ContainsKey("none"))
                .Select(rule => ("against no learning", rule, "none"))
                .Concat(
                    rules
                        .Where(rule => entries.ContainsKey(rule + "_shuffled"))
                        .Select(rule => ("against shuffled timing", rule, rule + "_shuffled"))
                )
                .Concat(rules.SelectMany((a, i) => rules.Skip(i + 1).Select(b => ("between rules", a, b))))
                .ToArray();
            foreach (var measure in new[] { "S", "D" })
            {
                foreach (var family in pairs.GroupBy(pair => pair.Item1))
                {
                    var compared = family
                        .Select(pair =>
                        {
                            var stream = new RandomStreams(2).Open(StreamPurpose.Analysis, index++);
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
                                    c.pair.Item1,
                                    c.pair.Item2,
                                    c.pair.Item3,
                                    condition,
                                    measure,
                                    c.comparison,
                                    corrected[i],
                                    c.tost.IsEquivalent
                                )
                        )
                    );
                }
            }
        }

        return rows;
    }

    internal static CsvText ToCsv(string network, IReadOnlyList<ComparisonRow> rows)
    {
        var csv = new CsvText(
            "network",
            "family",
            "rule",
            "baseline",
            "condition",
            "measure",
            "pairs",
            "mean_difference",
            "low95",
            "high95",
            "median_difference",
            "effect_size",
            "cliffs_delta",
            "p",
            "p_holm",
            "equivalent",
            "seeds_needed",
            "cautions"
        );
        foreach (var r in rows)
        {
            var c = r.Paired;
            csv.Add(
                network,
                r.Family,
                r.Rule,
                r.Baseline,
                r.Condition,
                r.Measure,
                c.Pairs,
                c.MeanDifference.Estimate,
                c.MeanDifference.Low,
                c.MeanDifference.High,
                c.MedianDifference,
                c.EffectSize,
                c.CliffsDelta,
                c.Test.PValue,
                r.PHolm,
                r.Equivalent ? "yes" : "no",
                c.SeedsNeeded == int.MaxValue ? null : c.SeedsNeeded,
                string.Join(' ', c.Cautions)
            );
        }

        return csv;
    }

    // A diverged network counts as a failure, S = D = 0, and is never dropped.
    internal static double[] Values(IEnumerable<NetworkOutcome> outcomes, string measure) =>
        [
            .. outcomes
                .OrderBy(o => o.Seed)
                .Select(o =>
                    o.Readout is null ? 0
                    : measure == "S" ? o.Readout.S
                    : o.Readout.D
                ),
        ];
}
