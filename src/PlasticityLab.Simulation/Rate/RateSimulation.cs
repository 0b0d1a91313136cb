using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Simulation.Rate;

/// <summary>A rate network that learns online, trial by trial and step by step: plasticity is on all the time, silence and recurrent input
/// included. However the steps are cut, the bits are the same.</summary>
public sealed class RateSimulation
{
    private readonly RateNetwork _network;
    private readonly LearningSpec _learning;
    private readonly Assemblies _assemblies;
    private readonly PlasticMatrix _weights;
    private readonly RowConstraints _homeostasis;
    private readonly SignalTraces _traces;
    private readonly NoiseField _noise;
    private readonly TrialPlayer _player;
    private readonly Transfer<double> _transfer;
    private readonly int _capSteps;
    private readonly double[] _input,
        _recurrent,
        _adaptation,
        _change;
    private double[] _rates,
        _next;
    private long _steps;
    private double _sum, // of the mean activity of all steps
        _largest; // activity of a neuron

    /// <summary>A network at rest.</summary>
    /// <param name="network">The network.</param>
    /// <param name="learning">The rule and its constraints.</param>
    /// <param name="assemblies">Which neurons stand for which item.</param>
    /// <param name="initial">Initial weights, W[post, pre]; an exact 0 off the diagonal is an absent synapse when the network is
    /// sparse.</param>
    /// <param name="random">Streams of the replicate.</param>
    /// <param name="precision">Precision of the weights.</param>
    /// <param name="reference">Weights that the cap and the normalisation are relative to; <paramref name="initial"/> when left out. A
    /// network that goes on learning keeps those it began with.</param>
    public RateSimulation(
        RateNetwork network,
        LearningSpec learning,
        Assemblies assemblies,
        Matrix initial,
        RandomStreams random,
        Precision precision = Precision.Double,
        Matrix? reference = null
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(learning);
        ArgumentNullException.ThrowIfNull(assemblies);
        ArgumentNullException.ThrowIfNull(random);
        var (n, dt) = (network.Units, network.TimeStep);
        (_network, _learning, _assemblies, _player) = (network, learning, assemblies, new(dt));
        _weights = PlasticWeights.Create(network, learning, initial, precision);
        _homeostasis = new(learning, reference ?? initial, Held(reference));
        _traces = new(learning.Rule.Traces, n, dt);
        _noise = new(n, dt, network.NoiseTau, random.Open(StreamPurpose.TrainingNoise), network.Arithmetic);
        _transfer = network.Arithmetic == Arithmetic.Portable ? PlasticWeights.Portable(network).PortableRates : network.Neuron.Rates;
        _capSteps = Math.Max(1, (int)Math.Round(learning.CapEvery / dt));
        (_rates, _next, _input, _recurrent, _adaptation) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        _change = new double[n];
    }

    /// <summary>Steps done.</summary>
    public long Steps => _steps;

    // The weights that constraints go back to, as the network can hold them: inside their bounds, without absent synapses.
    private Matrix Held(Matrix? reference)
    {
        var present = _weights.ToMatrix();
        if (reference is null)
        {
            return present;
        }

        _weights.CopyFrom(reference);
        var held = _weights.ToMatrix();
        _weights.CopyFrom(present);
        return held;
    }

    /// <summary>Time that has passed [s].</summary>
    public double Time => _steps * _network.TimeStep;

    /// <summary>r, the activity now, [neuron].</summary>
    public ReadOnlySpan<double> Rates => _rates;

    /// <summary>τ dr/dt in the step that was done last, [neuron].</summary>
    internal ReadOnlySpan<double> Change => _change;

    /// <summary>Mean activity over neurons and all steps done [1]; NaN before the first.</summary>
    public double MeanActivity => _sum / _steps;

    /// <summary>The largest step of learning, <see cref="LearningStep.Factor"/> at the largest activity so far [1].</summary>
    public double StepFactor => LearningStep.Factor(_network, _learning, _largest);

    /// <summary>Whether activity and recurrent input are finite numbers.</summary>
    public bool IsFinite => Array.TrueForAll(_recurrent, double.IsFinite) && Array.TrueForAll(_rates, double.IsFinite);

    /// <summary>Whether the trial is over, or none was begun.</summary>
    public bool IsOver => _player.IsOver;

    /// <summary>The weights now, W[post, pre], a copy.</summary>
    public Matrix Weights() => _weights.ToMatrix();

    /// <summary>Puts other weights in the place of those of now, within their bounds; all else goes on.</summary>
    public void SetWeights(Matrix weights)
    {
        _weights.CopyFrom(weights);
        _weights.Multiply(_rates, _recurrent);
    }

    /// <summary>The trial that plays.</summary>
    public Trial Trial => _player.Trial;

    /// <summary>Steps of the trial that are done.</summary>
    public int TrialSteps => _player.Done;

    /// <summary>Sum of the mean activity over all steps done [1].</summary>
    internal double ActivitySum => _sum;

    /// <summary>Begins a trial; the network's state goes on from where it is.</summary>
    public void Begin(Trial trial) => _player.Begin(trial);

    /// <summary>One step; false when the trial is over.</summary>
    public bool Step() => Advance(1) == 1;

    /// <summary>Up to so many steps, to the end of the trial at most.</summary>
    /// <returns>Steps that were done.</returns>
    public int Advance(int most = int.MaxValue)
    {
        var done = 0;
        while (done < most && !_player.IsOver)
        {
            var count = Math.Min(most - done, _player.Length - _player.At);
            Stretch(_player.Segment, _player.At, _player.Length, count);
            _player.Advance(count);
            done += count;
        }

        return done;
    }

    /// <summary>The state, between steps. Put back and stepped on, the network gives the same bits.</summary>
    public byte[] Snapshot() => StateCodec.Write(State);

    /// <summary>Puts a state back.</summary>
    /// <exception cref="UserError">The snapshot is of another network.</exception>
    public void Restore(ReadOnlySpan<byte> snapshot) => StateCodec.Read(snapshot, State);

    internal void State(StateCodec codec)
    {
        _weights.State(codec);
        codec.Value(ref _steps);
        codec.Value(ref _sum);
        codec.Value(ref _largest);
        codec.Values(_rates.AsSpan());
        codec.Values(_recurrent.AsSpan());
        codec.Values(_adaptation.AsSpan());
        _traces.State(codec);
        _noise.State(codec);
        _homeostasis.State(codec);
        _player.State(codec);
    }

    // Steps of one segment; at of length were done before.
    private void Stretch(in Segment segment, int at, int length, int count)
    {
        var (network, learning, n, dt) = (_network, _learning, _network.Units, _network.TimeStep);
        var (input, recurrent, adaptation, change, noise) = (_input, _recurrent, _adaptation, _change, _noise.Values);
        var transfer = _transfer;
        for (var k = 0; k < count; k++)
        {
            // The state at t: input, activity, traces. recurrent = W(t) r(t) was computed by the pass that made W(t).
            var (rates, next) = (_rates, _next);
            double total = 0,
                largest = _largest;
            foreach (var rate in rates)
            {
                total += rate;
                largest = Math.Max(largest, Math.Abs(rate));
            }

            (_sum, _largest) = (_sum + (total / n), largest);
            _noise.Step();
            var inhibition = network.TrainingInhibition * Math.Max(0, (total / network.AssemblySize) - network.InhibitionThreshold);
            for (var i = 0; i < n; i++)
            {
                input[i] =
                    (learning.TrainingGain * (recurrent[i] - inhibition))
                    + (network.NoiseSd * noise[i])
                    - (network.Adaptation * adaptation[i]);
            }

            AddDrive(in segment, at + k, length, input);
            transfer(input, change);
            for (var i = 0; i < n; i++)
            {
                change[i] -= rates[i];
                next[i] = rates[i] + (dt / network.Tau * change[i]);
                adaptation[i] += dt / network.AdaptationTau * (rates[i] - adaptation[i]);
            }

            _weights.UpdateAndMultiply(dt, _traces.Pre(rates, change), _traces.Post(rates, change), next, recurrent);
            _traces.Step(rates);
            (_rates, _next) = (next, rates);
            _steps++;
            if (_steps % _capSteps == 0 && _homeostasis.Enforce(_weights, _rates))
            {
                _weights.Multiply(_rates, recurrent);
            }
        }
    }

    private void AddDrive(in Segment segment, int step, int length, double[] input)
    {
        if (segment.Frames is { } frames)
        {
            var frame = frames.Row(segment.Frame(step, length));
            for (var i = 0; i < frame.Length; i++)
            {
                input[i] += segment.Drive * frame[i];
            }
        }

        foreach (var item in segment.Items)
        {
            foreach (var unit in _assemblies[item])
            {
                input[unit] += segment.Drive;
            }
        }
    }
}
