using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.Neurons;

/// <summary>Adaptive exponential neuron whose spikes last, with a current after the spike and a threshold that the spike lifts: the neuron
/// of the voltage-based rule. Forward Euler.</summary>
/// <remarks>
/// The shape (29.4 mV, then 32.862 mV for the rest of 2 ms, then 21.0984 mV above rest) is the author's replacement for an upstroke that a
/// step of 1 ms cannot resolve.
/// The paper states b = 80.5 pA; the author's program, from which the published frequency curve comes, adds 0.0805 to a variable in pA. The
/// default is the paper's; reproduction S16 uses the program's.
/// </remarks>
public readonly record struct AdExSpikeShape() : ISpikingNeuron
{
    /// <inheritdoc/>
    public SpikingNeuronCard Card =>
        new(
            "adex_spike_shape",
            "AdEx with spike shape",
            "C dv/dt = −g (v − v_rest) + g Δ exp((v − v_T)/Δ) − u + z + e − i + I; τ_w du/dt = a (v − v_rest) − u; τ_z dz/dt = −z; τ_T dv_T/dt = v_T0 − v_T; after a spike u += b, z = I_sp, v_T = v_T0 + jump",
            "Clopath, Büsing, Vasilaki & Gerstner 2010, Nat. Neurosci. 13:344, methods"
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

    /// <summary>v_T0, where the upstroke begins in a rested neuron [V].</summary>
    [Unit("V")]
    public double Onset { get; init; } = -0.0504;

    /// <summary>How far a spike lifts the onset [V].</summary>
    [Unit("V")]
    public double OnsetJump { get; init; } = 0.020;

    /// <summary>τ_T, return of the onset [s].</summary>
    [Unit("s")]
    public double TauOnset { get; init; } = 0.050;

    /// <summary>a, subthreshold adaptation [S].</summary>
    [Unit("S")]
    public double A { get; init; } = 4e-9;

    /// <summary>b, adaptation added by a spike [A].</summary>
    [Unit("A")]
    public double B { get; init; } = 80.5e-12;

    /// <summary>τ_w, decay of adaptation [s].</summary>
    [Unit("s")]
    public double TauAdaptation { get; init; } = 0.144;

    /// <summary>I_sp, depolarising current after a spike [A].</summary>
    [Unit("A")]
    public double AfterCurrent { get; init; } = 400e-12;

    /// <summary>τ_z, its decay [s].</summary>
    [Unit("s")]
    public double TauAfter { get; init; } = 0.040;

    /// <summary>τ_e, decay of the excitatory current [s].</summary>
    [Unit("s")]
    public double TauExcitation { get; init; } = 0.005;

    /// <summary>τ_i, decay of the inhibitory current [s].</summary>
    [Unit("s")]
    public double TauInhibition { get; init; } = 0.010;

    /// <summary>How long a spike lasts [s].</summary>
    [Unit("s")]
    public double SpikeWidth { get; init; } = 0.002;

    /// <summary>Potential when the spike begins [V].</summary>
    [Unit("V")]
    public double Peak { get; init; } = 0.0294;

    /// <summary>Potential during the rest of the spike [V].</summary>
    [Unit("V")]
    public double Plateau { get; init; } = 0.032862;

    /// <inheritdoc/>
    [Unit("V")]
    public double Rest { get; init; } = -0.0706;

    /// <inheritdoc/>
    [Unit("V")]
    public double Threshold { get; init; } = 0.020;

    /// <inheritdoc/>
    [Unit("V")]
    public double Reset { get; init; } = -0.0495016;

    /// <inheritdoc/>
    public double RefractoryPeriod => 0;

    /// <inheritdoc/>
    public SpikeShape? Shape => new SpikeShape(SpikeWidth, Peak, Plateau);

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        [
            .. Require.All(
                Require.Positive(Capacitance),
                Require.Positive(Leak),
                Require.Positive(Sharpness),
                Require.Positive(TauOnset),
                Require.Positive(TauAdaptation),
                Require.Positive(TauAfter),
                Require.Positive(TauExcitation),
                Require.Positive(TauInhibition),
                Require.Positive(SpikeWidth)
            ),
            .. SpikingNeuronSteps.ResetBelowThreshold(this),
        ];

    /// <inheritdoc/>
    public IEnumerable<string> StepProblems(double dt) =>
        SpikingNeuronSteps.StepAtMostHalf(dt, Math.Min(Capacitance / Leak, TauAdaptation));

    /// <inheritdoc/>
    public NeuronUnits Units(double dt, double tauExcitation) =>
        NeuronUnits.OfExponential(Leak, A, Sharpness, Onset - Rest, Capacitance / Leak, TauAdaptation);

    /// <inheritdoc/>
    public TResult Accept<TLane, TResult>(double dt, INeuronVisitor<TLane, TResult> visitor)
        where TLane : struct, ILane<TLane> => visitor.Visit(new Step<TLane>(this, dt));

    private readonly struct Step<TLane>(AdExSpikeShape neuron, double dt) : INeuronStep<TLane>
        where TLane : struct, ILane<TLane>
    {
        private readonly TLane _most = TLane.Splat(10); // as in AdEx: beyond e^10 one step crosses the threshold
        private readonly TLane _leak = TLane.Splat(dt * neuron.Leak / neuron.Capacitance);
        private readonly TLane _rest = TLane.Splat(neuron.Rest);
        private readonly TLane _sharpness = TLane.Splat(neuron.Sharpness);
        private readonly TLane _steepness = TLane.Splat(1 / neuron.Sharpness);
        private readonly TLane _onset = TLane.Splat(neuron.Onset);
        private readonly TLane _jump = TLane.Splat(neuron.OnsetJump);
        private readonly TLane _perCharge = TLane.Splat(dt / neuron.Capacitance);
        private readonly TLane _a = TLane.Splat(neuron.A);
        private readonly TLane _b = TLane.Splat(neuron.B);
        private readonly TLane _adaptation = TLane.Splat(dt / neuron.TauAdaptation);
        private readonly TLane _afterCurrent = TLane.Splat(neuron.AfterCurrent);
        private readonly TLane _decayAfter = TLane.Splat(Math.Exp(-dt / neuron.TauAfter));
        private readonly TLane _decayOnset = TLane.Splat(Math.Exp(-dt / neuron.TauOnset));
        private readonly TLane _decayE = TLane.Splat(Math.Exp(-dt / neuron.TauExcitation));
        private readonly TLane _decayI = TLane.Splat(Math.Exp(-dt / neuron.TauInhibition));

        public static bool HasU => true;

        public static bool HasInhibition => true;

        public static bool HasShape => true;

        public void Advance(ref TLane v, ref TLane u, ref TLane e, ref TLane i, TLane input) =>
            throw new NotSupportedException("This model's spikes have a shape.");

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AdvanceShaped(ref TLane v, ref TLane u, ref TLane e, ref TLane i, ref TLane after, ref TLane lift, TLane input)
        {
            var above = v - _rest;
            var upstroke = _sharpness * TLane.Exp(TLane.AtMost(_most, (v - _onset - (_jump * lift)) * _steepness));
            v = v + (_leak * (upstroke - above)) + (_perCharge * (e - i - u + (_afterCurrent * after) + input));
            u += _adaptation * ((_a * above) - u);
            e *= _decayE;
            i *= _decayI;
            after *= _decayAfter;
            lift *= _decayOnset;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLane AfterSpike(TLane u) => u + _b;
    }
}
