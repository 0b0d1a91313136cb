using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Triplet STDP in which each spike sees only the last spikes.</summary>
public readonly record struct NearestTripletStdp() : ILearningRule<NearestTripletStdp>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "nearest_triplet_stdp",
            "nntriplet",
            "triplet STDP, nearest spikes",
            "dw/dt = η (x_j S_i (A₂⁺ + A₃⁺ y₂ᵢ) − y_i S_j (A₂⁻ + A₃⁻ x₂ⱼ)), traces set to 1 at a spike",
            "Pfister & Gerstner 2006, J. Neurosci. 26:9673, eqs 2-4, table 4",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "Triplet STDP in which each spike sees only the last spikes.",
            RuleClock.AtSpikes
        );

    /// <summary>η, factor on the whole rule [1].</summary>
    public double Eta { get; init; } = 1;

    /// <summary>A₂⁺, pair potentiation [weight].</summary>
    [Search(0, 1)]
    public double A2Plus { get; init; } = 8.8e-11;

    /// <summary>A₃⁺, triplet potentiation [weight].</summary>
    [Search(0, 4)]
    public double A3Plus { get; init; } = 0.053;

    /// <summary>A₂⁻, pair depression [weight].</summary>
    [Search(0, 1)]
    public double A2Minus { get; init; } = 0.0066;

    /// <summary>A₃⁻, triplet depression [weight].</summary>
    [Search(0)]
    public double A3Minus { get; init; } = 0.0031;

    /// <summary>τ₊, fast presynaptic trace [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.0168;

    /// <summary>τ₋, fast postsynaptic trace [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauMinus { get; init; } = 0.0337;

    /// <summary>τ_x, slow presynaptic trace [s].</summary>
    [Unit("s")]
    public double TauX { get; init; } = 0.714;

    /// <summary>τ_y, slow postsynaptic trace [s].</summary>
    [Unit("s")]
    public double TauY { get; init; } = 0.040;

    /// <inheritdoc/>
    public Traces Traces =>
        new(Trace.OfNearestSpike(TauPlus), Trace.OfNearestSpike(TauX), Trace.OfNearestSpike(TauMinus), Trace.OfNearestSpike(TauY));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Require.NotNegative(Eta),
            Require.NotNegative(A2Plus),
            Require.NotNegative(A3Plus),
            Require.NotNegative(A2Minus),
            Require.NotNegative(A3Minus),
            Require.Positive(TauPlus),
            Require.Positive(TauMinus),
            Require.Positive(TauX),
            Require.Positive(TauY)
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> =>
        Eta * ((pre.Fast * post.Spikes * (A2Plus + (A3Plus * post.Slow))) - (post.Fast * pre.Spikes * (A2Minus + (A3Minus * pre.Slow))));
}
