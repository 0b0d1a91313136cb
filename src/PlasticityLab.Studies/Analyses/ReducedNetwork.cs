using System.Collections.Immutable;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Analyses;

/// <summary>A network of a study reduced to its assemblies.</summary>
internal sealed record ReducedNetwork(NetworkOutcome Outcome, AssemblyPoint Point, Matrix Blocks, ImmutableArray<Matrix> Course)
{
    /// <summary>Whether a network can be reduced: trained, with logistic neurons, and with items that have neurons of their own.</summary>
    public static bool IsPossible(StudyData data, NetworkOutcome outcome) =>
        HasBlocks(outcome) && data.Study.NetworkIn(outcome.Entry.Condition) is RateNetwork { Neuron: Logistic };

    /// <summary>An example whose course was kept.</summary>
    public static ReducedNetwork Of(StudyData data, NetworkOutcome outcome) =>
        new(
            outcome,
            PointOf((RateNetwork)data.Study.NetworkIn(outcome.Entry.Condition), data.Study.Task, outcome.Entry.Values.Point),
            Square(outcome.Result.Structure.Blocks),
            [.. (outcome.Result.Example?.BlocksByEpoch ?? []).Select(Square)]
        );

    // Not those that diverged, nor those in which an item has no neuron of its own.
    private static bool HasBlocks(NetworkOutcome outcome) =>
        outcome.Result.Structure.Blocks is { IsDefaultOrEmpty: false } blocks && blocks.All(double.IsFinite);

    private static AssemblyPoint PointOf(RateNetwork network, ITask task, OperatingPoint at)
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
