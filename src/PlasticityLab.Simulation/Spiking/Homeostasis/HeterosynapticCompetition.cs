using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking.Homeostasis;

/// <summary>Synapses compete on both sides: where a neuron's incoming or outgoing weights sum to more than a limit, all of them lose in
/// proportion to the excess. dw_ij/dt = −κ ([Σ_j w_ij − L]₊ + [Σ_i w_ij − L]₊).</summary>
/// <remarks>Fiete, Senn, Wang and Hahnloser 2010, Neuron 65:563, there once a step. Taken here in steps of <see cref="Interval"/>: with n
/// synapses a neuron the excess of one side shrinks by the factor 1 − n κ Interval, and where both sides exceed alike each synapse pays twice:
/// 1 − 2 n κ Interval. So n κ Interval is at most 1/2, where such an excess is gone in one act and none overshoots. A neuron also pays for
/// the excess of the other side, as the equation has it, whether it has one of its own or not. A sum just above its limit
/// ends as one that stands at it.</remarks>
public sealed class HeterosynapticCompetition(Projection projection) : ISpikingHomeostasis
{
    private readonly double[] _in = new double[projection.Post.Count],
        _out = new double[projection.Pre.Count];
    private readonly RegulationClock _clock = new();

    /// <summary>L, largest sum of weights on either side; m w_max in the source.</summary>
    public required double Limit { get; init; }

    /// <summary>κ [1/s].</summary>
    public required double Rate { get; init; }

    /// <inheritdoc/>
    public double Interval { get; init; } = 0.010;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        var most = Math.Max(projection.Pre.Count, projection.Post.Count);
        return Require.All(
            Require.Positive(Limit),
            Require.Positive(Rate),
            Require.Positive(Interval),
            Rate * Interval * most <= 0.5 * (1 + 1e-9)
                ? null
                : $"heterosynaptic competition would overshoot: rate times interval times synapses of a neuron must be at most 0.5, because a synapse pays for both sides, but is {Rate * Interval * most:G3}; use a smaller rate or interval."
        );
    }

    /// <inheritdoc/>
    public void State(StateCodec codec) => _clock.State(codec); // else it looks at the weights alone

    /// <inheritdoc/>
    public void Act(SpikingSimulation simulation)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        Array.Clear(_in);
        Array.Clear(_out);
        simulation.ForEachSynapse(
            projection,
            (pre, post, w) =>
            {
                _in[post] += w;
                _out[pre] += w;
                return w;
            }
        );
        // An interval between two steps is now and then taken longer by up to a step; what is accepted must not overshoot then either.
        var longest = 0.5 / Math.Max(projection.Pre.Count, projection.Post.Count);
        var strength = Math.Min(Rate * _clock.Elapsed(simulation, Interval), Math.Max(longest, Rate * Interval));
        var lowest = projection.Plasticity?.WeightMin ?? 0;
        simulation.ForEachSynapse(
            projection,
            (pre, post, w) =>
                Math.Max(Math.Min(w, lowest), w - (strength * (Math.Max(0, _in[post] - Limit) + Math.Max(0, _out[pre] - Limit))))
        );
    }
}
