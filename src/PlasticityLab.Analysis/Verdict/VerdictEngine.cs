using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Verdict;

/// <summary>Universal, degenerate or different: the decision from distances between trained networks.</summary>
/// <remarks>
/// Distances: "same" needs equivalence, the upper 5 % bound (bootstrap over seeds) of the mean distance between two rules below a margin,
/// and PERMANOVA finds nothing at the
/// uncorrected level. Scores with a stated margin: "same" needs two one-sided tests to show the difference of means within it. "Different"
/// needs the permutation test at the level after Holm's correction over all pairs and measures (pairs with a control apart). Everything
/// else is undecided. Then: different function → different;
/// same function and different structure or dynamics → degenerate; same function and dynamics without different structure → universal.
/// </remarks>
public static class VerdictEngine
{
    /// <summary>Fewest networks of each rule that a claim may rest on.</summary>
    public const int FewestSeeds = 5;

    /// <summary>Computes the verdict.</summary>
    /// <param name="input">Rules, networks and distances.</param>
    /// <param name="random">Resamples and permutations.</param>
    /// <param name="cancellation">Ends the computation.</param>
    public static StudyVerdict Decide(VerdictInput input, RandomStream random, CancellationToken cancellation = default)
    {
        Check(input);
        var controls = input.Controls ?? [];
        // Enough draws that the smallest p of one test survives the correction over all of them.
        var tests = input.Rules.Count * (input.Rules.Count - 1) / 2 * input.Measures;
        var draws = Math.Max(9999, (int)Math.Ceiling(4 * tests / input.Level));
        var raw = new List<(int A, int B, PairAspect Row)>();
        for (var a = 0; a < input.Rules.Count; a++)
        {
            for (var b = a + 1; b < input.Rules.Count; b++)
            {
                raw.AddRange((input.Scores ?? []).Select(score => (a, b, PairScores.Of(score, input, a, b, draws, random))));
                raw.AddRange(
                    input.Aspects.Select(aspect => (a, b, PairEvidence.Of(aspect, input.RuleOf, a, b, draws, random, cancellation)))
                );
            }
        }

        // Pairs with a control are a family of their own: they are shown beside the answer and must not weaken it.
        var rows = raw.GroupBy(x => controls.Contains(x.A) || controls.Contains(x.B))
            .SelectMany(family =>
                family.Zip(
                    HolmCorrection.Adjust(family.Select(x => x.Row.P).ToArray()),
                    (x, p) => x with { Row = Judge(x.Row with { PHolm = p }, input.Level) }
                )
            )
            .ToArray();
        var pairs = rows.GroupBy(x => (x.A, x.B))
            .Select(group => Pair(input, group.Key.A, group.Key.B, [.. group.Select(x => x.Row)], controls))
            .ToArray();
        return Study(input, pairs);
    }

    private static PairAspect Judge(PairAspect row, double level)
    {
        var enough = Math.Min(row.Networks.First, row.Networks.Second) >= FewestSeeds;
        var same = row.Between.High < row.Margin || (row.Between.High == 0 && row.Within == 0);
        // A score has a margin that was stated beforehand: within it, even a difference that a test can see does not matter.
        var answer =
            !enough ? Answer.Undecided
            : row.Equivalent == true ? Answer.Same
            : row.PHolm <= level ? Answer.Different
            : row.Equivalent is null && same && !(row.P <= level) ? Answer.Same
            : Answer.Undecided;
        return row with { Answer = answer };
    }

    private static PairVerdict Pair(VerdictInput input, int a, int b, PairAspect[] rows, IReadOnlyList<int> controls)
    {
        Answer On(Aspect aspect) => PairVerdict.Combine(rows.Where(row => row.Aspect == aspect).Select(row => row.Answer));
        var (function, dynamics, structure) = (On(Aspect.Function), On(Aspect.Dynamics), On(Aspect.Structure));
        var kind =
            function == Answer.Different ? SolutionClass.Different
            : function == Answer.Same && (structure == Answer.Different || dynamics == Answer.Different) ? SolutionClass.Degenerate
            : function == Answer.Same && dynamics == Answer.Same ? SolutionClass.Universal
            : SolutionClass.Undecided;
        bool? work = input.Performance is null ? null : Mean(input, a) >= input.Works && Mean(input, b) >= input.Works;
        return new(
            input.Rules[a],
            input.Rules[b],
            kind,
            rows,
            work,
            controls.Contains(a) || controls.Contains(b),
            VerdictWords.Pair(input.Rules[a], input.Rules[b], kind, rows, work),
            VerdictWords.WouldChange(rows, kind, input.Level)
        );
    }

    private static double Mean(VerdictInput input, int rule)
    {
        var scores = input.Performance!.Where((score, i) => input.RuleOf[i] == rule && double.IsFinite(score)).ToArray();
        return scores.Length > 0 ? scores.Average() : double.NaN;
    }

    private static StudyVerdict Study(VerdictInput input, PairVerdict[] pairs)
    {
        var counted = pairs.Where(pair => !pair.HasControl && pair.BothWork != false).ToArray();
        var kind =
            counted.Length == 0 ? SolutionClass.Undecided
            : counted.Any(x => x.Class == SolutionClass.Different) ? SolutionClass.Different
            : counted.Any(x => x.Class == SolutionClass.Degenerate) ? SolutionClass.Degenerate
            : counted.All(x => x.Class == SolutionClass.Universal) ? SolutionClass.Universal
            : SolutionClass.Undecided;
        var cautions = new List<string>();
        foreach (
            var (name, count) in input.Rules.Select((name, k) => (name, input.RuleOf.Count(r => r == k))).Where(x => x.Item2 < FewestSeeds)
        )
        {
            cautions.Add(
                count == 0
                    ? $"{name} has no network."
                    : $"Too few seeds for a claim about {name}: {count} {(count == 1 ? "network" : "networks")}; at least {FewestSeeds} are needed, 10 advised."
            );
        }

        foreach (var aspect in Enum.GetValues<Aspect>().Where(aspect => !input.Measured.Contains(aspect)))
        {
            cautions.Add($"{aspect} was not measured.");
        }

        if (input.Rules.Count < 2)
        {
            cautions.Add("A verdict compares rules, but there is only one.");
        }

        if (pairs.Count(x => !x.HasControl && x.BothWork == false) is var left and > 0)
        {
            cautions.Add(
                $"{left} {(left == 1 ? "pair is" : "pairs are")} left out of the overall answer because a rule of the pair does not solve the task (mean score below {input.Works:G3})."
            );
        }

        return new(kind, VerdictWords.Study(kind, counted), pairs, cautions);
    }

    private static void Check(VerdictInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var n = input.RuleOf.Length;
        var problems = new List<string>();
        if (input.RuleOf.Any(rule => rule < 0 || rule >= input.Rules.Count))
        {
            problems.Add(
                $"Every network must name one of the {input.Rules.Count} rules by its index, but one names {input.RuleOf.First(rule => rule < 0 || rule >= input.Rules.Count)}."
            );
        }

        problems.AddRange(
            input
                .Aspects.Where(x => x.Distances.Rows != n || x.Distances.Columns != n)
                .Select(x =>
                    $"The distances \"{x.Measure}\" must be {n} x {n}, one row for each network, but are {x.Distances.Rows} x {x.Distances.Columns}."
                )
        );
        problems.AddRange(
            (input.Scores ?? [])
                .Where(x => x.Values.Length != n)
                .Select(x => $"The score \"{x.Measure}\" needs one value for each of the {n} networks, but has {x.Values.Length}.")
        );
        problems.AddRange(
            (input.Scores ?? [])
                .Where(x => !(x.Margin > 0))
                .Select(x => $"The margin of the score \"{x.Measure}\" must be above 0, but is {x.Margin:R}.")
        );
        if (input.Seeds is { } seeds && seeds.Length != n)
        {
            problems.Add($"Seeds need one entry for each of the {n} networks, but there are {seeds.Length}.");
        }

        if (input.Performance is { } performance && performance.Length != n)
        {
            problems.Add($"Performance needs one score for each of the {n} networks, but has {performance.Length}.");
        }

        problems.AddRange(Require.All(Require.Between(input.Level, 0, 1)));
        UserError.ThrowIfAny(problems);
    }
}
