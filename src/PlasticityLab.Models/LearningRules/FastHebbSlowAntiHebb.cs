using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Coincidence now strengthens, having been active around the same time weakens: competition between neighbours in time.</summary>
public readonly record struct FastHebbSlowAntiHebb() : ILearningRule<FastHebbSlowAntiHebb>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "fast_hebb_slow_anti_hebb",
            "mexhat",
            "Mexican hat",
            "dw/dt = η (r_i r_j − A₋ ȳ_i ȳ_j)",
            "Földiák 1990, Biol. Cybern. 64:165; Mexican-hat window in time",
            RuleFamily.Correlational,
            TimeReversal.Nearly,
            "Coincidence now strengthens, having been active around the same time weakens: competition between neighbours in time."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <summary>A₋, strength of the slow anti-Hebbian part [1].</summary>
    [Search(0.2, 1.4)]
    public double AMinus { get; init; } = 0.7;

    /// <summary>τ₋, time constant of the traces ȳ [s].</summary>
    [Unit("s"), Search(0.008, 0.100, log: true)]
    public double TauMinus { get; init; } = 0.030;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfRate(TauMinus), PostFast: Trace.OfRate(TauMinus));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta), Require.NotNegative(AMinus), Require.Positive(TauMinus));

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * ((post.Rate * pre.Rate) - (AMinus * post.Fast * pre.Fast));
}
