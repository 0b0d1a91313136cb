using System.Collections.Immutable;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab;

/// <summary>A network that has learned: its weights, what it replays, how it measures.</summary>
public sealed class LearnedNetwork
{
    private readonly Trained _trained;

    internal LearnedNetwork(Trained trained, RunResult result) => (_trained, Result) = (trained, result);

    /// <summary>All that was measured.</summary>
    public RunResult Result { get; }

    /// <summary>How it ended.</summary>
    public RunStatus Status => Result.Status;

    /// <summary>The network itself, with what it has learned: it can be asked more, and learn on.</summary>
    public INetwork Network => _trained.Network;

    /// <summary>W[post, pre] after learning, a copy.</summary>
    public Matrix Weights => _trained.Learned.Copy();

    /// <summary>W[post, pre] before learning and after each epoch.</summary>
    public IReadOnlyList<(int Epoch, Matrix Weights)> Course => _trained.Snapshots;

    /// <summary>Items in the order in which they are visited after a cue at the first one, from 0; with the noise of the first
    /// recall.</summary>
    public ImmutableArray<int> Replay => Result.Replay?.Courses[0].Visits ?? [];

    /// <summary>A measure of the catalogue by its id, such as S, D or flow; what it counts on a network that failed is the measure's to
    /// say.</summary>
    /// <exception cref="UserError">There is no such measure.</exception>
    public double Measure(string id) => Result.Of(((MeasureCard)Catalog.Of<IMeasure>().CardOf(id)).Id);

    /// <summary>Equilibria of the network reduced to its assemblies, certified where they can be, at its operating point.</summary>
    /// <exception cref="UserError">The network cannot be reduced: it diverged, has other neurons than logistic ones, or an item without
    /// neurons of its own.</exception>
    public EquilibriumReport Equilibria()
    {
        var spec = _trained.Run;
        if (spec.Network is not RateNetwork { Neuron: Logistic neuron } network)
        {
            throw new UserError("Equilibria are those of a network of rates with logistic neurons, reduced to its assemblies.");
        }

        double[] blocks = [.. Result.Structure.Blocks];
        if (blocks.Length == 0 || !Array.TrueForAll(blocks, double.IsFinite))
        {
            throw new UserError(
                $"The network has no assemblies to reduce it to: it is {Names.Snake(Status.ToString())}, or an item has no neuron of its own."
            );
        }

        var items = (int)Math.Round(Math.Sqrt(blocks.Length));
        var outside =
            Math.Max(0, ((double)network.Units / spec.Task.AssemblySize) - items) * AssemblyField.RestingRate(neuron.Beta, neuron.Theta);
        var field = new AssemblyField(new Matrix(items, items, blocks), AssemblyPoints.Of(network, spec.Readouts[0], outside)!);
        return EquilibriumFinder.Find(field, field.Box, new EquilibriumOptions { MinimumStarts = 150, MaximumStarts = 600 });
    }
}
