using System.Collections.Immutable;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Dynamics;

/// <summary>An example network of a study reduced to its assemblies.</summary>
internal sealed record ReducedExample(NetworkOutcome Outcome, AssemblyPoint Point, Matrix Blocks, ImmutableArray<Matrix> Course)
{
    /// <summary>The examples that can be reduced: trained, and with logistic neurons.</summary>
    public static IEnumerable<ReducedExample> Of(StudyData data)
    {
        foreach (var outcome in data.Examples.Where(HasBlocks))
        {
            var network = data.Study.NetworkIn(outcome.Entry.Condition);
            if (IsReducible(network))
            {
                yield return new(
                    outcome,
                    PointOf(network, data.Study.Task, outcome.Entry.Values.Point),
                    Square(outcome.Result.Structure.Blocks),
                    [.. (outcome.Result.Example?.BlocksByEpoch ?? []).Select(Square)]
                );
            }
        }
    }

    /// <summary>The rules' networks of the seeds after the first, trained again with their weights kept at every epoch: learning is a pure
    /// function of the run.</summary>
    public static IEnumerable<ReducedExample> Replicates(StudyData data, int seeds)
    {
        var first = data.Study.Seeds.All().FirstOrDefault();
        var chosen = data.Study.Seeds.All().Skip(1).Take(seeds).ToHashSet();
        return data
            .Outcomes.Where(o =>
                chosen.Contains(o.Seed)
                && o.Seed != first
                && !o.Entry.IsControl
                && HasBlocks(o)
                && IsReducible(data.Study.NetworkIn(o.Entry.Condition))
            )
            .ToArray()
            .AsParallel()
            .AsOrdered()
            .Select(outcome =>
            {
                var spec = outcome.Entry.Run(data.Study, outcome.Seed);
                var trained = Trained.Of(spec, keepCourse: true);
                var course = trained.Snapshots.Select(s =>
                    BlockStructure.Of(s.Weights, trained.Network.Items, trained.Network.Unit).Blocks
                );
                return new ReducedExample(
                    outcome,
                    PointOf(spec.Network, data.Study.Task, outcome.Entry.Values.Point),
                    Square(outcome.Result.Structure.Blocks),
                    [.. course]
                );
            });
    }

    // Not those that diverged, nor those in which an item has no neuron of its own.
    private static bool HasBlocks(NetworkOutcome outcome) =>
        outcome.Result.Structure.Blocks is { IsDefaultOrEmpty: false } blocks && blocks.All(double.IsFinite);

    private static bool IsReducible(NetworkSection network) => network.Spiking is null && Names.Same(network.Neuron, "logistic");

    private static AssemblyPoint PointOf(NetworkSection network, TaskSection task, OperatingPoint at)
    {
        double Value(string name, double otherwise) => network.NeuronParameters.GetValueOrDefault(name, otherwise);
        var (beta, theta) = (Value("beta", 10), Value("theta", 0.5));
        var outside = Math.Max(0, ((double)network.Units / task.AssemblySize) - task.Items) * AssemblyField.RestingRate(beta, theta);
        return new(at.Gain, at.Inhibition, network.InhibitionThreshold, outside, beta, theta, network.Adaptation, network.AdaptationPace);
    }

    private static Matrix Square(ImmutableArray<double> values)
    {
        var p = (int)Math.Round(Math.Sqrt(values.Length));
        return new(p, p, [.. values]);
    }
}
