using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>STDP whose strengthening is larger when the receiver has just fired.</summary>
public readonly record struct SpikeTriplet() : ILearningRule<SpikeTriplet>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "spike_triplet",
            "striplet",
            "triplet STDP, spikes",
            "dw/dt = η ((x_j − A_dep) (0.2 + 2 y₂ᵢ) S_i − A y_i S_j)",
            "after Pfister & Gerstner 2006, J. Neurosci. 26:9673",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "STDP whose strengthening is larger when the receiver has just fired.",
            RuleClock.AtSpikes
        );

    /// <summary>η, learning rate [weight].</summary>
    public double Eta { get; init; } = 0.001;

    /// <summary>A, weakening relative to strengthening [1].</summary>
    [Search(0, 1)]
    public double A { get; init; } = 0.5;

    /// <summary>A_dep, weight that each spike of the receiver takes from all its synapses, relative to η [1].</summary>
    [Search(0, 0.05, 0.2)]
    public double ADep { get; init; } = 0;

    /// <summary>τ₊, decay of the presynaptic trace x [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.020;

    /// <summary>τ₋, decay of the postsynaptic trace y [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauMinus { get; init; } = 0.020;

    /// <summary>Decay of the slow postsynaptic trace y₂ [s].</summary>
    [Unit("s")]
    public double TauSlow { get; init; } = 0.100;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfSpikes(TauPlus), PostFast: Trace.OfSpikes(TauMinus), PostSlow: Trace.OfSpikes(TauSlow));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Require.NotNegative(Eta),
            Require.NotNegative(A),
            Require.NotNegative(ADep),
            Require.Positive(TauPlus),
            Require.Positive(TauMinus),
            Require.Positive(TauSlow)
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> =>
        Eta * (((pre.Fast - ADep) * post.Spikes * (0.2 + (2 * post.Slow))) - (A * post.Fast * pre.Spikes));
}
