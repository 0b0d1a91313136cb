using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.Neurons;

/// <summary>Leaky integrate-and-fire neuron whose synapses make the membrane jump. Integrated exactly.</summary>
public readonly record struct DeltaLif() : ISpikingNeuron
{
    /// <inheritdoc/>
    public SpikingNeuronCard Card =>
        new(
            "delta_lif",
            "LIF, delta synapses",
            "τ dv/dt = v_rest − v + I; v += w at a spike",
            "Lapicque 1907; Brunel 2000, J. Comput. Neurosci. 8:183"
        );

    /// <summary>τ, membrane time constant [s].</summary>
    [Unit("s")]
    public double TauMembrane { get; init; } = 0.020;

    /// <inheritdoc/>
    [Unit("V")]
    public double Rest { get; init; } = 0;

    /// <inheritdoc/>
    [Unit("V")]
    public double Threshold { get; init; } = 0.020;

    /// <inheritdoc/>
    [Unit("V")]
    public double Reset { get; init; } = 0.010;

    /// <inheritdoc/>
    [Unit("s")]
    public double RefractoryPeriod { get; init; } = 0.002;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        [
            .. Require.All(Require.Positive(TauMembrane), Require.NotNegative(RefractoryPeriod)),
            .. SpikingNeuronSteps.ResetBelowThreshold(this),
        ];

    /// <inheritdoc/>
    // The charge of a current with decay τ_e makes the membrane jump by τ_e/τ.
    public NeuronUnits Units(double dt, double tauExcitation) =>
        NeuronUnits.OfPotentials(this, TauMembrane) is var units
            ? units with
            {
                Excitation = units.Input * tauExcitation / TauMembrane,
                Inhibition = -units.Input * tauExcitation / TauMembrane,
            }
            : default;

    /// <inheritdoc/>
    public TResult Accept<TLane, TResult>(double dt, INeuronVisitor<TLane, TResult> visitor)
        where TLane : struct, ILane<TLane> => visitor.Visit(new Step<TLane>(this, dt));

    private readonly struct Step<TLane>(DeltaLif neuron, double dt) : INeuronStep<TLane>
        where TLane : struct, ILane<TLane>
    {
        private readonly TLane _decay = TLane.Splat(Math.Exp(-dt / neuron.TauMembrane));
        private readonly TLane _pull = TLane.Splat((1 - Math.Exp(-dt / neuron.TauMembrane)) * neuron.Rest);
        private readonly TLane _gain = TLane.Splat(1 - Math.Exp(-dt / neuron.TauMembrane));

        public static bool HasU => false;

        public static bool HasInhibition => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Advance(ref TLane v, ref TLane u, ref TLane e, ref TLane i, TLane input)
        {
            v = (v * _decay) + _pull + (input * _gain) + e;
            e = TLane.Splat(0);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLane AfterSpike(TLane u) => u;
    }
}
