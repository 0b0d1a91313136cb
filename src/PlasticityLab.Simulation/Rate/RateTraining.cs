using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Simulation.Rate;

/// <summary>What training left behind.</summary>
/// <param name="Weights">W[post, pre] after training.</param>
/// <param name="Snapshots">Weights at the ends of the wanted epochs, in order; the initial weights first when any were wanted.</param>
/// <param name="DivergedAt">Time at which a weight or an activity was no longer a finite number [s]; NaN when all went well.</param>
/// <param name="MeanActivity">Mean activity over neurons and time [1].</param>
/// <param name="StepFactor">The largest step of learning, <see cref="LearningStep.Factor"/> at the largest activity that there was
/// [1].</param>
public sealed record TrainingResult(
    Matrix Weights,
    IReadOnlyList<(int Epoch, Matrix Weights)> Snapshots,
    double DivergedAt,
    double MeanActivity,
    double StepFactor = 0
)
{
    /// <summary>Whether training met steps of learning that forward Euler cannot follow: what it left is the step's and not the
    /// rule's.</summary>
    public bool IsUnstable => StepFactor >= LearningStep.Limit;

    /// <summary>Whether training ended with finite weights.</summary>
    public bool Succeeded => double.IsNaN(DivergedAt);
}

/// <summary>Trains a rate network on trials, to the end; <see cref="RateSimulation"/> does the steps.</summary>
public static class RateTraining
{
    /// <summary>Plays the trials and lets the rule change the weights.</summary>
    /// <param name="network">The network.</param>
    /// <param name="learning">The rule and its constraints.</param>
    /// <param name="trials">What is heard, in turn; an epoch is a trial that drives something.</param>
    /// <param name="assemblies">Which neurons stand for which item.</param>
    /// <param name="initial">Initial weights, W[post, pre]; an exact 0 off the diagonal is an absent synapse when the network is
    /// sparse.</param>
    /// <param name="random">Streams of the replicate.</param>
    /// <param name="precision">Precision of the weights.</param>
    /// <param name="snapshotEvery">Keep the weights every so many epochs; 0: never.</param>
    /// <param name="reference">Weights that the cap and the normalisation are relative to; <paramref name="initial"/> when left out. A
    /// network that goes on learning keeps those it began with.</param>
    /// <param name="cancellation">Looked at once an epoch.</param>
    public static TrainingResult Run(
        RateNetwork network,
        LearningSpec learning,
        IEnumerable<Trial> trials,
        Assemblies assemblies,
        Matrix initial,
        RandomStreams random,
        Precision precision = Precision.Double,
        int snapshotEvery = 0,
        Matrix? reference = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(trials);
        var simulation = new RateSimulation(network, learning, assemblies, initial, random, precision, reference);
        var (snapshots, epoch) = (new List<(int, Matrix)>(), 0);
        if (snapshotEvery > 0)
        {
            snapshots.Add((0, initial.Copy()));
        }

        foreach (var trial in trials)
        {
            simulation.Begin(trial);
            simulation.Advance();
            cancellation.ThrowIfCancellationRequested();
            if (trial.IsSilent)
            {
                continue;
            }

            epoch++;
            if (!simulation.IsFinite)
            {
                return new(simulation.Weights(), snapshots, simulation.Time, simulation.MeanActivity, simulation.StepFactor);
            }

            if (snapshotEvery > 0 && epoch % snapshotEvery == 0)
            {
                snapshots.Add((epoch, simulation.Weights()));
            }
        }

        var final = simulation.Weights();
        return new(final, snapshots, final.IsFinite() ? double.NaN : simulation.Time, simulation.MeanActivity, simulation.StepFactor);
    }
}
