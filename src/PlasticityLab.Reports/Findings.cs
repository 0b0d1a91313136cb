using PlasticityLab.Analysis.Verdict;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Study;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Results.Solutions;
using PlasticityLab.Studies.Runs;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Reports;

/// <summary>Sentences made of a study's numbers. They state what was measured; whether a claim holds is said by the verdicts
/// only.</summary>
internal static class Findings
{
    /// <summary>What a reader must know before believing the comparison.</summary>
    public static IReadOnlyList<string> Cautions(StudyResults study)
    {
        var cautions = new List<string>();
        var rows = study.Main();
        foreach (var condition in study.Conditions())
        {
            double Mid(string rule, MeasureColumn measure) => study.Centre(rule, condition, measure).Value;
            string? First(Func<string, bool> test) => study.Rules().FirstOrDefault(test);
            if (First(rule => Label(rule) is "no learning" or "none") is { } none && Mid(none, NetworkMeasures.S) > 0.03)
            {
                cautions.Add(
                    $"{Named(study, condition)}: networks without learning score S = {F(Mid(none, NetworkMeasures.S))}, above the calibration bound of 0.03. The task can be passed without learning."
                );
            }

            // The spiking experiment is calibrated by the score of the hand-built chain alone.
            if (First(rule => Label(rule) == "oracle") is { } oracle && study.IsSpiking() && Mid(oracle, NetworkMeasures.S) < 0.85)
            {
                cautions.Add(
                    $"{Named(study, condition)}: the hand-built chain reaches only S = {F(Mid(oracle, NetworkMeasures.S))} (calibration: 0.85). The network cannot play the sequence well even with the right weights."
                );
            }
            else if (
                First(rule => Label(rule) == "oracle") is { } chain
                && !study.IsSpiking()
                && (Mid(chain, NetworkMeasures.S) < 0.8 || Mid(chain, NetworkMeasures.D) < 0.9)
            )
            {
                cautions.Add(
                    $"{Named(study, condition)}: the hand-built chain reaches only S = {F(Mid(chain, NetworkMeasures.S))}, D = {F(Mid(chain, NetworkMeasures.D))} (calibration: 0.8 and 0.9). The network cannot play the sequence well even with the right weights."
                );
            }

            if (
                condition == "A"
                && !study.IsSpiking()
                && First(rule => study.Card(rule)?.Id == "causal_trace_hebb") is { } trace
                && (Mid(trace, NetworkMeasures.S) < 0.85 || Mid(trace, NetworkMeasures.D) < 0.9)
            )
            {
                cautions.Add(
                    $"{Named(study, condition)}: causal trace Hebb reaches S = {F(Mid(trace, NetworkMeasures.S))}, D = {F(Mid(trace, NetworkMeasures.D))} (calibration: 0.85 and 0.9)."
                );
            }

            var ceiling = study
                .Rules()
                .Where(rule => Mid(rule, NetworkMeasures.S) > 0.95 && Label(rule) != "oracle")
                .Select(Label)
                .ToArray();
            if (ceiling.Length > 2)
            {
                cautions.Add(
                    $"{Named(study, condition)}: {ceiling.Length} rules are at the ceiling of S ({string.Join(", ", ceiling)}); S cannot rank them."
                );
            }
        }

        cautions.AddRange(
            study
                .Rows<VerdictRow>()
                .Where(row => row.Cautions.Length > 0)
                .Select(row => $"Verdict, {study.ConditionName(row.Condition)}: {row.Cautions}")
        );
        var thin = study
            .Rows<VerdictEvidenceRow>()
            .Where(row => row.Cautions.Contains("Too few seeds", StringComparison.Ordinal))
            .Select(row => $"{Label(row.First)} and {Label(row.Second)} ({study.ConditionName(row.Condition)})")
            .Distinct()
            .ToArray();
        if (thin.Length > 0)
        {
            cautions.Add(
                $"Too few networks that learned for a claim about {string.Join(", ", thin.Take(6))}{(thin.Length > 6 ? $" and {thin.Length - 6} more pairs" : "")}."
            );
        }

        var failed = rows.Where(row => study.Family(row.Rule) is RuleFamily.Correlational or RuleFamily.Temporal)
            .Where(row => row.Status != RunStatus.Ok)
            .GroupBy(row => (row.Rule, row.Status))
            .Select(group => $"{Label(group.Key.Rule)} {group.Count()} {Names.Snake(group.Key.Status.ToString())}")
            .ToArray();
        if (failed.Length > 0)
        {
            cautions.Add(
                $"Networks {(study.Study.Task is IOrderedTask ? "without a replay" : "that failed")}, which count as failures in every score: {string.Join(", ", failed)}."
            );
        }

        var weak = study
            .Rules()
            .Where(rule =>
                study.Conditions().Any(condition => study.Search(rule, condition).Length > 0)
                && study.Conditions().All(condition => study.Search(rule, condition).DefaultIfEmpty(0).Max() < 0.2)
            )
            .Select(Label)
            .ToArray();
        if (weak.Length > 0)
        {
            cautions.Add(
                $"No configuration of {string.Join(", ", weak)} scored above 0.2: their tuned values are a choice among failures and mean nothing."
            );
        }

        return cautions;
    }

    // At the beginning of a sentence; a study of one condition names none.
    private static string Named(StudyResults study, string condition) =>
        study.ConditionName(condition) is var name && name == condition
            ? $"Condition {condition}"
            : $"{char.ToUpperInvariant(name[0])}{name[1..]}";
}
