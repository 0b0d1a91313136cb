using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.Neurons;

/// <summary>Adaptive exponential integrate-and-fire neuron with exponential synaptic currents. Forward Euler; the exponential is bounded so
/// that an upstroke ends in a spike, not in infinity.</summary>
public readonly record struct AdEx() : ISpikingNeuron
{
    /// <inheritdoc/>
    public SpikingNeuronCard Card =>
        new(
            "adex",
            "AdEx",
            "C dv/dt = −g (v − v_rest) + g Δ exp((v − v_T)/Δ) − u + e − i + I; τ_w du/dt = a (v − v_rest) − u; u += b at a spike",
            "Brette & Gerstner 2005, J. Neurophysiol. 94:3637, eqs 1-3"
        );

    /// <summary>C, capacitance [F].</summary>
    [Unit("F")]
    public double Capacitance { get; init; } = 281e-12;

    /// <summary>g, leak conductance [S].</summary>
    [Unit("S")]
    public double Leak { get; init; } = 30e-9;

    /// <summary>Δ, sharpness of the upstroke [V].</summary>
    [Unit("V")]
    public double Sharpness { get; init; } = 0.002;

    /// <summary>v_T, where the upstroke begins [V].</summary>
    [Unit("V")]
    public double Onset { get; init; } = -0.0504;

    /// <summary>a, subthreshold adaptation [S].</summary>
    [Unit("S")]
    public double A { get; init; } = 4e-9;

    /// <summary>b, adaptation added by a spike [A].</summary>
    [Unit("A")]
    public double B { get; init; } = 80.5e-12;

    /// <summary>τ_w, decay of adaptation [s].</summary>
    [Unit("s")]
    public double TauAdaptation { get; init; } = 0.144;

    /// <summary>τ_e, decay of the excitatory current [s].</summary>
    [Unit("s")]
    public double TauExcitation { get; init; } = 0.005;

    /// <summary>τ_i, decay of the inhibitory current [s].</summary>
    [Unit("s")]
    public double TauInhibition { get; init; } = 0.010;

    /// <inheritdoc/>
    [Unit("V")]
    public double Rest { get; init; } = -0.0706;

    /// <inheritdoc/>
    [Unit("V")]
    public double Threshold { get; init; } = 0.020;

    /// <inheritdoc/>
    [Unit("V")]
    public double Reset { get; init; } = -0.0706;

    /// <inheritdoc/>
    [Unit("s")]
    public double RefractoryPeriod { get; init; } = 0;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        [
            .. Require.All(
                Require.Positive(Capacitance),
                Require.Positive(Leak),
                Require.Positive(Sharpness),
                Require.Positive(TauAdaptation),
                Require.Positive(TauExcitation),
                Require.Positive(TauInhibition),
                Require.NotNegative(RefractoryPeriod)
            ),
            .. SpikingNeuronSteps.ResetBelowThreshold(this),
        ];

    /// <summary>(dv/dt [V/s], du/dt [A/s]) at a state under a current [A]: the phase plane.</summary>
    public (double DvDt, double DuDt) Flow(double v, double u, double current) =>
        (
            ((-Leak * (v - Rest)) + (Leak * Sharpness * Math.Exp(Math.Min(10, (v - Onset) / Sharpness))) - u + current) / Capacitance,
            ((A * (v - Rest)) - u) / TauAdaptation
        );

    /// <inheritdoc/>
    public IEnumerable<string> StepProblems(double dt) =>
        SpikingNeuronSteps.StepAtMostHalf(dt, Math.Min(Capacitance / Leak, TauAdaptation));

    /// <inheritdoc/>
    public NeuronUnits Units(double dt, double tauExcitation) =>
        NeuronUnits.OfExponential(Leak, A, Sharpness, Onset - Rest, Capacitance / Leak, TauAdaptation);

    /// <inheritdoc/>
    public TResult Accept<TLane, TResult>(double dt, INeuronVisitor<TLane, TResult> visitor)
        where TLane : struct, ILane<TLane> => visitor.Visit(new Step<TLane>(this, dt));

    private readonly struct Step<TLane>(AdEx neuron, double dt) : INeuronStep<TLane>
        where TLane : struct, ILane<TLane>
    {
        // e^10 g Δ / C is 5 V/ms for the defaults: one step of 0.1 ms crosses the threshold from there.
        private readonly TLane _most = TLane.Splat(10);
        private readonly TLane _leak = TLane.Splat(dt * neuron.Leak / neuron.Capacitance);
        private readonly TLane _rest = TLane.Splat(neuron.Rest);
        private readonly TLane _sharpness = TLane.Splat(neuron.Sharpness);
        private readonly TLane _steepness = TLane.Splat(1 / neuron.Sharpness);
        private readonly TLane _onset = TLane.Splat(neuron.Onset);
        private readonly TLane _perCharge = TLane.Splat(dt / neuron.Capacitance);
        private readonly TLane _a = TLane.Splat(neuron.A);
        private readonly TLane _b = TLane.Splat(neuron.B);
        private readonly TLane _adaptation = TLane.Splat(dt / neuron.TauAdaptation);
        private readonly TLane _decayE = TLane.Splat(Math.Exp(-dt / neuron.TauExcitation));
        private readonly TLane _decayI = TLane.Splat(Math.Exp(-dt / neuron.TauInhibition));

        public static bool HasU => true;

        public static bool HasInhibition => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Advance(ref TLane v, ref TLane u, ref TLane e, ref TLane i, TLane input)
        {
            var above = v - _rest;
            var upstroke = _sharpness * TLane.Exp(TLane.AtMost(_most, (v - _onset) * _steepness));
            v = v + (_leak * (upstroke - above)) + (_perCharge * (e - i - u + input));
            u += _adaptation * ((_a * above) - u);
            e *= _decayE;
            i *= _decayI;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLane AfterSpike(TLane u) => u + _b;
    }
}
