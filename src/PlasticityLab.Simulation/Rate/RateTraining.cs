using PlasticityLab.Models.LearningRules;
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
public sealed record TrainingResult(
    Matrix Weights,
    IReadOnlyList<(int Epoch, Matrix Weights)> Snapshots,
    double DivergedAt,
    double MeanActivity
)
{
    /// <summary>Whether training ended with finite weights.</summary>
    public bool Succeeded => double.IsNaN(DivergedAt);
}

/// <summary>Trains a rate network online: plasticity is on all the time, silence and recurrent input included.</summary>
public static class RateTraining
{
    /// <summary>Presents the sequence and lets the rule change the weights.</summary>
    /// <param name="network">The network.</param>
    /// <param name="learning">The rule and its constraints.</param>
    /// <param name="task">The sequence.</param>
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
        RateNetworkSpec network,
        LearningSpec learning,
        SequenceTask task,
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
        ArgumentNullException.ThrowIfNull(learning);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(random);
        var (n, dt) = (network.Units, network.TimeStep);
        var schedule = Presentation.Of(task, dt, random);
        var weights = PlasticWeights.Create(network, learning, initial, precision);
        var homeostasis = new RowConstraints(network, learning, reference ?? initial);
        var traces = new SignalTraces(learning.Rule.Traces, n, dt);
        var noise = new NoiseField(n, dt, network.NoiseTau, random.Open(StreamPurpose.TrainingNoise));
        var (rates, next, input, recurrent, adaptation) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        var change = new double[n];
        var snapshots = new List<(int, Matrix)>();
        if (snapshotEvery > 0)
        {
            snapshots.Add((0, initial.Copy()));
        }

        var epochSteps = Math.Max(1, (schedule.Length - (int)Math.Round(0.050 / dt)) / task.Epochs);
        var capSteps = Math.Max(1, (int)Math.Round(learning.CapEvery / dt));
        var (mean, step) = (0.0, 0);
        for (; step < schedule.Length; step++)
        {
            // The state at t: input, activity, traces. recurrent = W(t) r(t) was computed by the pass that made W(t).
            double total = 0;
            foreach (var rate in rates)
            {
                total += rate;
            }

            mean += total / n;
            noise.Step();
            var inhibition = network.TrainingInhibition * Math.Max(0, (total / network.AssemblySize) - network.InhibitionThreshold);
            var n0 = noise.Values;
            for (var i = 0; i < n; i++)
            {
                input[i] =
                    (learning.TrainingGain * (recurrent[i] - inhibition))
                    + (network.NoiseSd * n0[i])
                    - (network.Adaptation * adaptation[i]);
            }

            AddDrive(task, assemblies, schedule, step, epochSteps, dt, input);
            network.Neuron.Rates(input, change);
            for (var i = 0; i < n; i++)
            {
                change[i] -= rates[i];
                next[i] = rates[i] + (dt / network.Tau * change[i]);
                adaptation[i] += dt / network.AdaptationTau * (rates[i] - adaptation[i]);
            }

            weights.UpdateAndMultiply(dt, traces.Pre(rates, change), traces.Post(rates, change), next, recurrent);
            traces.Step(rates);
            (rates, next) = (next, rates);
            if ((step + 1) % capSteps == 0 && homeostasis.Enforce(weights, rates))
            {
                weights.Multiply(rates, recurrent);
            }

            if ((step + 1) % epochSteps == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!Array.TrueForAll(recurrent, double.IsFinite) || !Array.TrueForAll(rates, double.IsFinite))
                {
                    return new(weights.ToMatrix(), snapshots, (step + 1) * dt, mean / (step + 1));
                }

                var epoch = (step + 1) / epochSteps;
                if (snapshotEvery > 0 && epoch % snapshotEvery == 0 && epoch <= task.Epochs)
                {
                    snapshots.Add((epoch, weights.ToMatrix()));
                }
            }
        }

        var final = weights.ToMatrix();
        return new(final, snapshots, final.IsFinite() ? double.NaN : step * dt, mean / step);
    }

    private static void AddDrive(
        SequenceTask task,
        Assemblies assemblies,
        int[] schedule,
        int step,
        int epochSteps,
        double timeStep,
        double[] input
    )
    {
        if (task.Recording is { } recording)
        {
            // One epoch = silence + the recording stretched over the items' time.
            var inEpoch = step % epochSteps;
            var silence = (int)Math.Round(task.Silence / timeStep);
            var driven = epochSteps - silence;
            if (step / epochSteps < task.Epochs && inEpoch >= silence)
            {
                var frame = recording.Row((int)((long)(inEpoch - silence) * recording.Rows / driven));
                for (var i = 0; i < frame.Length; i++)
                {
                    input[i] += task.Drive * frame[i];
                }
            }

            return;
        }

        if (schedule[step] >= 0)
        {
            foreach (var unit in assemblies[schedule[step]])
            {
                input[unit] += task.Drive;
            }
        }
    }
}
