using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace Stranger;

/// <summary>A spiking neuron: leaky integration of currents that decay alike.</summary>
public readonly record struct PlainLif() : ISpikingNeuron
{
    public SpikingNeuronCard Card =>
        new("plain_lif", "Plain LIF", "τ dv/dt = v_rest − v + e − i + I; τ_s de/dt = −e; τ_s di/dt = −i", "Stranger 2026");

    /// <summary>τ, membrane time constant [s].</summary>
    [Unit("s")]
    public double TauMembrane { get; init; } = 0.015;

    /// <summary>τ_s, decay of currents [s].</summary>
    [Unit("s")]
    public double TauSynapse { get; init; } = 0.005;

    public double Rest => -0.060;

    public double Threshold => -0.050;

    public double Reset => -0.060;

    public double RefractoryPeriod => 0.002;

    public IEnumerable<string> Problems() => Require.All(Require.Positive(TauMembrane), Require.Positive(TauSynapse));

    public NeuronUnits Units(double dt, double tauExcitation) => NeuronUnits.OfPotentials(this, TauMembrane);

    public TResult Accept<TLane, TResult>(double dt, INeuronVisitor<TLane, TResult> visitor)
        where TLane : struct, ILane<TLane> => visitor.Visit(new Step<TLane>(this, dt));

    private readonly struct Step<TLane>(PlainLif neuron, double dt) : INeuronStep<TLane>
        where TLane : struct, ILane<TLane>
    {
        private readonly TLane _share = TLane.Splat(1 - Math.Exp(-dt / neuron.TauMembrane));
        private readonly TLane _rest = TLane.Splat(neuron.Rest);
        private readonly TLane _decay = TLane.Splat(Math.Exp(-dt / neuron.TauSynapse));

        public static bool HasU => false;

        public static bool HasInhibition => true;

        public void Advance(ref TLane v, ref TLane u, ref TLane e, ref TLane i, TLane input)
        {
            v += _share * (_rest - v + e - i + input);
            e *= _decay;
            i *= _decay;
        }

        public TLane AfterSpike(TLane u) => u;
    }
}
