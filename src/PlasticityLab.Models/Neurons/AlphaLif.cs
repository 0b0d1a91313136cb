using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.Neurons;

/// <summary>Leaky integrate-and-fire neuron with alpha-shaped synaptic currents of either sign. Integrated exactly.</summary>
public readonly record struct AlphaLif() : ISpikingNeuron
{
    /// <inheritdoc/>
    public SpikingNeuronCard Card =>
        new(
            "alpha_lif",
            "LIF, alpha currents",
            "C dv/dt = −C (v − v_rest)/τ + u + I; du/dt = e − u/τ_s; de/dt = −e/τ_s; a weight w makes a current of peak w",
            "Morrison, Aertsen & Diesmann 2007, Neural Comput. 19:1437; exact step: Rotter & Diesmann 1999, Biol. Cybern. 81:381"
        );

    /// <summary>C, membrane capacitance [F].</summary>
    [Unit("F")]
    public double Capacitance { get; init; } = 250e-12;

    /// <summary>τ, membrane time constant [s].</summary>
    [Unit("s")]
    public double TauMembrane { get; init; } = 0.010;

    /// <summary>τ_s, rise time of the current [s].</summary>
    [Unit("s")]
    public double TauSynapse { get; init; } = 0.32582722403722841e-3;

    /// <inheritdoc/>
    [Unit("V")]
    public double Rest { get; init; } = 0;

    /// <inheritdoc/>
    [Unit("V")]
    public double Threshold { get; init; } = 0.020;

    /// <inheritdoc/>
    [Unit("V")]
    public double Reset { get; init; } = 0;

    /// <inheritdoc/>
    [Unit("s")]
    public double RefractoryPeriod { get; init; } = 0.0005;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        [
            .. Require.All(
                Require.Positive(Capacitance),
                Require.Positive(TauMembrane),
                Require.Positive(TauSynapse),
                Require.NotNegative(RefractoryPeriod)
            ),
            .. SpikingNeuronSteps.ResetBelowThreshold(this),
        ];

    /// <inheritdoc/>
    public NeuronUnits Units(double dt, double tauExcitation)
    {
        var (units, perVolt) = (NeuronUnits.OfPotentials(this, TauMembrane), Capacitance / TauMembrane);
        return new(units.Base * perVolt, units.Input * perVolt, units.Input * perVolt, -units.Input * perVolt, TauMembrane);
    }

    /// <inheritdoc/>
    public TResult Accept<TLane, TResult>(double dt, INeuronVisitor<TLane, TResult> visitor)
        where TLane : struct, ILane<TLane> => visitor.Visit(new Step<TLane>(this, dt));

    private readonly struct Step<TLane> : INeuronStep<TLane>
        where TLane : struct, ILane<TLane>
    {
        private readonly TLane _decay,
            _pull,
            _gain,
            _fromU,
            _fromE,
            _synapse,
            _riseE;

        public Step(AlphaLif neuron, double dt)
        {
            // Variation of constants with a = 1/τ, b = 1/τ_s, d = a − b: u contributes (e^{−b dt} − e^{−a dt})/d, e contributes ∫ s e^{−b
            // s} e^{−a (dt−s)} ds. For τ_s near τ these are 0 over 0 once and twice; with φ₁ and φ₂ they are dt e^{−b dt} φ₁(−d dt) and
            // dt² e^{−b dt} φ₂(−d dt).
            var (a, b) = (1 / neuron.TauMembrane, 1 / neuron.TauSynapse);
            var (ma, mb, d) = (Math.Exp(-a * dt), Math.Exp(-b * dt), a - b);
            _decay = TLane.Splat(ma);
            _pull = TLane.Splat((1 - ma) * neuron.Rest);
            _gain = TLane.Splat((1 - ma) * neuron.TauMembrane / neuron.Capacitance);
            var near = Math.Abs(d) * dt < 0.1;
            _fromU = TLane.Splat((near ? dt * mb * Phi.One(-d * dt) : (mb - ma) / d) / neuron.Capacitance);
            var ofE = near ? dt * dt * mb * Phi.Two(-d * dt) : (dt * mb / d) - ((mb - ma) / (d * d));
            _fromE = TLane.Splat(ofE * Math.E / neuron.TauSynapse / neuron.Capacitance); // e/τ_s: peak of the current = w
            _synapse = TLane.Splat(mb);
            _riseE = TLane.Splat(dt * mb * Math.E / neuron.TauSynapse);
        }

        public static bool HasU => true;

        public static bool HasInhibition => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Advance(ref TLane v, ref TLane u, ref TLane e, ref TLane i, TLane input)
        {
            v = (v * _decay) + _pull + (input * _gain) + (u * _fromU) + (e * _fromE);
            u = (u * _synapse) + (e * _riseE);
            e *= _synapse;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLane AfterSpike(TLane u) => u;
    }
}
