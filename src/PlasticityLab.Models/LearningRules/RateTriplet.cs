using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>The triplet rule in a rate network, with unit-gain traces: STDP whose strengthening needs the receiver to have been active
/// before as well.</summary>
public readonly record struct RateTriplet() : ILearningRule<RateTriplet>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "rate_triplet",
            "triplet",
            "triplet STDP",
            "dw/dt = η (r_i x̄_j (A₂ + A₃ ȳ₂ᵢ) − A₋ ȳ_i r_j)",
            "Pfister & Gerstner 2006, J. Neurosci. 26:9673, with S = r and unit-gain traces",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "Sender before receiver strengthens, the more so the more active the receiver has been; receiver before sender weakens."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <summary>A₂, pair potentiation [1].</summary>
    [Search(0, 1)]
    public double A2 { get; init; } = 0.2;

    /// <summary>A₃, triplet potentiation [1].</summary>
    [Search(0, 4)]
    public double A3 { get; init; } = 2;

    /// <summary>A₋, depression [1].</summary>
    [Search(0.3, 1.2)]
    public double AMinus { get; init; } = 1;

    /// <summary>τ₊, time constant of the trace x̄ [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.020;

    /// <summary>τ₋, time constant of the trace ȳ [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauMinus { get; init; } = 0.020;

    /// <summary>τ_y, time constant of the slow trace ȳ₂ [s].</summary>
    [Unit("s"), Search(0.040, 0.2, log: true)]
    public double TauSlow { get; init; } = 0.100;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfRate(TauPlus), PostFast: Trace.OfRate(TauMinus), PostSlow: Trace.OfRate(TauSlow));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Require.NotNegative(Eta),
            Require.NotNegative(A2),
            Require.NotNegative(A3),
            Require.NotNegative(AMinus),
            Require.Positive(TauPlus),
            Require.Positive(TauMinus),
            Require.Positive(TauSlow)
        );

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * ((post.Rate * pre.Fast * (A2 + (A3 * post.Slow))) - (AMinus * post.Fast * pre.Rate));
}
