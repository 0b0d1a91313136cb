using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Analysis.Dynamics.Surgery;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Dynamics;

/// <summary>Removes one component of what an example network has learned and lets it recall again: an intervention on the learned weights,
/// everything else unchanged.</summary>
internal static class SurgeryTable
{
    private const double Replays = 0.5;

    /// <summary>How long the old course is followed on which the two fields are compared [τ].</summary>
    private const double FlowWindow = 30;

    /// <summary>Scores before and after, for each example that replays.</summary>
    public static IReadOnlyList<SurgeryRow> Of(StudyData data)
    {
        var replaying = data
            .Examples.Where(o =>
                data.Study.Network.Spiking is null && o.Readout is { S: > Replays } && o.Result.Example is { Weights.Length: > 0 }
            )
            .ToArray();
        return [.. replaying.AsParallel().AsOrdered().Select(o => Rows(o, o.Entry.Run(data.Study, o.Seed))).ToArray().SelectMany(r => r)];
    }

    private static List<SurgeryRow> Rows(NetworkOutcome outcome, RunSpec spec)
    {
        var drawn = Trained.Untrained(spec);
        var n = drawn.Network.Items.Units;
        var weights = new Matrix(n, n, [.. outcome.Result.Example!.Weights.Select(w => (double)w)]);
        var learned = Matrix.Combine(1, weights, -1, drawn.Network.InitialWeights);
        var before = Run.Read(drawn, weights, spec)[0].Readout;
        var size = learned.FrobeniusNorm();
        var rows = new List<SurgeryRow>();
        var (blocks, field) = (Abscissa(weights, drawn.Network), Field(outcome, spec));
        var first = drawn.Task.FullOrder[0];
        var whole = field(weights);
        var start = new double[whole.Dimension];
        foreach (var i in drawn.Network.Items[first])
        {
            start[i] = 1;
        }

        var course = WeightSurgery.Course(whole, start, FlowWindow);
        foreach (var (name, component) in Components(learned, drawn.Network.Items, [.. drawn.Task.FullOrder.Distinct()]))
        {
            var operated = WeightSurgery.Rescale(weights, component, 0);
            var after = Run.Read(drawn, operated, spec)[0].Readout;
            var part = component.FrobeniusNorm();
            rows.Add(
                new(
                    outcome.Entry.Condition,
                    outcome.Entry.Name,
                    outcome.Seed,
                    name,
                    size > 0 ? part * part / (size * size) : 0,
                    before.S,
                    after.S,
                    before.D,
                    after.D,
                    before.Speed,
                    after.Speed,
                    blocks,
                    Abscissa(operated, drawn.Network),
                    WeightSurgery.FlowChange(whole, field(operated), course)
                )
            );
        }

        return rows;
    }

    private static double Abscissa(Matrix weights, INetwork network) =>
        BlockStructure.Of(weights, network.Items, network.Unit).Blocks is var blocks && blocks.IsFinite()
            ? Eigen.Values(blocks)[0].Real
            : double.NaN;

    private static Func<Matrix, IVectorField> Field(NetworkOutcome outcome, RunSpec spec)
    {
        var point = outcome.Entry.Values.Point;
        double Value(string name, double otherwise) => spec.Network.NeuronParameters.GetValueOrDefault(name, otherwise);
        var at = new AssemblyPoint(
            point.Gain,
            point.Inhibition,
            spec.Network.InhibitionThreshold,
            0,
            Value("beta", 10),
            Value("theta", 0.5),
            spec.Network.Adaptation,
            spec.Network.AdaptationPace
        );
        return weights => new AssemblyField(weights, at, spec.Task.AssemblySize);
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
