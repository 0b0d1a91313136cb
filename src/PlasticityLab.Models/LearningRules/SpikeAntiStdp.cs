using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Sender before receiver weakens, receiver before sender strengthens, spike by spike.</summary>
public readonly record struct SpikeAntiStdp() : ILearningRule<SpikeAntiStdp>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "spike_anti_stdp",
            "santistdp",
            "anti-STDP, spikes",
            "dw/dt = η (y_i S_j − (A x_j + A_dep) S_i)",
            "Bell, Han, Sugawara & Grant 1997, Nature 387:278",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "Sender before receiver weakens, receiver before sender strengthens, spike by spike.",
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

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfSpikes(TauPlus), PostFast: Trace.OfSpikes(TauMinus));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Require.NotNegative(Eta),
            Require.NotNegative(A),
            Require.NotNegative(ADep),
            Require.Positive(TauPlus),
            Require.Positive(TauMinus)
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * ((post.Fast * pre.Spikes) - (((A * pre.Fast) + TLane.Splat(ADep)) * post.Spikes));
}
