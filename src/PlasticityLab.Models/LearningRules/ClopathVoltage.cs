using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>The receiver's potential, not its spike, decides between strengthening and weakening.</summary>
/// <remarks>A_LTP is per second here: the published 8e-5 mV⁻² multiplies a trace with unit area per spike in milliseconds, so 8e-5 mV⁻² ms⁻¹·ms = 80 V⁻² a millisecond, 8e4 V⁻² a second of potential above threshold per hertz of the trace /1000.</remarks>
public readonly record struct ClopathVoltage() : ILearningRule<ClopathVoltage>
{
    /// <inheritdoc/>
    public static RuleCard Card => new(
        "clopath", "clopath", "Voltage-based STDP", "dw/dt = −A_LTD S_j [ū₋ − θ₋]₊ + A_LTP x_j [u − θ₊]₊ [ū₊ − θ₋]₊",
        "Clopath, Büsing, Vasilaki & Gerstner 2010, Nat. Neurosci. 13:344, eqs 1-3",
        RuleFamily.Temporal, TimeReversal.Broken,
        "The receiver's potential, not its spike, decides between strengthening and weakening.", RuleClock.EveryStep);

    /// <summary>A_LTD [weight/V].</summary>
    public double Depression { get; init; } = 0.14;

    /// <summary>A_LTP, of a trace that averages S_j [weight/V²].</summary>
    public double Potentiation { get; init; } = 80000;

    /// <summary>θ₋, potential above which a sender weakens [V].</summary>
    public double ThetaMinus { get; init; } = -0.0706;

    /// <summary>θ₊, potential above which it may strengthen [V].</summary>
    public double ThetaPlus { get; init; } = -0.0453;

    /// <summary>τ_x, of the presynaptic trace [s].</summary>
    public double TauX { get; init; } = 0.015;

    /// <summary>τ₋, of ū₋ [s].</summary>
    public double TauMinus { get; init; } = 0.010;

    /// <summary>τ₊, of ū₊ [s].</summary>
    public double TauPlus { get; init; } = 0.007;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfRate(TauX), PostFast: Trace.OfVoltage(TauMinus), PostSlow: Trace.OfVoltage(TauPlus));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Depression), Require.NotNegative(Potentiation), Require.Finite(ThetaMinus), Require.Finite(ThetaPlus), Require.Positive(TauX), Require.Positive(TauMinus), Require.Positive(TauPlus));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w) where TLane : struct, ILane<TLane>
    {
        var zero = TLane.Splat(0);
        var slow = TLane.Max(zero, post.Fast - ThetaMinus);
        var fast = TLane.Max(zero, post.Slow - ThetaMinus);
        var above = TLane.Max(zero, post.Voltage - ThetaPlus);
        return (Potentiation * pre.Fast * above * fast) - (Depression * pre.Spikes * slow);
    }
}
