using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.Neurons;

/// <summary>Leaky integrate-and-fire neuron in units of its threshold, with exponential currents, spike-triggered adaptation and a floor:
/// the neuron of the sequence task. Forward Euler.</summary>
public readonly record struct AdaptiveLif() : ISpikingNeuron
{
    /// <inheritdoc/>
    public SpikingNeuronCard Card =>
        new(
            "adaptive_lif",
            "LIF with adaptation",
            "τ dv/dt = −v + e − i − b u + I, v ≥ floor; τ_a du/dt = −u, u += 1/τ_a at a spike",
            "Treves 1993, Network 4:259"
        );

    /// <summary>τ, membrane time constant [s].</summary>
    [Unit("s")]
    public double TauMembrane { get; init; } = 0.020;

    /// <summary>τ_e, decay of the excitatory current [s].</summary>
    [Unit("s")]
    public double TauExcitation { get; init; } = 0.015;

    /// <summary>τ_i, decay of the inhibitory current [s].</summary>
    [Unit("s")]
    public double TauInhibition { get; init; } = 0.008;

    /// <summary>b, strength of adaptation [threshold · s].</summary>
    public double Adaptation { get; init; } = 0;

    /// <summary>τ_a, decay of adaptation [s].</summary>
    [Unit("s")]
    public double TauAdaptation { get; init; } = 0.100;

    /// <summary>Lowest potential [threshold].</summary>
    public double Floor { get; init; } = -1;

    /// <inheritdoc/>
    public double Rest { get; init; } = 0;

    /// <inheritdoc/>
    public double Threshold { get; init; } = 1;

    /// <inheritdoc/>
    public double Reset { get; init; } = 0;

    /// <inheritdoc/>
    [Unit("s")]
    public double RefractoryPeriod { get; init; } = 0.003;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        [
            .. Require.All(
                Require.Positive(TauMembrane),
                Require.Positive(TauExcitation),
                Require.Positive(TauInhibition),
                Require.NotNegative(Adaptation),
                Require.Positive(TauAdaptation),
                Require.NotNegative(RefractoryPeriod)
            ),
            .. SpikingNeuronSteps.ResetBelowThreshold(this),
        ];

    /// <inheritdoc/>
    public IEnumerable<string> StepProblems(double dt) => SpikingNeuronSteps.StepAtMostHalf(dt, TauMembrane);

    /// <inheritdoc/>
    public NeuronUnits Units(double dt, double tauExcitation) => NeuronUnits.OfPotentials(this, TauMembrane);

    /// <inheritdoc/>
    public TResult Accept<TLane, TResult>(double dt, INeuronVisitor<TLane, TResult> visitor)
        where TLane : struct, ILane<TLane> => visitor.Visit(new Step<TLane>(this, dt));

    private readonly struct Step<TLane>(AdaptiveLif neuron, double dt) : INeuronStep<TLane>
        where TLane : struct, ILane<TLane>
    {
        private readonly TLane _rate = TLane.Splat(dt / neuron.TauMembrane);
        private readonly TLane _adaptation = TLane.Splat(neuron.Adaptation);
        private readonly TLane _rest = TLane.Splat(neuron.Rest);
        private readonly TLane _floor = TLane.Splat(neuron.Floor);
        private readonly TLane _decayE = TLane.Splat(Math.Exp(-dt / neuron.TauExcitation));
        private readonly TLane _decayI = TLane.Splat(Math.Exp(-dt / neuron.TauInhibition));
        private readonly TLane _decayU = TLane.Splat(Math.Exp(-dt / neuron.TauAdaptation));
        private readonly TLane _jumpU = TLane.Splat(1 / neuron.TauAdaptation);

        public static bool HasU => true;

        public static bool HasInhibition => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Advance(ref TLane v, ref TLane u, ref TLane e, ref TLane i, TLane input)
        {
            v = TLane.AtLeast(_floor, v + (_rate * (_rest - v + e - i - (_adaptation * u) + input)));
            e *= _decayE;
            i *= _decayI;
            u *= _decayU;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLane AfterSpike(TLane u) => u + _jumpU;
    }
}
