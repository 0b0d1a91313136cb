using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Sender before receiver strengthens, receiver before sender weakens.</summary>
public readonly record struct RateStdp() : ILearningRule<RateStdp>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "rate_stdp",
            "stdp",
            "STDP",
            "dw/dt = η (r_i x̄_j − A₋ ȳ_i r_j)",
            "Kempter, Gerstner & van Hemmen 1999, Phys. Rev. E 59:4498; Song, Miller & Abbott 2000, Nat. Neurosci. 3:919",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "Sender before receiver strengthens, receiver before sender weakens."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <summary>A₋, depression relative to potentiation [1].</summary>
    [Search(0.3, 1.2)] // below 0.3 the rule is practically causal trace Hebb, which has a row of its own
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
        where TLane : struct, ILane<TLane> => Eta * ((post.Rate * pre.Fast) - (AMinus * post.Fast * pre.Rate));
}
