using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>The time-reversal index tells better which rules of a search work than their being correlational or temporal does.</summary>
public sealed record SortsBetter : IClaim
{
    private const int Resamples = 1999;

    /// <summary>Rules that work, and rules that do not, below which nothing is decided.</summary>
    public const int Fewest = Calibration.FewestForAnInterval;

    /// <inheritdoc/>
    public ClaimCard Card =>
        new(
            "sorts_better",
            "Sorts rules better",
            "Supported when in every condition the area under the ROC curve for success is larger for the time-reversal index than for \"temporal or correlational\", by the whole 95 % bootstrap interval over random and listed rules; not supported when in one it is smaller. Rules that the filter rejected count by those of them that were simulated.",
            "Hanley & McNeil 1983, Radiology 148:839"
        );

    /// <inheritdoc/>
    public string Says { get; init; } = "";

    /// <summary>Conditions in which it is said; empty: in all.</summary>
    public ImmutableArray<string> Conditions { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<string> Problems(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return ClaimProblems
            .Said(study, Says, Conditions)
            .Concat(study.Search is null ? ["is about the rules of a search, and the study has none: add search: { random: { } }."] : []);
    }

    /// <inheritdoc/>
    public Statement Judge(ClaimEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var found = ClaimProblems.Asked(evidence, Conditions).Select(condition => (condition, rules: Rules(evidence, condition))).ToArray();
        var told = found.Where(x => Math.Min(x.rules.Count(rule => rule.Works), x.rules.Count(rule => !rule.Works)) >= Fewest).ToArray();
        if (told.Length == 0)
        {
            return new(
                Says,
                ClaimOutcome.NotTested,
                $"Not tested: it needs {Fewest} rules that work and {Fewest} that do not, and there are {Wording.And([.. found.Select(x => $"{x.rules.Count(rule => rule.Works)} and {x.rules.Count(rule => !rule.Works)}{evidence.Where(x.condition)}")])}.",
                [],
                []
            );
        }

        var areas = told.Select(x => (x.condition, area: Compare(x.rules, evidence.Random))).ToArray();
        var outcome =
            areas.Any(x => x.area.Difference.High < 0) ? ClaimOutcome.NotSupported
            : told.Length == found.Length && areas.All(x => x.area.Difference.Low > 0) ? ClaimOutcome.Supported
            : ClaimOutcome.Undecided;
        return new(
            Says,
            outcome,
            Wording.Begin(
                $"the area under the ROC curve for success is {string.Join("; ", areas.Select(x => $"{Wording.Number(x.area.Index)} by the index and {Wording.Number(x.area.Kind)} by \"temporal or correlational\", a difference of {Wording.Signed(x.area.Difference.Estimate)}{Wording.Interval(x.area.Difference.Low, x.area.Difference.High)}{evidence.Where(x.condition)}"))}."
            ),
            [
                .. areas.SelectMany(x =>
                    new StatedNumber[]
                    {
                        new($"area by the index{evidence.Where(x.condition)}", x.area.Index),
                        new($"area by family{evidence.Where(x.condition)}", x.area.Kind),
                        new(
                            $"difference{evidence.Where(x.condition)}",
                            x.area.Difference.Estimate,
                            x.area.Difference.Low,
                            x.area.Difference.High
                        ),
                    }
                ),
            ],
            ["0.5 is guessing; both are asked about rules that change weights at all."]
        );
    }

    internal sealed record Sorted(double Index, bool Temporal, bool Works, bool Drawn, double Weight);

    // Simulated rules; one that the filter rejected stands for as many as it was drawn from.
    private static Sorted[] Rules(ClaimEvidence evidence, string condition)
    {
        var study = evidence.Tables;
        var bar = evidence.Study.Search?.SuccessAbove ?? Calibration.SuccessAbove;
        var told = study.Rows<SearchPredictionRow>().Where(row => row.Condition == condition).ToDictionary(row => (row.Search, row.Number));
        var filter = study.Rows<SearchFilterRow>().FirstOrDefault(row => row.Condition == condition);
        return
        [
            .. study
                .Rows<SearchedRuleRow>()
                .Where(row => row.Condition == condition && row.Search is ("random" or "exhaustive"))
                .Where(row => row.Networks > 0 && double.IsFinite(row.TimeReversalIndex) && told.ContainsKey((row.Search, row.Number)))
                .Select(row =>
                {
                    var drawn = filter is not null && row.PredictedScore < filter.Below;
                    return new Sorted(
                        row.TimeReversalIndex,
                        told[(row.Search, row.Number)].Kind == RuleFamily.Temporal,
                        row.S > bar,
                        drawn,
                        drawn ? (filter!.Rules - filter.Kept) / (double)filter.RejectedSimulated : 1
                    );
                }),
        ];
    }

    /// <summary>Areas of both and their difference, rules resampled within what the filter kept and what it rejected.</summary>
    internal static (double Index, double Kind, Interval Difference) Compare(Sorted[] rules, RandomStream random)
    {
        int[][] strata =
        [
            .. rules.Select((rule, k) => (rule, k)).GroupBy(x => x.rule.Drawn).Select(group => group.Select(x => x.k).ToArray()),
        ];
        var weights = rules.Select(rule => rule.Weight).ToArray();
        var (index, kind) = (Area(rules, rule => rule.Index), Area(rules, rule => rule.Temporal ? 1 : 0));
        var draws = new List<double>(Resamples);
        for (var draw = 0; draw < Resamples; draw++)
        {
            var resampled = new double[rules.Length];
            foreach (var stratum in strata)
            {
                for (var k = 0; k < stratum.Length; k++)
                {
                    var picked = stratum[random.NextInt(stratum.Length)];
                    resampled[picked] += weights[picked];
                }
            }

            if (index(resampled) - kind(resampled) is var difference && double.IsFinite(difference))
            {
                draws.Add(difference);
            }
        }

        var (a, b) = (index(weights), kind(weights));
        return (a, b, new(a - b, Sample.Quantile([.. draws], 0.025), Sample.Quantile([.. draws], 0.975), 0.95));
    }

    // Share of pairs of a rule that works and one that does not in which the former has the larger score, ties half, each rule with its
    // weight; sorted once.
    private static Func<double[], double> Area(Sorted[] rules, Func<Sorted, double> score)
    {
        int[][] tied =
        [
            .. Enumerable.Range(0, rules.Length).GroupBy(k => score(rules[k])).OrderBy(group => group.Key).Select(group => group.ToArray()),
        ];
        return weights =>
        {
            double below = 0,
                sum = 0,
                works = 0;
            foreach (var group in tied)
            {
                double yes = 0,
                    no = 0;
                foreach (var k in group)
                {
                    yes += rules[k].Works ? weights[k] : 0;
                    no += rules[k].Works ? 0 : weights[k];
                }

                sum += yes * (below + (0.5 * no));
                (below, works) = (below + no, works + yes);
            }

            return sum / (below * works);
        };
    }
}
