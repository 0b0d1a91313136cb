using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Trials on spikes: assemblies are driven while excitatory synapses learn; then probes are played with the weights fixed.</summary>
/// <remarks>
/// A weight is the jump of the synaptic current at a spike, times n_A. White noise is scaled so that the free membrane has standard
/// deviation σ. Spikes travel for one step.
/// Excitation is on W ≥ 0: a rule whose window is negative somewhere is clipped there.
/// </remarks>
/// <param name="circuit">The network.</param>
/// <param name="assemblies">Which excitatory neurons stand for which item.</param>
/// <param name="random">Streams of the replicate.</param>
/// <param name="precision">Precision of state and weights.</param>
public sealed class SpikingSequence(SpikingNetwork circuit, Assemblies assemblies, RandomStreams random, SpikingPrecision precision)
{
    private readonly SpikeOverlaps _overlaps = new(circuit, assemblies);

    /// <summary>Time between two samples of an overlap [s].</summary>
    public static double SampleTime => SpikeOverlaps.SampleTime;

    /// <summary>The random weights before learning, W[post, pre].</summary>
    public Matrix InitialWeights() => SpikingLearner.Draw(circuit, random);

    /// <summary>Trains a network online: plasticity is on all the time, silence included.</summary>
    /// <param name="initial">Weights to start from, W[post, pre].</param>
    /// <param name="learning">Rule and constraints.</param>
    /// <param name="trials">What is heard, in turn; an epoch is a trial that drives something.</param>
    /// <param name="snapshotEvery">Keep the weights every so many epochs; 0: never.</param>
    /// <param name="keepSpikes">Keep the spikes of the first and the last epoch.</param>
    /// <param name="cancellation">Looked at while running.</param>
    public SpikingTraining Train(
        Matrix initial,
        SpikingLearning learning,
        IReadOnlyList<Trial> trials,
        int snapshotEvery = 0,
        bool keepSpikes = false,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(learning);
        ArgumentNullException.ThrowIfNull(trials);
        var player = new SpikingPlayer(
            circuit,
            assemblies,
            initial,
            circuit.TrainingInhibition,
            learning.TrainingGain,
            random.Seed,
            precision,
            learning,
            keepSpikes
        );
        var (simulation, e, i) = (player.Simulation, player.Excitatory, player.Inhibitory);
        var (rates, snapshots, episodes) = (new List<EpochRates>(), new List<(int, Matrix)>(), new List<SpikeEpisode>());
        if (snapshotEvery > 0)
        {
            snapshots.Add((0, initial.Copy()));
        }

        var (epoch, epochs) = (0, trials.Count(trial => !trial.IsSilent));
        foreach (var trial in trials)
        {
            var start = player.Time;
            player.Begin(trial);
            player.Advance(cancellation: cancellation);
            if (trial.IsSilent)
            {
                continue;
            }

            epoch++;
            var seconds = player.Time - start;
            rates.Add(new(epoch, simulation.SpikeCount(e) / seconds / e.Count, simulation.SpikeCount(i) / seconds / i.Count));
            if (keepSpikes && (epoch == 1 || epoch == epochs))
            {
                episodes.Add(
                    new(
                        epoch == 1 ? "training_first" : "training_last",
                        seconds,
                        From(simulation.Spikes(e), start),
                        From(simulation.Spikes(i), start)
                    )
                );
            }

            simulation.ClearSpikes();
            if (snapshotEvery > 0 && epoch % snapshotEvery == 0 && epoch < epochs)
            {
                snapshots.Add((epoch, player.Weights()));
            }
        }

        var final = player.Weights();
        if (snapshotEvery > 0)
        {
            snapshots.Add((epochs, final)); // the silence after the last item included
        }

        return new(final, player.Outcome, rates, snapshots, episodes);
    }

    /// <summary>Plays probes, one after another from rest, and lets the network run free in the last segment of each.</summary>
    /// <param name="weights">W[post, pre].</param>
    /// <param name="inhibition">w_IE.</param>
    /// <param name="gain">γ, factor on recurrent excitation.</param>
    /// <param name="probes">What is asked; each recall has noise of its own, the same at every operating point.</param>
    /// <param name="cancellation">Looked at while running.</param>
    public IReadOnlyList<SpikingRecall> Recall(
        Matrix weights,
        double inhibition,
        double gain,
        IReadOnlyList<Probe> probes,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(probes);
        var recalls = new List<SpikingRecall>(probes.Count);
        foreach (var probe in probes)
        {
            // Noise is named by the probe, so that it is answered alike alone and among others.
            var seed = random.Open(StreamPurpose.RecallNoise, probe.Noise).NextUInt64();
            var player = new SpikingPlayer(circuit, assemblies, weights, inhibition, gain, seed, precision, record: true);
            var (simulation, e, i) = (player.Simulation, player.Excitatory, player.Inhibitory);
            var segments = probe.Trial.Segments;
            var observed = Before(probe);
            player.Begin(probe.Trial);
            player.AdvanceTo(observed, cancellation);
            simulation.ClearSpikes();
            var start = player.Time;
            player.AdvanceTo(segments.Length - 1, cancellation);
            var (before, beforeI) = (simulation.SpikeCount(e), simulation.SpikeCount(i));
            player.Advance(cancellation: cancellation);
            var (outcome, freeRun) = (player.LastOutcome, segments[^1].Duration);
            var duration = segments.Skip(observed).Sum(segment => segment.Duration);
            var spikes = new SpikeEpisode("replay", duration, From(simulation.Spikes(e), start), From(simulation.Spikes(i), start));
            recalls.Add(
                new(
                    Overlaps(spikes.Excitatory, duration),
                    (simulation.SpikeCount(e) - before) / freeRun / e.Count,
                    (simulation.SpikeCount(i) - beforeI) / freeRun / i.Count,
                    outcome with
                    {
                        At = outcome.At - start,
                    },
                    spikes
                )
            );
        }

        return recalls;
    }

    // How many segments are over when observation begins.
    private int Before(Probe probe)
    {
        var (count, end) = (0, 0.0);
        foreach (var segment in probe.Trial.Segments)
        {
            end += segment.Duration;
            if (end > probe.From + (circuit.TimeStep / 2))
            {
                break;
            }

            count++;
        }

        return count;
    }

    /// <summary>m_k(t), one sample a millisecond (<see cref="SpikeOverlaps"/>).</summary>
    /// <param name="spikes">Spikes counted from the beginning.</param>
    /// <param name="duration">Length [s].</param>
    public Matrix Overlaps(SpikeTrains spikes, double duration) => _overlaps.Of(spikes, duration);

    private static SpikeTrains From(SpikeTrains spikes, double start) => new([.. spikes.Times.Select(t => t - start)], spikes.Neurons);
}
