using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Sender before receiver strengthens; the other order does nothing.</summary>
public readonly record struct SpikeCausal() : ILearningRule<SpikeCausal>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "spike_causal",
            "scausal",
            "trace Hebb, spikes",
            "dw/dt = η (x_j − A_dep) S_i",
            "Gerstner, Ritz & van Hemmen 1993, Biol. Cybern. 69:503",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "Sender before receiver strengthens; the other order does nothing.",
            RuleClock.AtSpikes
        );

    /// <summary>η, learning rate [weight].</summary>
    public double Eta { get; init; } = 0.001;

    /// <summary>A_dep, weight that each spike of the receiver takes from all its synapses, relative to η [1].</summary>
    [Search(0, 0.05, 0.2)]
    public double ADep { get; init; } = 0;

    /// <summary>τ₊, decay of the presynaptic trace x [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.020;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfSpikes(TauPlus));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta), Require.NotNegative(ADep), Require.Positive(TauPlus));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * ((pre.Fast - ADep) * post.Spikes);
}
