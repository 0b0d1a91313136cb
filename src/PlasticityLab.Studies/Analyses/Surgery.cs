using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Analysis.Dynamics.Surgery;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Analyses;

/// <summary>Removes one component of what an example network has learned and lets it recall again: an intervention on the learned weights,
/// everything else unchanged.</summary>
public sealed record Surgery : IStudyAnalysis
{
    private const double Replays = 0.5;

    /// <summary>How long the old course is followed on which the two fields are compared [τ].</summary>
    private const double FlowWindow = 30;

    /// <inheritdoc/>
    public AnalysisCard Card => new("surgery", "Surgery", "What a replay loses with one component of the learned weights.", "this project");

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        var data = study.Data;
        return study.StepsOf(
            this,
            data.Examples.Where(o =>
                data.Study is { Network: RateNetwork, Task: IOrderedTask }
                && o.Of(ReplayScore.Id) > Replays
                && o.Result.Example is { Weights.Length: > 0 }
            ),
            o => new RowSet().Add(Rows(o, o.Entry.Run(data.Study, o.Seed))),
            cancellation
        );
    }

    private static List<SurgeryRow> Rows(NetworkOutcome outcome, RunSpec spec)
    {
        var drawn = Trained.Untrained(spec);
        var (n, order) = (drawn.Network.Items.Units, ((IOrderedTask)drawn.Task).Order);
        var weights = new Matrix(n, n, [.. outcome.Result.Example!.Weights.Select(w => (double)w)]);
        var learned = Matrix.Combine(1, weights, -1, drawn.Network.InitialWeights);
        var before = Runs.Run.Read(drawn, weights, spec)[0].Result;
        var size = learned.FrobeniusNorm();
        var rows = new List<SurgeryRow>();
        var blocks = Abscissa(weights, drawn.Network);
        var flowChange = FlowChange(outcome, spec, weights, drawn.Network.Items[order[0]]);
        foreach (var (name, component) in Components(learned, drawn.Network.Items, [.. order.Distinct()]))
        {
            var operated = WeightSurgery.Rescale(weights, component, 0);
            var after = Runs.Run.Read(drawn, operated, spec)[0].Result;
            var part = component.FrobeniusNorm();
            rows.Add(
                new(
                    outcome.Entry.Condition,
                    outcome.Entry.Name,
                    outcome.Seed,
                    name,
                    size > 0 ? part * part / (size * size) : 0,
                    before[ReplayScore.Id],
                    after[ReplayScore.Id],
                    before[ReplayDirection.Id],
                    after[ReplayDirection.Id],
                    before[ReplaySpeed.Id],
                    after[ReplaySpeed.Id],
                    blocks,
                    Abscissa(operated, drawn.Network),
                    flowChange(operated)
                )
            );
        }

        return rows;
    }

    private static double Abscissa(Matrix weights, INetwork network) =>
        BlockStructure.Of(weights, network.Items, network.Unit).Blocks is var blocks && blocks.IsFinite()
            ? Eigen.Values(blocks)[0].Real
            : double.NaN;

    // How far removing a component changes the flow along the course of the whole network; NaN where there is no field for its neurons.
    private static Func<Matrix, double> FlowChange(NetworkOutcome outcome, RunSpec spec, Matrix weights, ReadOnlySpan<int> active)
    {
        if (AssemblyPoints.Of(spec.Network, outcome.Entry.Values.Point, 0) is not { } at)
        {
            return _ => double.NaN;
        }

        AssemblyField Field(Matrix w) => new(w, at, spec.Task.AssemblySize);
        var whole = Field(weights);
        var start = new double[whole.Dimension];
        foreach (var i in active)
        {
            start[i] = 1;
        }

        var course = WeightSurgery.Course(whole, start, FlowWindow);
        return operated => WeightSurgery.FlowChange(whole, Field(operated), course);
    }

    /// <summary>Components of a learned change: bands by lag, modes that stick out of the bulk, and, of the block means, the antisymmetric
    /// and the two Schur parts.</summary>
    internal static IEnumerable<(string Name, Matrix Component)> Components(Matrix learned, Assemblies assemblies, int[] order)
    {
        int[][] members = [.. order.Select(item => assemblies[item].ToArray())];
        var means = Means(learned, members);
        yield return ("antisymmetric", Spread(WeightComponents.Antisymmetric(means), members, learned.Rows));
        foreach (var (name, lag) in new[] { ("lag +1", 1), ("lag -1", -1), ("lag 0", 0) })
        {
            yield return (name, WeightComponents.LagBand(learned, members, lag, cyclic: false));
        }

        yield return ("feedforward Schur", Spread(WeightComponents.SchurFeedforward(means), members, learned.Rows));
        yield return ("recurrent Schur", Spread(WeightComponents.SchurRecurrent(means), members, learned.Rows));
        yield return ("outlier modes", WeightComponents.OutlierModes(learned, 1.1 * WeightComponents.BulkRadius(learned), out _));
    }

    private static Matrix Means(Matrix learned, int[][] members) =>
        Matrix.From(
            members.Length,
            members.Length,
            (k, l) => members[k].SelectMany(i => members[l].Where(j => j != i).Select(j => learned[i, j])).DefaultIfEmpty(0).Average()
        );

    // The same for every synapse of a block that exists; self-connections do not exist. Blocks of overlapping assemblies: the last one
    // counts.
    private static Matrix Spread(Matrix blocks, int[][] members, int units)
    {
        var result = new Matrix(units, units);
        for (var k = 0; k < members.Length; k++)
        {
            for (var l = 0; l < members.Length; l++)
            {
                foreach (var i in members[k])
                {
                    foreach (var j in members[l])
                    {
                        result[i, j] = i == j ? 0 : blocks[k, l];
                    }
                }
            }
        }

        return result;
    }
}
