using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking.Homeostasis;

/// <summary>A neuron scales all its incoming weights by one factor until it fires at its target rate: dw_ij/dt = β w_ij (1 − r̄_i/r₀), with
/// r̄_i its rate averaged over τ. Ratios between its weights are kept.</summary>
/// <remarks>Turrigiano, Leslie, Desai, Rutherford and Nelson 1998, Nature 391:892; the proportional form of van Rossum, Bi and Turrigiano
/// 2000, J. Neurosci. 20:8812, eq. 5. β τ well below 1/4 keeps the approach free of oscillation.</remarks>
public sealed class SynapticScaling(Projection projection) : ISpikingHomeostasis
{
    private readonly double[] _rate = new double[projection.Post.Count],
        _factor = new double[projection.Post.Count];
    private readonly long[] _before = new long[projection.Post.Count];
    private readonly RegulationClock _clock = new();
    private bool _begun;

    /// <summary>r₀, rate that each neuron seeks [Hz].</summary>
    public required double TargetRate { get; init; }

    /// <summary>β [1/s].</summary>
    public double Rate { get; init; } = 0.1;

    /// <summary>τ, over which a neuron averages its rate [s].</summary>
    public double TauAverage { get; init; } = 1;

    /// <inheritdoc/>
    public double Interval { get; init; } = 0.100;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Require.Positive(TargetRate),
            Require.Positive(Rate),
            Require.Positive(Interval),
            TauAverage >= Interval ? null : $"tau_average must be at least the interval of {Interval:R} s, but is {TauAverage:R}."
        );

    /// <inheritdoc/>
    public void State(StateCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        codec.Values(_rate.AsSpan());
        codec.Values(_before.AsSpan());
        codec.Value(ref _begun);
        _clock.State(codec);
    }

    /// <inheritdoc/>
    public void Act(SpikingSimulation simulation)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        var counts = simulation.CountPerNeuron(projection.Post);
        var elapsed = _clock.Elapsed(simulation, Interval);
        for (var i = 0; i < _rate.Length; i++)
        {
            var now = (counts[i] - _before[i]) / elapsed;
            _before[i] = counts[i];
            _rate[i] = _begun ? _rate[i] + (Math.Min(1, elapsed / TauAverage) * (now - _rate[i])) : TargetRate;
            // A neuron far above its target must not turn its weights negative in one step.
            _factor[i] = Math.Clamp(1 + (Rate * elapsed * (1 - (_rate[i] / TargetRate))), 0.5, 2);
        }

        if (_begun)
        {
            var most = projection.Plasticity?.WeightMax ?? double.PositiveInfinity;
            simulation.ForEachSynapse(projection, (_, post, w) => Math.Min(Math.Max(most, w), w * _factor[post]));
        }

        _begun = true; // the first call only begins to count
    }
}
