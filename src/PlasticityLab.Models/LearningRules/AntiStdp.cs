using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Sender before receiver weakens, receiver before sender strengthens.</summary>
public readonly record struct AntiStdp() : ILearningRule<AntiStdp>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "anti_stdp",
            "antistdp",
            "anti-STDP",
            "dw/dt = η (−r_i x̄_j + A₋ ȳ_i r_j)",
            "Bell, Han, Sugawara & Grant 1997, Nature 387:278",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "Sender before receiver weakens, receiver before sender strengthens."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <summary>A₋, acausal relative to causal part [1].</summary>
    [Search(0.3, 1.2)]
    public double AMinus { get; init; } = 1.0;

    /// <summary>τ₊, time constant of the trace x̄ [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.020;

    /// <summary>τ₋, time constant of the trace ȳ [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauMinus { get; init; } = 0.020;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfRate(TauPlus), PostFast: Trace.OfRate(TauMinus));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(Require.NotNegative(Eta), Require.NotNegative(AMinus), Require.Positive(TauPlus), Require.Positive(TauMinus));

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * ((AMinus * post.Fast * pre.Rate) - (post.Rate * pre.Fast));
}
