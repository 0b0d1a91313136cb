using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>The receiver's potential, not its spike, decides between strengthening and weakening.</summary>
/// <remarks>
/// Units. Published: A_LTD = 14e-5 mV⁻¹ a presynaptic spike, so 0.14 V⁻¹. A_LTP = 8e-5 mV⁻² with a trace in ms⁻¹ and dw in ms⁻¹: dw/dt
/// [s⁻¹] = 1000 · 8e-5 · (x [s⁻¹] / 1000) · 10⁶ (u ū [V²]) = 80 V⁻² x u ū.
/// The rule needs a neuron that shows its spikes (<see cref="Neurons.AdExSpikeShape"/>): where the potential is reset at once it never
/// exceeds θ₊.
/// </remarks>
public readonly record struct VoltageStdp() : ILearningRule<VoltageStdp>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "voltage_stdp",
            "voltage",
            "voltage-based STDP",
            "dw/dt = −A_LTD S_j [ū₋ − θ₋]₊ + A_LTP x_j [u − θ₊]₊ [ū₊ − θ₋]₊",
            "Clopath, Büsing, Vasilaki & Gerstner 2010, Nat. Neurosci. 13:344, eqs 1-3",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "The receiver's potential, not its spike, decides between strengthening and weakening.",
            RuleClock.AtSpikesAndAbove
        );

    /// <summary>A_LTD, weakening by a presynaptic spike [weight/V].</summary>
    [Search(0, 1)]
    public double Depression { get; init; } = 0.14;

    /// <summary>A_LTP, strengthening [weight/V²].</summary>
    [Search(1)]
    public double Potentiation { get; init; } = 80;

    /// <summary>θ₋, averaged potential above which synapses change at all [V].</summary>
    [Unit("V")]
    public double ThetaMinus { get; init; } = -0.0706;

    /// <summary>θ₊, potential above which they strengthen [V].</summary>
    [Unit("V")]
    public double ThetaPlus { get; init; } = -0.0453;

    /// <summary>τ_x, decay of the presynaptic trace [s].</summary>
    [Unit("s")]
    public double TauX { get; init; } = 0.015;

    /// <summary>τ₋, of the averaged potential ū₋ [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauMinus { get; init; } = 0.010;

    /// <summary>τ₊, of the averaged potential ū₊ [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.007;

    /// <summary>Time by which the averaged potentials lag, so that a spike (2 ms and one step) does not see itself [s].</summary>
    [Unit("s")]
    public double Delay { get; init; } = 0.003;

    /// <inheritdoc/>
    public Traces Traces =>
        new(PreFast: Trace.OfRate(TauX), PostFast: Trace.OfVoltage(TauMinus, Delay), PostSlow: Trace.OfVoltage(TauPlus, Delay));

    /// <inheritdoc/>
    public double ActiveAbove => ThetaPlus;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Require.NotNegative(Depression),
            Require.NotNegative(Potentiation),
            Require.Finite(ThetaMinus),
            Require.Finite(ThetaPlus),
            Require.Positive(TauX),
            Require.Positive(TauMinus),
            Require.Positive(TauPlus),
            Require.NotNegative(Delay)
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane>
    {
        var zero = TLane.Splat(0);
        var depolarised = TLane.AtLeast(zero, post.Fast - ThetaMinus);
        var before = TLane.AtLeast(zero, post.Slow - ThetaMinus);
        var above = TLane.AtLeast(zero, post.Voltage - ThetaPlus);
        return (Potentiation * pre.Fast * above * before) - (Depression * pre.Spikes * depolarised);
    }
}
