using System.Collections.Immutable;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;
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
            if (network is RateNetwork { Neuron: Logistic } reducible)
            {
                yield return new(
                    outcome,
                    PointOf(reducible, data.Study.Task, outcome.Entry.Values.Point),
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
                && data.Study.NetworkIn(o.Entry.Condition) is RateNetwork { Neuron: Logistic }
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
                    PointOf((RateNetwork)spec.Network, data.Study.Task, outcome.Entry.Values.Point),
                    Square(outcome.Result.Structure.Blocks),
                    [.. course]
                );
            });
    }

    // Not those that diverged, nor those in which an item has no neuron of its own.
    private static bool HasBlocks(NetworkOutcome outcome) =>
        outcome.Result.Structure.Blocks is { IsDefaultOrEmpty: false } blocks && blocks.All(double.IsFinite);

    private static AssemblyPoint PointOf(RateNetwork network, TaskSection task, OperatingPoint at)
    {
        var neuron = (Logistic)network.Neuron;
        var outside =
            Math.Max(0, ((double)network.Units / task.AssemblySize) - task.Items) * AssemblyField.RestingRate(neuron.Beta, neuron.Theta);
        return AssemblyPoints.Of(network, at, outside)!;
    }

    private static Matrix Square(ImmutableArray<double> values)
    {
        var p = (int)Math.Round(Math.Sqrt(values.Length));
        return new(p, p, [.. values]);
    }
}
