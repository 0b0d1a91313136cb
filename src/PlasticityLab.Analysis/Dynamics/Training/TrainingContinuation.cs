using PlasticityLab.Analysis.Dynamics.Continuation;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Training;

/// <summary>Learning as the bifurcation parameter: follows equilibria and cycles along a stored weight trajectory, interpolated linearly
/// between snapshots.</summary>
/// <remarks>
/// Each interval is continued by itself, as the path has a kink at every snapshot. What reaches the end of one interval starts the next;
/// equilibria and
/// cycles sought afresh at each snapshot join in, so that what is born between two snapshots is traced back to its birth.
/// </remarks>
public static class TrainingContinuation
{
    /// <summary>Follows a weight trajectory.</summary>
    /// <param name="times">Times of the snapshots (trials), ascending, at least two.</param>
    /// <param name="weights">The weights at those times, all of one size.</param>
    /// <param name="field">The vector field of given weights.</param>
    /// <param name="equilibria">Finds equilibria of a field.</param>
    /// <param name="options">What is followed.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static TrainingBifurcations Follow(
        IReadOnlyList<double> times,
        IReadOnlyList<Matrix> weights,
        Func<Matrix, IVectorField> field,
        Func<IVectorField, IReadOnlyList<double[]>> equilibria,
        TrainingOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        Check(times, weights);
        options ??= new TrainingOptions();
        var events = new List<TrainingEvent>();
        var branches = new List<EquilibriumBranch>();
        var pieces = new List<IReadOnlyList<CycleNode>>();
        var snapshots = new List<TrainingSnapshot>();
        var known = new List<double[]>(equilibria(field(weights[0])));
        var cycles = options.FollowCycles ? Search(field(weights[0]), options, cancellation) : [];
        snapshots.Add(Snapshot(times[0], field(weights[0]), known, cycles));
        for (var k = 0; k + 1 < times.Count; k++)
        {
            var (low, high) = (times[k], times[k + 1]);
            var (before, after) = (weights[k], weights[k + 1]);
            IVectorField At(double t) => field(Matrix.Combine((high - t) / (high - low), before, (t - low) / (high - low), after));
            var fresh = equilibria(field(after));
            var diagram = EquilibriumContinuation.Run(
                At,
                low,
                high,
                t =>
                    t == low ? known
                    : t == high ? fresh
                    : [],
                new ContinuationOptions { Seeds = 2, LargestStep = options.LargestStep },
                cancellation
            );
            branches.AddRange(diagram.Branches);
            var found = diagram.Points.Select(point => EquilibriumEvent(point, diagram)).ToList();
            known =
            [
                .. diagram
                    .Branches.SelectMany(b => new[] { b.Nodes[0], b.Nodes[^1] })
                    .Where(node => Math.Abs(node.Parameter - high) < 1e-9 * (high - low))
                    .Select(node => node.State),
            ];
            Deduplicate(known);
            if (options.FollowCycles)
            {
                cycles = FollowCycles(
                    At,
                    low,
                    high,
                    cycles,
                    Search(field(after), options, cancellation),
                    diagram.Points,
                    found,
                    pieces,
                    cancellation
                );
            }

            events.AddRange(found);
            snapshots.Add(Snapshot(high, field(after), known, cycles));
        }

        return new TrainingBifurcations(snapshots, TrainingEvents.Merge(events), branches, pieces);
    }

    private static void Check(IReadOnlyList<double> times, IReadOnlyList<Matrix> weights)
    {
        var problems = new List<string>();
        if (times.Count < 2 || weights.Count != times.Count)
        {
            problems.Add(
                $"A weight trajectory needs at least two snapshots and one time for each, but {weights.Count} snapshots and {times.Count} times were given."
            );
        }

        for (var k = 0; k + 1 < times.Count; k++)
        {
            if (!(times[k] < times[k + 1]))
            {
                problems.Add($"times[{k + 1}] must be above times[{k}] = {times[k]:R}, but is {times[k + 1]:R}.");
            }
        }

        for (var k = 0; k < weights.Count; k++)
        {
            if (weights[k].Rows != weights[k].Columns || weights[k].Rows != weights[0].Rows)
            {
                problems.Add(
                    $"weights[{k}] must be a square matrix of the size of weights[0], but is {weights[k].Rows} x {weights[k].Columns}."
                );
            }
            else if (!weights[k].IsFinite())
            {
                problems.Add($"weights[{k}] has entries that are not finite numbers: the run diverged before this snapshot.");
            }
        }

        UserError.ThrowIfAny(problems);
    }

    private static TrainingEvent EquilibriumEvent(SpecialPoint point, BifurcationDiagram diagram)
    {
        // The nodes next to the point on its branches tell which way in time things exist and where they are stable.
        var beside = new List<BranchNode>();
        foreach (var branch in diagram.Branches)
        {
            for (var i = 0; i < branch.Nodes.Count; i++)
            {
                if (branch.Nodes[i].Parameter == point.Value && ReferenceEquals(branch.Nodes[i].State, point.State))
                {
                    beside.AddRange(new[] { i - 1, i + 1 }.Where(j => j >= 0 && j < branch.Nodes.Count).Select(j => branch.Nodes[j]));
                }
            }
        }

        var later = beside.Where(node => node.Parameter > point.Value).ToArray();
        var earlier = beside.Where(node => node.Parameter < point.Value).ToArray();
        var change = point.Kind switch
        {
            SpecialKind.SaddleNode => later.Length >= earlier.Length ? Pair(later, "appear") : Pair(earlier, "vanish"),
            SpecialKind.Hopf => (Unstable(later) > Unstable(earlier), point.FirstLyapunovCoefficient < 0) switch
            {
                (true, true) => "an equilibrium loses stability, a stable cycle appears",
                (true, false) => "an equilibrium loses stability, an unstable cycle vanishes",
                (false, true) => "an equilibrium gains stability, a stable cycle vanishes",
                _ => "an equilibrium gains stability, an unstable cycle appears",
            },
            SpecialKind.Pitchfork => later.Length >= earlier.Length ? "one equilibrium becomes three" : "three equilibria become one",
            SpecialKind.NonsmoothFold => later.Length >= earlier.Length ? Pair(later, "appear") : Pair(earlier, "vanish"),
            SpecialKind.BorderCollision => "an equilibrium passes a threshold and changes stability",
            SpecialKind.Transcritical => "two equilibria cross and exchange stability",
            _ => "a zero eigenvalue of a kind that was not resolved",
        };
        return new TrainingEvent(
            point.Value,
            point.KindName,
            change,
            point.State,
            point.Kind == SpecialKind.Hopf ? 2 * Math.PI / point.Omega : double.NaN
        );
    }

    private static string Pair(BranchNode[] nodes, string verb) =>
        nodes.Any(node => node.UnstableCount == 0) ? $"a stable equilibrium and a saddle {verb}" : $"two unstable equilibria {verb}";

    private static int Unstable(BranchNode[] nodes) => nodes.Length == 0 ? 0 : nodes[0].UnstableCount;

    private static List<LimitCycle> FollowCycles(
        FieldFamily at,
        double low,
        double high,
        List<LimitCycle> before,
        List<LimitCycle> after,
        IReadOnlyList<SpecialPoint> points,
        List<TrainingEvent> found,
        List<IReadOnlyList<CycleNode>> pieces,
        CancellationToken cancellation
    )
    {
        var end = new List<LimitCycle>();
        var lowEnds = new List<CycleNode>();
        void Reach(CycleNode node)
        {
            if (LimitCycles.Refine(at(high), node.Point, node.Period, cancellation) is { } cycle && !end.Any(c => Same(c, cycle)))
            {
                end.Add(cycle);
            }
        }

        foreach (var cycle in before)
        {
            var tracer = new CycleTracer(at, cycle.PointOnCycle.Length, low, high, points, 150, cancellation);
            var (nodes, last) = tracer.Trace(Orbit(cycle), cycle.Period, low, 1);
            Close(nodes, last, "vanishes");
        }

        foreach (var cycle in after.Where(c => !end.Any(known => Same(known, c))).ToArray())
        {
            if (end.Any(known => Same(known, cycle)))
            {
                continue;
            }

            end.Add(cycle);
            var tracer = new CycleTracer(at, cycle.PointOnCycle.Length, low, high, points, 150, cancellation);
            var (nodes, first) = tracer.Trace(Orbit(cycle), cycle.Period, high, -1);
            Close(nodes, first, "appears");
        }

        return end;

        void Close(List<CycleNode> nodes, CycleFamilyEnd last, string verb)
        {
            if (nodes.Count == 0)
            {
                return;
            }

            pieces.Add(nodes);
            for (var i = 1; i + 1 < nodes.Count; i++)
            {
                if ((nodes[i].Parameter - nodes[i - 1].Parameter) * (nodes[i + 1].Parameter - nodes[i].Parameter) < 0)
                {
                    var born = nodes[i].Parameter < nodes[i - 1].Parameter;
                    found.Add(
                        new TrainingEvent(
                            nodes[i].Parameter,
                            "fold-of-cycles",
                            born ? "two cycles appear" : "two cycles vanish",
                            nodes[i].Point,
                            nodes[i].Period
                        )
                    );
                }
            }

            if (last.Kind == CycleEndKind.RangeEnd)
            {
                if (Math.Abs(nodes[^1].Parameter - high) < 1e-9 * (high - low))
                {
                    Reach(nodes[^1]);
                }
                else
                {
                    lowEnds.Add(nodes[^1]);
                }

                return;
            }

            var stability = nodes[0].UnstableCount == 0 ? "stable" : "unstable";
            switch (last.Kind)
            {
                case CycleEndKind.Snic:
                    found.Add(
                        new TrainingEvent(last.Value, "snic", $"a {stability} cycle {verb}", nodes[^1].Point, double.PositiveInfinity)
                    );
                    break;
                case CycleEndKind.Homoclinic:
                    found.Add(
                        new TrainingEvent(last.Value, "homoclinic", $"a {stability} cycle {verb}", nodes[^1].Point, double.PositiveInfinity)
                    );
                    break;
                case CycleEndKind.Hopf:
                    break; // the Hopf point itself is already an event
                default:
                    found.Add(
                        new TrainingEvent(
                            last.Value,
                            "unresolved",
                            $"a {stability} cycle is lost at period {nodes[^1].Period:G6}",
                            nodes[^1].Point,
                            nodes[^1].Period
                        )
                    );
                    break;
            }
        }
    }

    private static List<LimitCycle> Search(IVectorField field, TrainingOptions options, CancellationToken cancellation)
    {
        var found = new List<LimitCycle>();
        foreach (var start in options.CycleStarts)
        {
            if (
                CycleSearch.Settle(field, start, options.Window, 4, cancellation: cancellation).Cycle is { } cycle
                && !found.Any(known => Same(known, cycle))
            )
            {
                found.Add(cycle);
            }
        }

        return found;
    }

    private static double[][] Orbit(LimitCycle cycle) =>
        [.. Enumerable.Range(0, cycle.Samples.Rows).Select(k => cycle.Samples.Row(k).ToArray())];

    private static bool Same(LimitCycle a, LimitCycle b) =>
        Math.Abs(a.Period - b.Period) < 1e-6 * a.Period
        && Linear.Distance(a.Mean, b.Mean) < 1e-6
        && a.Extrema.Zip(b.Extrema).All(z => Math.Abs(z.First.Max - z.Second.Max) < 1e-6);

    private static TrainingSnapshot Snapshot(double time, IVectorField field, List<double[]> known, List<LimitCycle> cycles)
    {
        var jacobian = new Matrix(field.Dimension, field.Dimension);
        var stable = known.Count(x =>
        {
            field.Jacobian(x, jacobian);
            return Linear.Eigenvalues(jacobian)[0].Real < 0;
        });
        return new TrainingSnapshot(time, [.. known], stable, [.. cycles.Select(c => c.Period)], cycles.Count(c => c.IsStable));
    }

    private static void Deduplicate(List<double[]> states)
    {
        for (var i = states.Count - 1; i > 0; i--)
        {
            if (states.Take(i).Any(other => Linear.Distance(other, states[i]) < 1e-7))
            {
                states.RemoveAt(i);
            }
        }
    }
}
