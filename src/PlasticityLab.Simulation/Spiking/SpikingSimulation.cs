using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Spiking.Homeostasis;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>The spikes of a population: spike k is of <c>Neurons[k]</c> at <c>Times[k]</c> [s], in order of time, then neuron.</summary>
public sealed record SpikeTrains(double[] Times, int[] Neurons)
{
    /// <summary>Coefficient of variation of inter-spike intervals, averaged over the neurons with at least five intervals; NaN when there
    /// is none.</summary>
    /// <param name="neurons">Number of neurons.</param>
    public double MeanCv(int neurons)
    {
        var last = Enumerable.Repeat(double.NaN, neurons).ToArray();
        var (n, sum, square) = (new int[neurons], new double[neurons], new double[neurons]);
        for (var k = 0; k < Times.Length; k++)
        {
            var i = Neurons[k];
            if (!double.IsNaN(last[i]))
            {
                var interval = Times[k] - last[i];
                n[i]++;
                sum[i] += interval;
                square[i] += interval * interval;
            }

            last[i] = Times[k];
        }

        return Enumerable
            .Range(0, neurons)
            .Where(i => n[i] >= 5)
            .Select(i => Math.Sqrt(Math.Max(0, (square[i] / n[i]) - Math.Pow(sum[i] / n[i], 2))) / (sum[i] / n[i]))
            .DefaultIfEmpty(double.NaN)
            .Average();
    }
}

/// <summary>A running spiking network, stepped or run for a time. However the steps are cut, the bits are the same.</summary>
public abstract class SpikingSimulation
{
    private readonly List<ISpikingHomeostasis> _regulations = [];
    private double _owed; // asked for but not run yet, at most half a step either way [steps]

    /// <summary>Time that has passed [s].</summary>
    public double Time => Step * TimeStep;

    /// <summary>Steps done.</summary>
    public long Step { get; protected set; }

    /// <summary>dt [s].</summary>
    public abstract double TimeStep { get; }

    /// <summary>Runs on. A time between two steps is run to the nearest one, and the rest is added to the next run. Silence, seizure and divergence are told, not thrown; with <paramref name="stopAtSeizure"/> a seizure ends the
    /// run.</summary>
    public SpikingOutcome Run(double seconds, bool stopAtSeizure = false, CancellationToken cancellation = default)
    {
        UserError.ThrowIfAny(Require.All(Require.NotNegative(seconds)));
        BeginOutcome();
        var steps = (seconds / TimeStep) + _owed;
        var end = Step + (long)Math.Round(steps);
        Advance(end - Step, stopAtSeizure, cancellation);
        _owed = Step == end ? steps - Math.Round(steps) : 0;
        return Outcome();
    }

    /// <summary>So many steps; fewer only when a seizure ends the run.</summary>
    public abstract void Advance(long steps, bool stopAtSeizure = false, CancellationToken cancellation = default);

    /// <summary>A stretch begins whose outcome is wanted: what an earlier one did is told already.</summary>
    public abstract void BeginOutcome();

    /// <summary>How the stretch has gone so far.</summary>
    public abstract SpikingOutcome Outcome();

    /// <summary>The state, between steps: potentials, currents, weights, traces, spikes under way, recorded spikes, regulations. Put back and
    /// stepped on, the network gives the same bits. What <see cref="Every"/> calls keeps its own state.</summary>
    public byte[] Snapshot() => StateCodec.Write(State);

    /// <summary>Puts a state back.</summary>
    /// <exception cref="UserError">The snapshot is of another network, or of one with another number of threads.</exception>
    public void Restore(ReadOnlySpan<byte> snapshot) => StateCodec.Read(snapshot, State);

    private protected virtual void State(StateCodec codec)
    {
        codec.Value(ref _owed);
        codec.Same(_regulations.Count, "the number of regulations");
        _regulations.ForEach(regulation => regulation.State(codec));
    }

    internal void StateOf(StateCodec codec) => State(codec);

    /// <summary>Calls back every so many seconds while running, between steps: the k-th time at the step nearest to k intervals. For
    /// homeostasis on a slow clock and for recording weights.</summary>
    /// <exception cref="UserError">The interval is shorter than a step, or not finite.</exception>
    public abstract void Every(double seconds, Action<SpikingSimulation> action);

    /// <summary>Lets a regulation act while running.</summary>
    /// <exception cref="UserError">A parameter is out of range.</exception>
    public void Regulate(ISpikingHomeostasis homeostasis)
    {
        ArgumentNullException.ThrowIfNull(homeostasis);
        UserError.ThrowIfAny(homeostasis.Problems());
        _regulations.Add(homeostasis);
        Every(homeostasis.Interval, homeostasis.Act);
    }

    /// <summary>Spikes recorded since the start or the last <see cref="ClearSpikes"/>.</summary>
    public abstract SpikeTrains Spikes(Population population);

    /// <summary>Number of spikes of a population since the start or the last <see cref="ClearSpikes"/>, recorded or not.</summary>
    public abstract long SpikeCount(Population population);

    /// <summary>Number of spikes of each neuron since the start or the last <see cref="ClearSpikes"/>; its population must be
    /// recorded.</summary>
    public int[] SpikeCounts(Population population)
    {
        ArgumentNullException.ThrowIfNull(population);
        var counts = new int[population.Count];
        foreach (var n in Spikes(population).Neurons)
        {
            counts[n]++;
        }

        return counts;
    }

    /// <summary>Number of spikes of each neuron since they began to be counted, which the first call does; never set back, and independent
    /// of recording.</summary>
    public abstract ReadOnlySpan<long> CountPerNeuron(Population population);

    /// <summary>Forgets recorded spikes and counts.</summary>
    public abstract void ClearSpikes();

    /// <summary>Sets the external input of each neuron.</summary>
    public abstract void SetInput(Population population, Func<int, double> input);

    /// <summary>Sets what is added to each neuron's external input, whatever <see cref="SetInput"/> says: for regulation of
    /// excitability.</summary>
    public abstract void SetOffset(Population population, Func<int, double> offset);

    /// <summary>Sets membrane potentials [V].</summary>
    public abstract void SetPotential(Population population, Func<int, double> potential);

    /// <summary>Sets the synaptic variables.</summary>
    public abstract void SetSynapticState(Population population, Func<int, double> excitation, Func<int, double> inhibition);

    /// <summary>Puts all neurons of a population at rest, as at the start; spikes on their way still arrive.</summary>
    public abstract void Rest(Population population);

    /// <summary>Membrane potential of a neuron [V].</summary>
    public abstract double Potential(Population population, int neuron);

    /// <summary>W[post, pre] of a projection; 0 where there is no synapse.</summary>
    public Matrix Weights(Projection projection)
    {
        ArgumentNullException.ThrowIfNull(projection);
        var result = new Matrix(projection.Post.Count, projection.Pre.Count);
        ForEachSynapse(
            projection,
            (pre, post, w) =>
            {
                result[post, pre] += w; // drawn twice: two synapses act as their sum
                return w;
            }
        );
        return result;
    }

    /// <summary>Weights of a projection's synapses, in the order in which they are stored.</summary>
    public IReadOnlyList<double> WeightList(Projection projection)
    {
        var result = new List<double>();
        ForEachSynapse(
            projection,
            (_, _, w) =>
            {
                result.Add(w);
                return w;
            }
        );
        return result;
    }

    /// <summary>Visits every synapse of a projection as (pre, post, weight) and takes the weight that comes back.</summary>
    public abstract void ForEachSynapse(Projection projection, Func<int, int, double, double> change);

    /// <summary>The largest values that the traces of spikes have had in a projection that learns; 0 where weights do not act on their own
    /// change.</summary>
    public abstract LargestTraces LargestTraces(Projection projection);

    /// <summary>The largest step of learning so far, <see cref="SpikingLearningStep.Factor"/> at the largest traces [1]; 0 where nothing
    /// learns.</summary>
    public double StepFactor(Projection projection)
    {
        ArgumentNullException.ThrowIfNull(projection);
        return projection.Plasticity is { } plasticity ? SpikingLearningStep.Factor(plasticity, TimeStep, LargestTraces(projection)) : 0;
    }

    /// <summary>Turns learning of a projection on or off.</summary>
    public abstract void SetLearning(Projection projection, bool on);

    /// <summary>Scales what an all-to-all projection delivers, without changing its weights.</summary>
    public abstract void SetGain(Projection projection, double gain);

    /// <summary>Scales down the incoming weights of each receiver of a projection whose sum exceeds a limit.</summary>
    public abstract void LimitIncoming(Projection projection, double most);
}
