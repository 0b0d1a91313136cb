using PlasticityLab.Analysis.Verdict;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Study;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Results.Solutions;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Reports;

/// <summary>Sentences made of a study's numbers. They state what was measured; whether a claim holds is said by the verdicts
/// only.</summary>
internal static class Findings
{
    /// <summary>A score from which recall counts as a success in shares.</summary>
    public const double Success = 0.7;

    /// <summary>The answer to "one universal solution, or different circuits that do the same?", a sentence or two a condition, with the
    /// numbers of the tables verdict and verdict_pairs. Empty when the study has no verdict.</summary>
    public static IReadOnlyList<string> Convergence(StudyResults study)
    {
        var sentences = new List<string>();
        foreach (var row in study.Rows<VerdictRow>())
        {
            var pairs = row.Pairs;
            if (pairs == 0)
            {
                sentences.Add(
                    $"In condition {study.ConditionName(row.Condition)}, fewer than two rules learn the sequence often enough, so there are no solutions to compare."
                );
                continue;
            }

            var rules = study
                .Ordered(
                    study
                        .Rows<VerdictPairRow>()
                        .Where(pair => pair.Condition == row.Condition && pair.BothWork && !pair.Control)
                        .SelectMany(pair => new[] { pair.First, pair.Second })
                )
                .Select(Label);
            var answer = row.Class switch
            {
                SolutionClass.Universal => "the rules that learn the sequence converge on one solution",
                SolutionClass.Degenerate =>
                    "the rules that learn the sequence do not converge on one solution: the same function is carried by different circuits",
                SolutionClass.Different =>
                    "the rules that learn the sequence do not converge on one solution: some of them differ already in function",
                _ => "these networks do not decide whether the rules that learn the sequence converge",
            };
            sentences.Add(
                $"In condition {study.ConditionName(row.Condition)}, {answer}. Of {pairs} {(pairs == 1 ? "pair" : "pairs")} among {string.Join(", ", rules)}, {row.Universal} {(row.Universal == 1 ? "is" : "are")} universal (same function, same dynamics, no shown difference of structure), "
                    + $"{row.Degenerate} degenerate (same function, different circuit), {row.Different} different in function and {row.Undecided} undecided"
                    + (
                        double.IsFinite(row.StructureR2)
                            ? $"; the rule explains {100 * row.StructureR2:0} % of the squared distances between learned structures (p = {P(row.StructureP)}), and the {row.NetworksLearned} networks that learned fall into {row.Families} {(row.Families == 1 ? "family" : "families")}."
                            : "."
                    )
            );
        }

        return sentences;
    }

    /// <summary>A p value for sentences.</summary>
    internal static string P(double p) =>
        double.IsNaN(p) ? "–"
        : p < 0.0001 ? "< 0.0001"
        : RichText.Number(p, "0.0000");

    /// <summary>The paragraph at the top: do the rules converge, then best and worst rules, families, controls.</summary>
    public static IReadOnlyList<string> Answer(StudyResults study)
    {
        var (sentences, word) = (new List<string>(Convergence(study)), study.CentreWord());
        foreach (var condition in study.Conditions())
        {
            var scores = study
                .Rules()
                .Where(rule => study.Family(rule) is RuleFamily.Correlational or RuleFamily.Temporal)
                .Select(rule => (Rule: rule, Centre: study.Centre(rule, condition, NetworkMeasures.S)))
                .Where(x => double.IsFinite(x.Centre.Value))
                .Select(x => (x.Rule, x.Centre, Mid: x.Centre.Value))
                .OrderByDescending(x => x.Mid)
                .ToArray();
            if (scores.Length == 0)
            {
                continue;
            }

            var (best, last) = (scores[0], scores[^1]);
            var (_, low, high) = best.Centre;
            sentences.Add(
                $"In condition {study.ConditionName(condition)}, the highest {word} score of {scores.Length} rules is that of {Label(best.Rule)}, S = {F(best.Mid)}{(double.IsFinite(low) ? $" [{F(low)}, {F(high)}]" : "")}"
                    + (scores.Length > 1 ? $"; the lowest is that of {Label(last.Rule)}, S = {F(last.Mid)}." : ".")
            );
            sentences.Add(
                string.Join(
                    " ",
                    new[] { RuleFamily.Temporal, RuleFamily.Correlational }
                        .Select(family => (family, of: scores.Where(x => study.Family(x.Rule) == family).ToArray()))
                        .Where(x => x.of.Length > 0)
                        .Select(x =>
                            $"Of {x.of.Length} {(x.family == RuleFamily.Temporal ? "temporal" : "correlational")} {(x.of.Length == 1 ? "rule" : "rules")}, {x.of.Count(rule => rule.Mid > Success)} {(x.of.Count(rule => rule.Mid > Success) == 1 ? "has" : "have")} a {word} above {Success}{(x.of.Any(rule => rule.Mid > Success) ? $" ({string.Join(", ", x.of.Where(rule => rule.Mid > Success).Select(rule => $"{Label(rule.Rule)} {F(rule.Mid)}"))})" : "")}."
                        )
                )
            );
        }

        var controls = study.Rules().Where(rule => study.Family(rule) is not (RuleFamily.Correlational or RuleFamily.Temporal)).ToArray();
        if (controls.Length > 0)
        {
            sentences.Add(
                $"Controls, {word} S: "
                    + string.Join(
                        "; ",
                        study
                            .Conditions()
                            .Select(condition =>
                                $"{condition}: "
                                + string.Join(
                                    ", ",
                                    controls.Select(rule => $"{Label(rule)} {F(study.Centre(rule, condition, NetworkMeasures.S).Value)}")
                                )
                            )
                    )
                    + "."
            );
        }

        if (study.Verdicts.Count > 0)
        {
            sentences.Add(
                "Of the claims under test, "
                    + string.Join(
                        ", ",
                        study
                            .Verdicts.GroupBy(verdict => verdict.Outcome)
                            .OrderBy(group => group.Key, StringComparer.Ordinal)
                            .Select(group => $"{group.Count()} {(group.Count() == 1 ? "is" : "are")} {group.Key}")
                    )
                    + "."
            );
        }

        return sentences;
    }

    /// <summary>What a reader must know before believing the comparison.</summary>
    public static IReadOnlyList<string> Cautions(StudyResults study)
    {
        var cautions = new List<string>();
        var rows = study.Main();
        if (study.Seeds() < 10)
        {
            cautions.Add($"Only {study.Seeds()} seeds: differences between rules are not to be trusted. At least 20 are advised.");
        }

        foreach (var condition in study.Conditions())
        {
            double Mid(string rule, MeasureColumn measure) => study.Centre(rule, condition, measure).Value;
            string? Named(Func<string, bool> test) => study.Rules().FirstOrDefault(test);
            if (Named(rule => Label(rule) is "no learning" or "none") is { } none && Mid(none, NetworkMeasures.S) > 0.03)
            {
                cautions.Add(
                    $"Condition {condition}: networks without learning score S = {F(Mid(none, NetworkMeasures.S))}, above the calibration bound of 0.03. The task can be passed without learning."
                );
            }

            // The spiking experiment is calibrated by the score of the hand-built chain alone.
            if (Named(rule => Label(rule) == "oracle") is { } oracle && study.IsSpiking() && Mid(oracle, NetworkMeasures.S) < 0.85)
            {
                cautions.Add(
                    $"Condition {condition}: the hand-built chain reaches only S = {F(Mid(oracle, NetworkMeasures.S))} (calibration: 0.85). The network cannot play the sequence well even with the right weights."
                );
            }
            else if (
                Named(rule => Label(rule) == "oracle") is { } chain
                && !study.IsSpiking()
                && (Mid(chain, NetworkMeasures.S) < 0.8 || Mid(chain, NetworkMeasures.D) < 0.9)
            )
            {
                cautions.Add(
                    $"Condition {condition}: the hand-built chain reaches only S = {F(Mid(chain, NetworkMeasures.S))}, D = {F(Mid(chain, NetworkMeasures.D))} (calibration: 0.8 and 0.9). The network cannot play the sequence well even with the right weights."
                );
            }

            if (
                condition == "A"
                && !study.IsSpiking()
                && Named(rule => study.Card(rule)?.Id == "causal_trace_hebb") is { } trace
                && (Mid(trace, NetworkMeasures.S) < 0.85 || Mid(trace, NetworkMeasures.D) < 0.9)
            )
            {
                cautions.Add(
                    $"Condition A: causal trace Hebb reaches S = {F(Mid(trace, NetworkMeasures.S))}, D = {F(Mid(trace, NetworkMeasures.D))} (calibration: 0.85 and 0.9)."
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
                    $"Condition {condition}: {ceiling.Length} rules are at the ceiling of S ({string.Join(", ", ceiling)}); S cannot rank them."
                );
            }
        }

        cautions.AddRange(
            study
                .Rows<VerdictRow>()
                .Where(row => row.Cautions.Length > 0)
                .Select(row => $"Verdict, condition {row.Condition}: {row.Cautions}")
        );
        var thin = study
            .Rows<VerdictEvidenceRow>()
            .Where(row => row.Cautions.Contains("Too few seeds", StringComparison.Ordinal))
            .Select(row => $"{Label(row.First)} and {Label(row.Second)} in {row.Condition}")
            .Distinct()
            .ToArray();
        if (thin.Length > 0)
        {
            cautions.Add(
                $"Too few networks that learned for a claim about {string.Join(", ", thin.Take(6))}{(thin.Length > 6 ? $" and {thin.Length - 6} more pairs" : "")}."
            );
        }

        var failed = rows.Where(row => row.Status is not ("done" or "ok" or "completed" or "replay")).ToArray();
        if (failed.Length > 0)
        {
            cautions.Add(
                $"{failed.Length} of {rows.Count} networks ended otherwise than with a recall ({string.Join(", ", failed.GroupBy(row => row.Status).Select(group => $"{group.Count()} {group.Key}"))}); they are counted in every score: "
                    + string.Join(", ", failed.GroupBy(row => row.Rule).Select(group => $"{Label(group.Key)} {group.Count()}"))
                    + "."
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
}
