using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking.Homeostasis;

/// <summary>A neuron shifts its excitability until it fires at its target rate: every spike lowers its input by η, and time raises it by η
/// r₀ a second.</summary>
/// <remarks>The threshold rule dT = η (x − h) of Lazar, Pipa and Triesch 2009, Front. Comput. Neurosci. 3:23, with the threshold's shift
/// put on the input, where every neuron model has one.</remarks>
public sealed class IntrinsicPlasticity(Population population) : ISpikingHomeostasis
{
    private readonly double[] _offset = new double[population.Count];
    private readonly long[] _before = new long[population.Count];
    private readonly RegulationClock _clock = new();
    private bool _begun;

    /// <summary>r₀, rate that each neuron seeks [Hz].</summary>
    public required double TargetRate { get; init; }

    /// <summary>η, what a spike takes from the input, in the input's unit.</summary>
    public required double Eta { get; init; }

    /// <summary>Largest shift either way, in the input's unit.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <inheritdoc/>
    public double Interval { get; init; } = 0.100;

    /// <summary>Shift of each neuron's input so far.</summary>
    public IReadOnlyList<double> Offsets => _offset;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Require.Positive(TargetRate),
            Require.Positive(Eta),
            Require.Positive(Interval),
            Most > 0 ? null : $"most must be above 0, but is {Most:R}.",
            population.Neuron is null ? "intrinsic plasticity needs neurons, and spike sources have no input." : null
        );

    /// <inheritdoc/>
    public void State(StateCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        codec.Values(_offset.AsSpan());
        codec.Values(_before.AsSpan());
        codec.Value(ref _begun);
        _clock.State(codec);
    }

    /// <inheritdoc/>
    public void Act(SpikingSimulation simulation)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        var counts = simulation.CountPerNeuron(population);
        var elapsed = _clock.Elapsed(simulation, Interval);
        for (var i = 0; i < _offset.Length; i++)
        {
            if (_begun)
            {
                _offset[i] = Math.Clamp(_offset[i] - (Eta * (counts[i] - _before[i] - (TargetRate * elapsed))), -Most, Most);
            }

            _before[i] = counts[i];
        }

        simulation.SetOffset(population, i => _offset[i]);
        _begun = true; // the first call only begins to count
    }
}
