using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>The spiking circuit of the sequence task, hearing trials: it learns while it hears, or has its weights fixed. Trial by trial,
/// segment by segment or step by step, with the same bits.</summary>
public sealed class SpikingPlayer
{
    /// <summary>How often the sums of incoming weights are limited in learning [s].</summary>
    public const double LimitEvery = 0.050;

    private static readonly SpikingOutcome Calm = new(SpikingOutcomeKind.Active, 0, "Active.");
    private readonly SpikingNetwork _circuit;
    private readonly Projection _recurrent;
    private readonly TrialPlayer _player;
    private readonly int[][] _itemsOf;
    private readonly NeuronUnits _units;
    private readonly double _most;

    /// <summary>A circuit at rest.</summary>
    /// <param name="circuit">The network.</param>
    /// <param name="assemblies">Which excitatory neurons stand for which item.</param>
    /// <param name="weights">W[post, pre] of the excitatory neurons.</param>
    /// <param name="inhibition">w_IE.</param>
    /// <param name="gain">Factor on recurrent excitation.</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <param name="precision">Precision of state and weights.</param>
    /// <param name="learning">How the weights learn; null: they are fixed.</param>
    /// <param name="record">Whether spikes are kept.</param>
    public SpikingPlayer(
        SpikingNetwork circuit,
        Assemblies assemblies,
        Matrix weights,
        double inhibition,
        double gain,
        ulong seed,
        SpikingPrecision precision,
        SpikingLearning? learning = null,
        bool record = false
    )
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(assemblies);
        ArgumentNullException.ThrowIfNull(weights);
        (_circuit, _player, _itemsOf, Learning) = (circuit, new(circuit.TimeStep), ItemsOf(assemblies), learning);
        var (n, dt) = (circuit.Excitatory, circuit.TimeStep);
        var network = Network = new SpikingNetworkBuilder(dt, seed);
        var (e, i) = (network.Add("E", n, circuit.ExcitatoryModel), network.Add("I", circuit.Inhibitory, circuit.InhibitoryNeuron));
        (Excitatory, Inhibitory) = (e, i);
        _most = learning?.WeightMax ?? double.PositiveInfinity;
        _units = circuit.ExcitatoryModel.Units(dt, circuit.TauExcitation);
        // v gains (dt/τ) x in a step; x = σ √(2τ/dt) ξ makes the stationary standard deviation σ.
        e.NoisePerStep = circuit.NoiseSd * Math.Sqrt(2 * _units.TauMembrane / dt) * _units.Input;
        i.NoisePerStep = circuit.NoiseSd * Math.Sqrt(2 * circuit.TauMembraneInhibitory / dt);
        e.Record = i.Record = record;
        var plasticity = learning is null ? null : new Plasticity(learning.Rule, 0, learning.WeightMax, MayDefer: false);
        var next = 0; // weights are drawn by sender
        _recurrent = network.Connect(e, e, Wiring.AllToAll, 0, dt, plasticity: plasticity, draw: _ => weights[next % n, next++ / n]);
        network.Connect(e, i, Wiring.Pool, circuit.ToInhibitory / circuit.AssemblySize, dt);
        var receptor = _units.Inhibition < 0 ? Receptor.Excitatory : Receptor.Inhibitory;
        network.Connect(i, e, Wiring.Pool, inhibition / circuit.Inhibitory * _units.Inhibition, dt, receptor);
        network.Connect(i, i, Wiring.Pool, circuit.AmongInhibitory / circuit.Inhibitory, dt, Receptor.Inhibitory);
        Simulation = network.Build(precision: precision);
        Simulation.SetInput(i, _ => circuit.BiasInhibitory);
        RecurrentGain = gain / circuit.AssemblySize * _units.Excitation;
        Simulation.SetGain(_recurrent, RecurrentGain);
        if (learning is { RowSum: > 0 })
        {
            Simulation.Every(LimitEvery, s => s.LimitIncoming(_recurrent, learning.RowSum * circuit.AssemblySize));
        }
    }

    /// <summary>The network underneath: spikes, potentials.</summary>
    public SpikingSimulation Simulation { get; }

    /// <summary>What is simulated: the populations, and the projections between them.</summary>
    public SpikingNetworkBuilder Network { get; }

    /// <summary>The synapses among excitatory neurons, those that learn.</summary>
    public Projection Recurrent => _recurrent;

    /// <summary>What these synapses deliver at a spike for each unit of weight [unit of the excitatory variable].</summary>
    public double RecurrentGain { get; }

    /// <summary>How the weights learn; null: they are fixed.</summary>
    public SpikingLearning? Learning { get; }

    /// <summary>The excitatory neurons, which learn.</summary>
    public Population Excitatory { get; }

    /// <summary>The inhibitory neurons.</summary>
    public Population Inhibitory { get; }

    /// <summary>Time that has passed [s].</summary>
    public double Time => Simulation.Time;

    /// <summary>Whether the trial is over, or none was begun.</summary>
    public bool IsOver => _player.IsOver;

    /// <summary>Number of the present segment of the trial, from 0; that of all segments when the trial is over.</summary>
    public int SegmentIndex => _player.Index;

    /// <summary>The trial that plays.</summary>
    public Trial Trial => _player.Trial;

    /// <summary>Steps of the trial that are done.</summary>
    public int TrialSteps => _player.Done;

    /// <summary>How all finished segments went, together.</summary>
    public SpikingOutcome Outcome { get; private set; } = Calm;

    /// <summary>How the last finished segment went.</summary>
    public SpikingOutcome LastOutcome { get; private set; } = Calm;

    /// <summary>The largest step of learning so far (<see cref="SpikingSimulation.StepFactor"/>) [1].</summary>
    public double StepFactor => Simulation.StepFactor(_recurrent);

    /// <summary>The weights of the excitatory neurons now, W[post, pre], a copy.</summary>
    public Matrix Weights() => Simulation.Weights(_recurrent);

    /// <summary>Puts other weights in the place of those of now, from 0 to the largest that learning allows; all else goes on.</summary>
    public void SetWeights(Matrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Simulation.ForEachSynapse(_recurrent, (pre, post, _) => Math.Clamp(weights[post, pre], 0, _most));
    }

    /// <summary>Puts all neurons at rest; spikes on their way still arrive, and weights stay.</summary>
    public void Rest()
    {
        Simulation.Rest(Excitatory);
        Simulation.Rest(Inhibitory);
    }

    /// <summary>Begins a trial; the network's state goes on from where it is.</summary>
    public void Begin(Trial trial) => _player.Begin(trial);

    /// <summary>One step; false when the trial is over.</summary>
    public bool Step() => Advance(1) == 1;

    /// <summary>Up to so many steps, to the end of the trial at most.</summary>
    /// <returns>Steps that were done.</returns>
    public int Advance(int most = int.MaxValue, CancellationToken cancellation = default)
    {
        var done = 0;
        while (done < most && !_player.IsOver)
        {
            done += Stretch(most - done, cancellation);
        }

        return done;
    }

    /// <summary>To the beginning of a segment of the trial.</summary>
    public void AdvanceTo(int segment, CancellationToken cancellation = default)
    {
        while (_player.Index < segment && !_player.IsOver)
        {
            Stretch(int.MaxValue, cancellation);
        }
    }

    /// <summary>The state, between steps. Put back and stepped on, the network gives the same bits.</summary>
    public byte[] Snapshot() => StateCodec.Write(State);

    /// <summary>Puts a state back.</summary>
    /// <exception cref="UserError">The snapshot is of another network.</exception>
    public void Restore(ReadOnlySpan<byte> snapshot) => StateCodec.Read(snapshot, State);

    private void State(StateCodec codec)
    {
        Simulation.StateOf(codec);
        _player.State(codec);
        (Outcome, LastOutcome) = (SpikingOutcome.State(codec, Outcome)!, SpikingOutcome.State(codec, LastOutcome)!);
    }

    // Steps of one segment: with one drive, or of a recording up to its next frame.
    private int Stretch(int most, CancellationToken cancellation)
    {
        var (segment, at, length) = (_player.Segment, _player.At, _player.Length);
        if (at == 0)
        {
            Simulation.BeginOutcome();
        }

        var end = at + Math.Min(most, length - at);
        if (segment.Frames is null)
        {
            if (at == 0)
            {
                Simulation.SetInput(Excitatory, n => Input(n, segment));
            }
        }
        else
        {
            var frame = segment.Frame(at, length);
            if (at == 0 || segment.Frame(at - 1, length) != frame)
            {
                Simulation.SetInput(Excitatory, n => Input(n, segment, frame));
            }

            var next = at + 1;
            while (next < end && segment.Frame(next, length) == frame)
            {
                next++;
            }

            end = next;
        }

        Simulation.Advance(end - at, cancellation: cancellation);
        if (end == length)
        {
            LastOutcome = Simulation.Outcome();
            Outcome = SpikingOutcome.Worse(Outcome, LastOutcome);
        }

        _player.Advance(end - at);
        return end - at;
    }

    /// <summary>Bias and drive of an excitatory neuron in a segment, in the unit of the neuron.</summary>
    /// <param name="neuron">The neuron.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="frame">Row of the recording, where the segment has one.</param>
    public double Input(int neuron, in Segment segment, int frame = 0)
    {
        var share =
            segment.Frames is null ? Heard(neuron, segment)
            : neuron < segment.Frames.Columns ? segment.Frames[frame, neuron]
            : 0;
        return _units.Base + ((_circuit.Bias + (segment.Drive * share)) * _units.Input);
    }

    // How many of the driven items a neuron stands for.
    private int Heard(int neuron, in Segment segment)
    {
        var count = 0;
        foreach (var item in _itemsOf[neuron])
        {
            count += segment.Items.Contains(item) ? 1 : 0;
        }

        return count;
    }

    internal static int[][] ItemsOf(Assemblies assemblies)
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
}
