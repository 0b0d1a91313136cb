using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.Neurons;

/// <summary>Leaky integrate-and-fire neuron with exponential synaptic currents. Integrated exactly between spikes.</summary>
public readonly record struct CurrentLif() : ISpikingNeuron
{
    /// <inheritdoc/>
    public SpikingNeuronCard Card =>
        new(
            "current_lif",
            "LIF, exponential currents",
            "τ dv/dt = v_rest − v + e − i + I; τ_e de/dt = −e; τ_i di/dt = −i",
            "Vogels & Abbott 2005, J. Neurosci. 25:10786; exact step: Rotter & Diesmann 1999, Biol. Cybern. 81:381"
        );

    /// <summary>τ, membrane time constant [s].</summary>
    [Unit("s")]
    public double TauMembrane { get; init; } = 0.020;

    /// <summary>τ_e, decay of the excitatory current [s].</summary>
    [Unit("s")]
    public double TauExcitation { get; init; } = 0.005;

    /// <summary>τ_i, decay of the inhibitory current [s].</summary>
    [Unit("s")]
    public double TauInhibition { get; init; } = 0.010;

    /// <inheritdoc/>
    [Unit("V")]
    public double Rest { get; init; } = -0.049;

    /// <inheritdoc/>
    [Unit("V")]
    public double Threshold { get; init; } = -0.050;

    /// <inheritdoc/>
    [Unit("V")]
    public double Reset { get; init; } = -0.060;

    /// <inheritdoc/>
    [Unit("s")]
    public double RefractoryPeriod { get; init; } = 0.005;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        [
            .. Require.All(
                Require.Positive(TauMembrane),
                Require.Positive(TauExcitation),
                Require.Positive(TauInhibition),
                Require.NotNegative(RefractoryPeriod)
            ),
            .. SpikingNeuronSteps.ResetBelowThreshold(this),
        ];

    /// <inheritdoc/>
    public NeuronUnits Units(double dt, double tauExcitation) => NeuronUnits.OfPotentials(this, TauMembrane);

    /// <inheritdoc/>
    public TResult Accept<TLane, TResult>(double dt, INeuronVisitor<TLane, TResult> visitor)
        where TLane : struct, ILane<TLane> => visitor.Visit(new Step<TLane>(this, dt));

    private readonly struct Step<TLane>(CurrentLif neuron, double dt) : INeuronStep<TLane>
        where TLane : struct, ILane<TLane>
    {
        private readonly TLane _decay = TLane.Splat(Math.Exp(-dt / neuron.TauMembrane));
        private readonly TLane _gain = TLane.Splat(1 - Math.Exp(-dt / neuron.TauMembrane));
        private readonly TLane _pull = TLane.Splat((1 - Math.Exp(-dt / neuron.TauMembrane)) * neuron.Rest);
        private readonly TLane _fromE = TLane.Splat(SpikingNeuronSteps.CurrentToVoltage(dt, neuron.TauMembrane, neuron.TauExcitation));
        private readonly TLane _fromI = TLane.Splat(SpikingNeuronSteps.CurrentToVoltage(dt, neuron.TauMembrane, neuron.TauInhibition));
        private readonly TLane _decayE = TLane.Splat(Math.Exp(-dt / neuron.TauExcitation));
        private readonly TLane _decayI = TLane.Splat(Math.Exp(-dt / neuron.TauInhibition));

        public static bool HasU => false;

        public static bool HasInhibition => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Advance(ref TLane v, ref TLane u, ref TLane e, ref TLane i, TLane input)
        {
            v = (v * _decay) + _pull + (input * _gain) + (e * _fromE) - (i * _fromI);
            e *= _decayE;
            i *= _decayI;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLane AfterSpike(TLane u) => u;
    }
}
