using PlasticityLab.Analysis.Measures;
using PlasticityLab.Analysis.Similarity;
using PlasticityLab.Analysis.Verdict;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Studies.Results.Solutions;

/// <summary>One universal solution, or different circuits that do the same? Computed condition by condition from the scored networks and
/// the replays of those that learned.</summary>
/// <remarks>
/// Function is compared over all networks of a rule, since failing is part of what a rule does: S and D, with the study's margin (twice
/// that for D, whose range is twice as long).
/// Dynamics, representation and structure are compared among the networks that learned. Everything is aligned by assembly; operators and
/// spectra are blind to names in any case.
/// Weights are taken as they act at recall: γ B, the block means times the recurrent gain of the rule's operating point.
/// </remarks>
public static class StudySolutions
{
    // The search over rotations is the dear part: the first networks of each rule take part in it.
    private const int OperatorNetworks = 10,
        OperatorStarts = 6;

    /// <summary>The answer in each condition of the study.</summary>
    public static IReadOnlyList<ConditionSolutions> Of(StudyData data, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return [.. data.Study.Conditions.Keys.Select((condition, index) => In(data, condition, index, cancellation))];
    }

    private static ConditionSolutions In(StudyData data, string condition, int index, CancellationToken cancellation)
    {
        var streams = new RandomStreams(5);
        RandomStream Stream(int part) => streams.Open(StreamPurpose.Analysis, (index * 16) + part);
        var replays = data
            .Replays.Where(o => o.Entry.Condition == condition)
            .ToDictionary(o => (o.Entry.Name, o.Seed), o => o.Result.Replay);
        var entries = data
            .Outcomes.Where(o => o.Entry.Condition == condition && StudyReplays.Compared(o.Entry))
            .GroupBy(o => o.Entry)
            .Where(g => g.Count(StudyReplays.Learned) >= StudyReplays.Fewest)
            .ToArray();
        string[] rules = [.. entries.Select(g => g.Key.Name)];
        var networks = entries.SelectMany(g => g).ToArray();
        int[] ruleOf = [.. networks.Select(o => Array.IndexOf(rules, o.Entry.Name))],
            learned = [.. Enumerable.Range(0, networks.Length).Where(i => StudyReplays.Learned(networks[i]))];
        var some = learned.Select(i => networks[i]).ToArray();
        int[] groups = [.. learned.Select(i => ruleOf[i])];
        var order = ((IOrderedTask)data.Study.Task).Order.Distinct().ToList();
        order.AddRange(Enumerable.Range(0, data.Study.Task.Items).Except(order));

        // Everything that is compared pair by pair, once a network.
        var blocks = some.Select(o => Effective(o, order)).ToArray();
        var kept = some.Select(o => replays.GetValueOrDefault((o.Entry.Name, o.Seed))).ToArray();
        var progress = kept.Select(r => r is null ? null : ReplayFeatures.Progress(r, order)).ToArray();
        var transitions = kept.Select(r => r is null ? null : ReplayFeatures.Transitions(r, order)).ToArray();
        var chosen = groups.Select((rule, k) => groups.Take(k).Count(other => other == rule) < OperatorNetworks).ToArray();
        var operators = kept.Select((r, k) => r is null || !chosen[k] ? null : ReplayFeatures.Operator(r)).ToArray();
        var shares = new System.Collections.Concurrent.ConcurrentBag<double>();
        var dsa = Pairwise(
            some.Length,
            (i, j) =>
            {
                if (operators[i] is not { } a || operators[j] is not { } b)
                {
                    return double.NaN;
                }

                // A stream of the pair, so that the distance does not depend on threads.
                var found = DynamicalSimilarity.Of(
                    a,
                    b,
                    streams.Open(StreamPurpose.Analysis, 1000 + (((index * 4096) + i) * 4096) + j),
                    OperatorStarts,
                    cancellation
                );
                shares.Add(found.ShareOfStarts);
                return found.Euclidean;
            },
            cancellation
        );
        Matrix Of<T>(IReadOnlyList<T?> features, Func<T, T, double> distance)
            where T : class =>
            Pairwise(some.Length, (i, j) => features[i] is { } a && features[j] is { } b ? distance(a, b) : double.NaN, cancellation);
        var symmetric = Of(blocks, (a, b) => Half(a, b, 1));
        var antisymmetric = Of(blocks, (a, b) => Half(a, b, -1));
        var structure = Of(blocks, (a, b) => Matrix.Combine(1, a, -1, b).FrobeniusNorm());
        AspectDistances Aspect(Aspect aspect, string measure, Matrix distances) =>
            new(aspect, measure, Spread(distances, learned, networks.Length));
        var margin = data.Study.EquivalenceMargin;
        var verdict =
            rules.Length == 0
                ? new StudyVerdict(
                    SolutionClass.Undecided,
                    "No rule solves the task often enough, so there is no solution to compare.",
                    [],
                    []
                )
                : VerdictEngine.Decide(
                    new(
                        rules,
                        ruleOf,
                        [
                            Aspect(Analysis.Verdict.Aspect.Dynamics, "operators of the replay, modulo rotations", dsa),
                            Aspect(
                                Analysis.Verdict.Aspect.Dynamics,
                                "transitions between items",
                                Of(transitions, ReplayFeatures.TransitionDistance)
                            ),
                            Aspect(Analysis.Verdict.Aspect.Dynamics, "speed, bounce and hold", Manner(some, groups)),
                            Aspect(
                                Analysis.Verdict.Aspect.Representation,
                                "1 - debiased CKA",
                                Of(progress, (a, b) => Math.Max(0, 1 - Cka.Debiased(a, b)))
                            ),
                            Aspect(
                                Analysis.Verdict.Aspect.Representation,
                                "Procrustes angle",
                                Of(progress, (a, b) => Procrustes.Of(a, b).Angular)
                            ),
                            Aspect(Analysis.Verdict.Aspect.Structure, "symmetric part of the blocks", symmetric),
                            Aspect(Analysis.Verdict.Aspect.Structure, "antisymmetric part of the blocks", antisymmetric),
                        ],
                        Performance: [.. networks.Select(o => o.Of(ReplayScore.Id))],
                        Works: StudySummary.SuccessAbove,
                        Controls: [.. entries.Select((g, k) => (g.Key.IsControl, k)).Where(x => x.IsControl).Select(x => x.k)],
                        Scores:
                        [
                            new(Analysis.Verdict.Aspect.Function, ReplayScore.Id, [.. networks.Select(o => o.Of(ReplayScore.Id))], margin),
                            new(Analysis.Verdict.Aspect.Function, "D", [.. networks.Select(o => o.Of(ReplayDirection.Id))], 2 * margin),
                        ],
                        Seeds: [.. networks.Select(o => o.Seed)]
                    ),
                    Stream(1),
                    cancellation
                );

        // Families and the overall share: rules only, the oracle is no rule.
        int[] free = [.. Enumerable.Range(0, some.Length).Where(k => !some[k].Entry.IsControl && blocks[k].IsFinite())];
        var part = Matrix.From(free.Length, free.Length, (i, j) => structure[free[i], free[j]]);
        int[] labels = [.. free.Select(k => groups[k])];
        var overall =
            free.Length > 2 && labels.Distinct().Count() > 1 && labels.Distinct().Count() < free.Length
                ? Permanova.Test(part, labels, Stream(2), cancellation: cancellation)
                : null;
        var families = free.Length > 0 ? SolutionFamilies.Find(part, Stream(3), draws: 49, cancellation: cancellation) : null;
        var coordinates = Coordinates(part);
        return new(
            condition,
            entries.ToDictionary(g => g.Key.Name, g => g.Count(StudyReplays.Learned)),
            data.Study.Seeds.Count,
            verdict,
            overall?.R2 ?? double.NaN,
            overall?.PValue ?? double.NaN,
            families,
            families is null || labels.Distinct().Count() < 2 ? double.NaN : Clustering.AdjustedRand(families.Labels, labels),
            [
                .. free.Select(
                    (k, i) =>
                        new SolutionPlace(some[k].Entry.Name, some[k].Seed, families!.Labels[i] + 1, coordinates[i, 0], coordinates[i, 1])
                ),
            ],
            Variances([.. free.Select(k => some[k])], labels),
            Isomorphic(rules, groups, transitions),
            shares.IsEmpty ? double.NaN : Sample.Median([.. shares])
        );
    }

    // γ B with items in the learned order.
    private static Matrix Effective(NetworkOutcome outcome, List<int> order)
    {
        var p = order.Count;
        var gain = outcome.Entry.Values.Point.Gain;
        return Matrix.From(p, p, (i, j) => gain * outcome.Result.Structure.Blocks[(order[i] * p) + order[j]]);
    }

    private static double Half(Matrix a, Matrix b, int sign)
    {
        var difference = Matrix.Combine(1, a, -1, b);
        return Matrix.Combine(0.5, difference, 0.5 * sign, difference.Transpose()).FrobeniusNorm();
    }

    private static Matrix Manner(NetworkOutcome[] networks, int[] groups)
    {
        var rows = networks.Select(o => new[] { o.Of(ReplaySpeed.Id), o.Of(ReplayBounce.Id), o.Of(CueHold.Id) }).ToArray();
        int[] has = [.. Enumerable.Range(0, rows.Length).Where(i => rows[i].All(double.IsFinite))];
        return has.Length == 0
            ? Spread(new Matrix(0, 0), [], networks.Length)
            : Spread(
                FeatureDistances.Standardised(Matrix.From(has.Length, 3, (i, f) => rows[has[i]][f]), has.Select(i => groups[i]).ToArray()),
                has,
                networks.Length
            );
    }

    // Distances of some networks as a table over all; NaN where there is none.
    private static Matrix Spread(Matrix distances, int[] members, int count)
    {
        var all = new Matrix(count, count);
        Array.Fill(all.Values, double.NaN);
        for (var i = 0; i < members.Length; i++)
        {
            for (var j = 0; j < members.Length; j++)
            {
                all[members[i], members[j]] = distances[i, j];
            }
        }

        return all;
    }

    private static Matrix Pairwise(int count, Func<int, int, double> distance, CancellationToken cancellation)
    {
        var d = new Matrix(count, count);
        Parallel.For(
            0,
            count,
            new ParallelOptions { CancellationToken = cancellation },
            i =>
            {
                for (var j = 0; j < i; j++)
                {
                    d[i, j] = d[j, i] = distance(i, j);
                }
            }
        );
        return d;
    }

    /// <summary>The measures of a network that are compared beside its replays and its weights.</summary>
    public static IReadOnlyList<string> Measures { get; } =
    [ReplayScore.Id, ReplayDirection.Id, ReplaySpeed.Id, CueHold.Id, ReplayBounce.Id, WeightFlow.Id, WeightAsymmetry.Id];

    private static MeasureVariance[] Variances(NetworkOutcome[] networks, int[] labels)
    {
        (string Name, Func<NetworkOutcome, double> Value)[] measures =
        [
            (ReplayScore.Id, o => o.Of(ReplayScore.Id)),
            (ReplayDirection.Id, o => o.Of(ReplayDirection.Id)),
            (ReplaySpeed.Id, o => o.Of(ReplaySpeed.Id)),
            (CueHold.Id, o => o.Of(CueHold.Id)),
            ("L_minus1", o => o.L(-1)),
            ("L_0", o => o.L(0)),
            ("L_plus1", o => o.L(1)),
            (WeightFlow.Id, o => o.Of(WeightFlow.Id)),
            (WeightAsymmetry.Id, o => o.Of(WeightAsymmetry.Id)),
        ];
        return
        [
            .. measures.Select(measure =>
            {
                var has = networks
                    .Select((o, k) => (Value: measure.Value(o), Label: labels[k]))
                    .Where(x => double.IsFinite(x.Value))
                    .ToArray();
                return new MeasureVariance(
                    measure.Name,
                    VarianceComponents.Of([.. has.Select(x => x.Value)], [.. has.Select(x => x.Label)])
                );
            }),
        ];
    }

    private static Dictionary<(string, string), double> Isomorphic(string[] rules, int[] groups, Matrix?[] transitions)
    {
        var graphs = transitions.Select(t => t is null ? null : ReplayFeatures.Graph(t)).ToArray();
        var result = new Dictionary<(string, string), double>();
        for (var a = 0; a < rules.Length; a++)
        {
            for (var b = a; b < rules.Length; b++)
            {
                var pairs = (
                    from i in Enumerable.Range(0, groups.Length)
                    from j in Enumerable.Range(0, groups.Length)
                    where groups[i] == a && groups[j] == b && i != j && graphs[i] is not null && graphs[j] is not null
                    select (i, j)
                ).ToArray();
                result[(rules[a], rules[b])] =
                    pairs.Length == 0
                        ? double.NaN
                        : pairs.Count(pair => graphs[pair.i]!.IsomorphismTo(graphs[pair.j]!) is not null) / (double)pairs.Length;
            }
        }

        return result;
    }

    // First two principal coordinates (Gower 1966). Signs are fixed by the largest entry, so that the picture is the same everywhere.
    private static Matrix Coordinates(Matrix distances)
    {
        var n = distances.Rows;
        var result = new Matrix(n, 2);
        if (n < 3)
        {
            return result;
        }

        var square = Matrix.From(n, n, (i, j) => distances[i, j] * distances[i, j]);
        var mean = Enumerable.Range(0, n).Select(i => Sample.Mean(square.Row(i))).ToArray();
        var grand = mean.Average();
        var eigen = SymmetricEigen.Decompose(Matrix.From(n, n, (i, j) => -0.5 * (square[i, j] - mean[i] - mean[j] + grand)));
        var largest = Enumerable.Range(0, n).OrderByDescending(k => eigen.Values[k]).Take(2).ToArray();
        for (var axis = 0; axis < 2; axis++)
        {
            var k = largest[axis];
            var sign = Enumerable.Range(0, n).MaxBy(i => Math.Abs(eigen.Vectors[i, k])) is var top && eigen.Vectors[top, k] < 0 ? -1 : 1;
            for (var i = 0; i < n; i++)
            {
                result[i, axis] = sign * Math.Sqrt(Math.Max(0, eigen.Values[k])) * eigen.Vectors[i, k];
            }
        }

        return result;
    }
}
