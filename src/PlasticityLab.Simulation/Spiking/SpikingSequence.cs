using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>The sequence task on spikes: assemblies are driven in order while excitatory synapses learn; then one is cued and the network
/// runs free with its weights fixed.</summary>
/// <remarks>
/// A weight is the jump of the synaptic current at a spike, times n_A. White noise is scaled so that the free membrane has standard
/// deviation σ. Spikes travel for one step.
/// Excitation is on W ≥ 0: a rule whose window is negative somewhere is clipped there.
/// </remarks>
/// <param name="circuit">The network.</param>
/// <param name="task">The sequence.</param>
/// <param name="assemblies">Which excitatory neurons stand for which item.</param>
/// <param name="random">Streams of the replicate.</param>
/// <param name="precision">Precision of state and weights.</param>
public sealed class SpikingSequence(
    SpikingCircuit circuit,
    SequenceTask task,
    Assemblies assemblies,
    RandomStreams random,
    SpikingPrecision precision
)
{
    private const double Sample = 0.001;
    private const ulong RecallSeed = 0x9E3779B97F4A7C15ul; // other noise than in training
    private readonly int[][] _itemsOf = ItemsOf(assemblies);
    private readonly double[] _kernel = Kernel(circuit);

    /// <summary>Time between two samples of an overlap [s].</summary>
    public static double SampleTime => Sample;

    /// <summary>The random weights before learning, W[post, pre].</summary>
    public Matrix InitialWeights()
    {
        var stream = random.Open(StreamPurpose.InitialWeights);
        var most = circuit.InitialWeight * circuit.AssemblySize / circuit.Excitatory;
        return Matrix.From(circuit.Excitatory, circuit.Excitatory, (i, j) => stream.NextDouble() * most * (i == j ? 0 : 1));
    }

    /// <summary>Trains a network online: plasticity is on all the time, silence included.</summary>
    /// <param name="initial">Weights to start from, W[post, pre].</param>
    /// <param name="learning">Rule and constraints.</param>
    /// <param name="snapshotEvery">Keep the weights every so many epochs; 0: never.</param>
    /// <param name="keepSpikes">Keep the spikes of the first and the last epoch.</param>
    /// <param name="cancellation">Looked at while running.</param>
    public SpikingTraining Train(
        Matrix initial,
        SpikingLearning learning,
        int snapshotEvery = 0,
        bool keepSpikes = false,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(learning);
        var (simulation, e, i, recurrent) = Build(
            initial,
            circuit.TrainingInhibition,
            random.Seed,
            new(learning.Rule, 0, learning.WeightMax, MayDefer: false),
            keepSpikes
        );
        simulation.SetGain(recurrent, learning.TrainingGain / circuit.AssemblySize);
        if (learning.RowSum > 0)
        {
            simulation.Every(0.050, s => s.LimitIncoming(recurrent, learning.RowSum * circuit.AssemblySize));
        }

        var schedule = Presentation.Of(task, circuit.TimeStep, random);
        var epochSteps = Math.Max(1, (schedule.Length - (int)Math.Round(0.050 / circuit.TimeStep)) / task.Epochs);
        var (rates, snapshots, episodes) = (new List<EpochRates>(), new List<(int, Matrix)>(), new List<SpikeEpisode>());
        if (snapshotEvery > 0)
        {
            snapshots.Add((0, initial.Copy()));
        }

        var outcome = new SpikingOutcome(SpikingOutcomeKind.Active, 0, "Active.");
        for (var epoch = 0; epoch < task.Epochs; epoch++)
        {
            var start = simulation.Time;
            outcome = Worse(
                outcome,
                Drive(simulation, e, schedule, epoch * epochSteps, (epoch + 1) * epochSteps, epochSteps, cancellation)
            );
            var seconds = simulation.Time - start;
            rates.Add(new(epoch + 1, simulation.SpikeCount(e) / seconds / e.Count, simulation.SpikeCount(i) / seconds / i.Count));
            if (keepSpikes && (epoch == 0 || epoch == task.Epochs - 1))
            {
                episodes.Add(
                    new(
                        epoch == 0 ? "training_first" : "training_last",
                        seconds,
                        From(simulation.Spikes(e), start),
                        From(simulation.Spikes(i), start)
                    )
                );
            }

            simulation.ClearSpikes();
            if (snapshotEvery > 0 && (epoch + 1) % snapshotEvery == 0 && epoch < task.Epochs - 1)
            {
                snapshots.Add((epoch + 1, simulation.Weights(recurrent)));
            }
        }

        outcome = Worse(outcome, Drive(simulation, e, schedule, task.Epochs * epochSteps, schedule.Length, epochSteps, cancellation));
        var final = simulation.Weights(recurrent);
        if (snapshotEvery > 0)
        {
            snapshots.Add((task.Epochs, final)); // the silence after the last item included
        }

        return new(final, outcome, rates, snapshots, episodes);
    }

    /// <summary>Cues items, one after another from rest, and lets the network run free.</summary>
    /// <param name="weights">W[post, pre].</param>
    /// <param name="inhibition">w_IE.</param>
    /// <param name="gain">γ, factor on recurrent excitation.</param>
    /// <param name="cues">The item cued in each recall and how long it runs free after the cue [s]; each recall has noise of its own, the
    /// same at every operating point.</param>
    /// <param name="cancellation">Looked at while running.</param>
    public IReadOnlyList<SpikingRecall> Recall(
        Matrix weights,
        double inhibition,
        double gain,
        IReadOnlyList<(int Item, double FreeRun)> cues,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(cues);
        var (simulation, e, i, recurrent) = Build(weights, inhibition, random.Seed ^ RecallSeed, null, true);
        simulation.SetGain(recurrent, gain / circuit.AssemblySize);
        var recalls = new List<SpikingRecall>(cues.Count);
        foreach (var (item, freeRun) in cues)
        {
            simulation.Rest(e);
            simulation.Rest(i);
            Present(simulation, e, -1);
            simulation.Run(task.Settling, cancellation: cancellation);
            simulation.ClearSpikes();
            var start = simulation.Time;
            Present(simulation, e, item);
            simulation.Run(task.CueDuration, cancellation: cancellation);
            var (before, beforeI) = (simulation.SpikeCount(e), simulation.SpikeCount(i));
            Present(simulation, e, -1);
            var outcome = simulation.Run(freeRun, cancellation: cancellation);
            var duration = task.CueDuration + freeRun;
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

    /// <summary>m_k(t) = Σ_i (ξ_i^k − f) r_i / (n_A (1 − f)) with rates smoothed by a Gaussian and divided by the rate of full activity;
    /// one sample a millisecond.</summary>
    /// <param name="spikes">Spikes counted from the beginning.</param>
    /// <param name="duration">Length [s].</param>
    public Matrix Overlaps(SpikeTrains spikes, double duration)
    {
        ArgumentNullException.ThrowIfNull(spikes);
        var samples = (int)Math.Round(duration / Sample);
        var perSample = Sample / circuit.TimeStep;
        var reach = _kernel.Length - 1; // in steps
        var counts = new Matrix(samples, assemblies.Count);
        var total = new double[samples];
        for (var k = 0; k < spikes.Times.Length; k++)
        {
            var step = (int)Math.Round(spikes.Times[k] / circuit.TimeStep);
            var items = _itemsOf[spikes.Neurons[k]];
            for (var t = Math.Max(0, (int)Math.Ceiling((step - reach) / perSample)); t < samples; t++)
            {
                var offset = (int)Math.Abs(Math.Round(t * perSample) - step);
                if (offset > reach)
                {
                    break;
                }

                total[t] += _kernel[offset];
                foreach (var item in items)
                {
                    counts[t, item] += _kernel[offset];
                }
            }
        }

        var f = circuit.AssemblySize / (double)circuit.Excitatory;
        return Matrix.From(samples, assemblies.Count, (t, k) => (counts[t, k] - (f * total[t])) / (circuit.AssemblySize * (1 - f)));
    }

    private (SpikingSimulation Simulation, Population E, Population I, Projection Recurrent) Build(
        Matrix weights,
        double inhibition,
        ulong seed,
        Plasticity? plasticity,
        bool record
    )
    {
        var (n, dt) = (circuit.Excitatory, circuit.TimeStep);
        var network = new SpikingNetwork(dt, seed);
        var e = network.Add("E", n, circuit.ExcitatoryNeuron);
        var i = network.Add("I", circuit.Inhibitory, circuit.InhibitoryNeuron);
        // v gains (dt/τ) x in a step; x = σ √(2τ/dt) ξ makes the stationary standard deviation σ.
        e.NoisePerStep = circuit.NoiseSd * Math.Sqrt(2 * circuit.TauMembrane / dt);
        i.NoisePerStep = circuit.NoiseSd * Math.Sqrt(2 * circuit.TauMembraneInhibitory / dt);
        e.Record = i.Record = record;
        var next = 0; // weights are drawn by sender
        var recurrent = network.Connect(e, e, Wiring.AllToAll, 0, dt, plasticity: plasticity, draw: _ => weights[next % n, next++ / n]);
        network.Connect(e, i, Wiring.Pool, circuit.ToInhibitory / circuit.AssemblySize, dt);
        network.Connect(i, e, Wiring.Pool, inhibition / circuit.Inhibitory, dt, Receptor.Inhibitory);
        network.Connect(i, i, Wiring.Pool, circuit.AmongInhibitory / circuit.Inhibitory, dt, Receptor.Inhibitory);
        var simulation = network.Build(precision: precision);
        simulation.SetInput(i, _ => circuit.BiasInhibitory);
        return (simulation, e, i, recurrent);
    }

    // Runs a part of the schedule, one call for each stretch of constant input.
    private SpikingOutcome Drive(
        SpikingSimulation simulation,
        Population e,
        int[] schedule,
        int from,
        int to,
        int epochSteps,
        CancellationToken cancellation
    )
    {
        var outcome = new SpikingOutcome(SpikingOutcomeKind.Active, 0, "Active.");
        for (var step = from; step < to; )
        {
            var end = step + 1;
            if (Frame(step, epochSteps) is { } frame)
            {
                while (end < to && Frame(end, epochSteps) == frame)
                {
                    end++;
                }

                var recording = task.Recording!;
                simulation.SetInput(e, n => circuit.Bias + (frame >= 0 && n < recording.Columns ? task.Drive * recording[frame, n] : 0));
            }
            else
            {
                while (end < to && schedule[end] == schedule[step])
                {
                    end++;
                }

                Present(simulation, e, schedule[step]);
            }

            outcome = Worse(outcome, simulation.Run((end - step) * circuit.TimeStep, cancellation: cancellation));
            step = end;
        }

        return outcome;
    }

    // The frame of a recording at a step, −1 in silence; null without a recording. One epoch is silence and the recording stretched over
    // the items' time.
    private int? Frame(int step, int epochSteps)
    {
        if (task.Recording is not { } recording)
        {
            return null;
        }

        var silence = (int)Math.Round(task.Silence / circuit.TimeStep);
        var inEpoch = step % epochSteps;
        return step / epochSteps >= task.Epochs || inEpoch < silence
            ? -1
            : (int)((long)(inEpoch - silence) * recording.Rows / (epochSteps - silence));
    }

    private void Present(SpikingSimulation simulation, Population e, int item) =>
        simulation.SetInput(e, n => circuit.Bias + (item >= 0 && _itemsOf[n].Contains(item) ? task.Drive : 0));

    private static int[][] ItemsOf(Assemblies assemblies)
    {
        var lists = Enumerable.Range(0, assemblies.Units).Select(_ => new List<int>()).ToArray();
        for (var item = 0; item < assemblies.Count; item++)
        {
            foreach (var n in assemblies[item])
            {
                lists[n].Add(item);
            }
        }

        return [.. lists.Select(list => list.ToArray())];
    }

    // The share of full activity that one spike gives, by distance in steps, out to four widths.
    private static double[] Kernel(SpikingCircuit circuit) =>
        [
            .. Enumerable
                .Range(0, (int)(4 * circuit.Smoothing / circuit.TimeStep) + 1)
                .Select(k => k * circuit.TimeStep / circuit.Smoothing)
                .Select(x => Math.Exp(-x * x / 2) / (circuit.Smoothing * Math.Sqrt(2 * Math.PI)) / circuit.FullRate),
        ];

    private static SpikeTrains From(SpikeTrains spikes, double start) => new([.. spikes.Times.Select(t => t - start)], spikes.Neurons);

    // A network is silent only when it never spiked, which the last stretch tells; a seizure or a divergence anywhere counts.
    private static SpikingOutcome Worse(SpikingOutcome a, SpikingOutcome b) =>
        b.Kind is SpikingOutcomeKind.Active or SpikingOutcomeKind.Silent || b.Kind <= a.Kind
            ? (a.Kind is SpikingOutcomeKind.Active or SpikingOutcomeKind.Silent ? b : a)
            : b;
}
