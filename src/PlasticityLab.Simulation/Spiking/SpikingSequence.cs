using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>The sequence task on spikes: 200 excitatory neurons with plastic all-to-all synapses and 50 inhibitory ones as uniform pools; assemblies are driven in order, then one is cued and the network runs free.</summary>
/// <remarks>
/// Potentials are in units of the threshold; a weight is the jump of the synaptic current at a spike. White noise is scaled so that the free membrane has standard deviation σ. Spikes travel for one step.
/// Excitation is on W ≥ 0: a rule whose window is negative somewhere is clipped there.
/// </remarks>
public sealed class SpikingSequence
{
    private const double Dt = 0.0005;

    /// <summary>Excitatory neurons.</summary>
    public int Excitatory { get; init; } = 200;

    /// <summary>Inhibitory neurons.</summary>
    public int Inhibitory { get; init; } = 50;

    /// <summary>P, items of the sequence.</summary>
    public int Items { get; init; } = 6;

    /// <summary>n_A, neurons of an item; items do not overlap.</summary>
    public int AssemblySize { get; init; } = 24;

    /// <summary>T_on, how long an item is driven [s].</summary>
    public double ItemDuration { get; init; } = 0.030;

    /// <summary>Silence before each epoch [s].</summary>
    public double Silence { get; init; } = 0.120;

    /// <summary>Epochs of training.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Free run after the cue [s]: 6 items of 30 ms need 180 ms at the speed of teaching, and what happens after the end is part of the answer.</summary>
    public double FreeRun { get; init; } = 0.600;

    /// <summary>b_a, strength of adaptation [threshold · s]: 0 in condition A, 0.025 in condition B.</summary>
    public double Adaptation { get; init; }

    /// <summary>w_IE while training.</summary>
    public double TrainingInhibition { get; init; } = 1;

    /// <summary>Whether the order of items is drawn anew in every epoch: the yoked control.</summary>
    public bool Shuffled { get; init; }

    /// <summary>Drive on the neurons of an item [threshold].</summary>
    public double Drive { get; init; } = 1.2;

    /// <summary>σ, standard deviation of the free membrane potential [threshold].</summary>
    public double Noise { get; init; } = 0.12;

    /// <summary>The random weights before learning, W[post, pre], U[0, 0.6/N].</summary>
    public Matrix InitialWeights(RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var stream = random.Open(StreamPurpose.InitialWeights);
        return Matrix.From(Excitatory, Excitatory, (i, j) => stream.NextDouble() * 0.6 / Excitatory * (i == j ? 0 : 1));
    }

    /// <summary>The oracle chain: initial weights plus s within items and f from each item to the next, over n_A.</summary>
    public Matrix Oracle(RandomStreams random, double self, double forward)
    {
        var weights = InitialWeights(random);
        for (var i = 0; i < Items * AssemblySize; i++)
        {
            for (var j = 0; j < Items * AssemblySize; j++)
            {
                var lag = (i / AssemblySize) - (j / AssemblySize);
                weights[i, j] += i == j ? 0 : lag == 0 ? self / AssemblySize : lag == 1 ? forward / AssemblySize : 0;
            }
        }

        return weights;
    }

    /// <summary>Trains a network from random weights and gives W[post, pre], with how the run went.</summary>
    /// <param name="snapshots">Called with (time [s], weights) after each epoch, if given.</param>
    public (Matrix Weights, SpikingOutcome Outcome) Train(SpikingLearning learning, ulong seed, Action<double, Matrix>? snapshots = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(learning);
        var random = new RandomStreams(seed);
        var (simulation, e, _, recurrent) = Build(InitialWeights(random), TrainingInhibition, seed, new(learning.Rule, 0, learning.WeightMax, MayDefer: false));
        simulation.SetGain(recurrent, learning.TrainingGain);
        if (learning.RowSum > 0)
        {
            simulation.Every(0.050, s => s.LimitIncoming(recurrent, learning.RowSum));
        }

        var order = random.Open(StreamPurpose.TrialOrder);
        var outcome = new SpikingOutcome(SpikingOutcomeKind.Active, 0, "Active.");
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            Present(simulation, e, -1);
            outcome = simulation.Run(Silence, cancellation: cancellation);
            var items = Shuffled ? order.Permutation(Items) : [.. Enumerable.Range(0, Items)];
            foreach (var item in items)
            {
                Present(simulation, e, item);
                outcome = Worse(outcome, simulation.Run(ItemDuration, cancellation: cancellation));
            }

            simulation.ClearSpikes();
            snapshots?.Invoke(simulation.Time, simulation.Weights(recurrent));
        }

        return (simulation.Weights(recurrent), outcome);
    }

    /// <summary>Cues items and lets the network run free: overlaps m_k(t) from the onset of each cue, [time, item], sampled each millisecond.</summary>
    /// <param name="weights">W[post, pre].</param>
    /// <param name="inhibition">w_IE.</param>
    /// <param name="gain">γ, factor on recurrent excitation.</param>
    /// <param name="cues">The item cued in each run; each run has noise of its own.</param>
    public IReadOnlyList<Matrix> Recall(Matrix weights, double inhibition, double gain, IReadOnlyList<int> cues, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(cues);
        var (simulation, e, i, recurrent) = Build(weights, inhibition, seed ^ 0x9E3779B97F4A7C15ul, null); // other noise than in training
        simulation.SetGain(recurrent, gain);
        var courses = new List<Matrix>(cues.Count);
        foreach (var cue in cues)
        {
            simulation.Rest(e);
            simulation.Rest(i);
            Present(simulation, e, -1);
            simulation.Run(0.060, cancellation: cancellation);
            simulation.ClearSpikes();
            var start = simulation.Time;
            Present(simulation, e, cue);
            simulation.Run(ItemDuration, cancellation: cancellation);
            Present(simulation, e, -1);
            simulation.Run(FreeRun, cancellation: cancellation);
            courses.Add(Overlaps(simulation.Spikes(e), start, ItemDuration + FreeRun));
        }

        return courses;
    }

    /// <summary>m_k(t) = Σ_i (ξ_i^k − f) r_i / (n_A (1 − f)) with rates smoothed by a Gaussian of 5 ms and divided by 40 Hz; one sample a millisecond.</summary>
    public Matrix Overlaps(SpikeTrains spikes, double start, double duration)
    {
        ArgumentNullException.ThrowIfNull(spikes);
        const double Width = 0.005, Sample = 0.001;
        var samples = (int)Math.Round(duration / Sample);
        var counts = new Matrix(samples, Items);
        var total = new double[samples];
        for (var k = 0; k < spikes.Times.Length; k++)
        {
            var at = spikes.Times[k] - start;
            var item = spikes.Neurons[k] / AssemblySize;
            for (var t = Math.Max(0, (int)((at - (4 * Width)) / Sample)); t < Math.Min(samples, (int)((at + (4 * Width)) / Sample) + 1); t++)
            {
                var x = ((t * Sample) - at) / Width;
                var rate = Math.Exp(-x * x / 2) / (Width * Math.Sqrt(2 * Math.PI)) / 40;
                total[t] += rate;
                if (item < Items)
                {
                    counts[t, item] += rate;
                }
            }
        }

        var f = AssemblySize / (double)Excitatory;
        return Matrix.From(samples, Items, (t, k) => (counts[t, k] - (f * total[t])) / (AssemblySize * (1 - f)));
    }

    /// <summary>B[k, l], n_A times the mean weight from item l to item k: what was learned, item by item.</summary>
    public Matrix Blocks(Matrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Matrix.From(Items, Items, (k, l) =>
        {
            double sum = 0;
            for (var i = 0; i < AssemblySize; i++)
            {
                for (var j = 0; j < AssemblySize; j++)
                {
                    sum += weights[(k * AssemblySize) + i, (l * AssemblySize) + j];
                }
            }

            return sum / (k == l ? AssemblySize - 1 : AssemblySize);
        });
    }

    private (SpikingSimulation Simulation, Population E, Population I, Projection Recurrent) Build(Matrix weights, double inhibition, ulong seed, Plasticity? plasticity)
    {
        var network = new SpikingNetwork(Dt, seed);
        var e = network.Add("E", Excitatory, new AdaptiveLif { Adaptation = Adaptation });
        var i = network.Add("I", Inhibitory, new AdaptiveLif { TauMembrane = 0.010, RefractoryPeriod = 0.001 });
        // v gains (dt/τ) x in a step; x = σ √(2τ/dt) ξ makes the stationary standard deviation σ.
        e.NoisePerStep = Noise * Math.Sqrt(2 * 0.020 / Dt);
        i.NoisePerStep = Noise * Math.Sqrt(2 * 0.010 / Dt);
        i.Record = false;
        var next = 0; // weights are drawn by sender
        var recurrent = network.Connect(e, e, Wiring.AllToAll, 0, Dt, plasticity: plasticity, draw: _ => weights[next % Excitatory, next++ / Excitatory]);
        network.Connect(e, i, Wiring.Pool, 0.5 / 24, Dt);
        network.Connect(i, e, Wiring.Pool, inhibition / 50, Dt, Receptor.Inhibitory);
        network.Connect(i, i, Wiring.Pool, 0.2 / 50, Dt, Receptor.Inhibitory);
        var simulation = network.Build();
        simulation.SetInput(i, _ => 0.5);
        return (simulation, e, i, recurrent);
    }

    private void Present(SpikingSimulation simulation, Population e, int item) => simulation.SetInput(e, n => 0.6 + (item >= 0 && n / AssemblySize == item ? Drive : 0));

    private static SpikingOutcome Worse(SpikingOutcome a, SpikingOutcome b) => b.Kind > a.Kind ? b : a;
}
