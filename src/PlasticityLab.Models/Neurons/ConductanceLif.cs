using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.Neurons;

/// <summary>Leaky integrate-and-fire neuron with exponential synaptic conductances, in units of the leak. Forward Euler: the equation is
/// linear in v with time-varying coefficients, and at 0.1 ms the step's error is far below that of the published cases. Where conductances
/// are so large that a step would pass the potential they pull to, it ends there: inhibition never excites.</summary>
public readonly record struct ConductanceLif() : ISpikingNeuron
{
    /// <inheritdoc/>
    public SpikingNeuronCard Card =>
        new(
            "conductance_lif",
            "LIF, exponential conductances",
            "τ dv/dt = v_rest − v + I + e (E_e − v) + i (E_i − v); τ_e de/dt = −e; τ_i di/dt = −i",
            "Vogels & Abbott 2005, J. Neurosci. 25:10786; Brette et al. 2007, J. Comput. Neurosci. 23:349, benchmark 1"
        );

    /// <summary>τ, membrane time constant [s].</summary>
    [Unit("s")]
    public double TauMembrane { get; init; } = 0.020;

    /// <summary>τ_e, decay of the excitatory conductance [s].</summary>
    [Unit("s")]
    public double TauExcitation { get; init; } = 0.005;

    /// <summary>τ_i, decay of the inhibitory conductance [s].</summary>
    [Unit("s")]
    public double TauInhibition { get; init; } = 0.010;

    /// <summary>E_e, excitatory reversal potential [V].</summary>
    [Unit("V")]
    public double ReversalExcitation { get; init; } = 0;

    /// <summary>E_i, inhibitory reversal potential [V].</summary>
    [Unit("V")]
    public double ReversalInhibition { get; init; } = -0.080;

    /// <inheritdoc/>
    [Unit("V")]
    public double Rest { get; init; } = -0.060;

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
    public IEnumerable<string> StepProblems(double dt) => SpikingNeuronSteps.StepAtMostHalf(dt, TauMembrane);

    /// <inheritdoc/>
    // A conductance g drives g (E − v): at the threshold it is the current of an input of 1.
    public NeuronUnits Units(double dt, double tauExcitation) =>
        NeuronUnits.OfPotentials(this, TauMembrane) is var units
            ? units with
            {
                Excitation = units.Input / (ReversalExcitation - Threshold),
                Inhibition = units.Input / (Threshold - ReversalInhibition),
            }
            : default;

    /// <inheritdoc/>
    public TResult Accept<TLane, TResult>(double dt, INeuronVisitor<TLane, TResult> visitor)
        where TLane : struct, ILane<TLane> => visitor.Visit(new Step<TLane>(this, dt));

    private readonly struct Step<TLane>(ConductanceLif neuron, double dt) : INeuronStep<TLane>
        where TLane : struct, ILane<TLane>
    {
        private readonly TLane _rate = TLane.Splat(dt / neuron.TauMembrane);
        private readonly TLane _most = TLane.Splat(Most(neuron, dt));
        private readonly TLane _rest = TLane.Splat(neuron.Rest);
        private readonly TLane _reversalE = TLane.Splat(neuron.ReversalExcitation);
        private readonly TLane _reversalI = TLane.Splat(neuron.ReversalInhibition);
        private readonly TLane _decayE = TLane.Splat(Math.Exp(-dt / neuron.TauExcitation));
        private readonly TLane _decayI = TLane.Splat(Math.Exp(-dt / neuron.TauInhibition));

        public static bool HasU => false;

        public static bool HasInhibition => true;

        public static bool IsBounded => true;

        public double MostConductance { get; } = Most(neuron, dt);

        // (1 + e + i) dt/τ > 1 would overshoot. Below 0.999 the lesser of dt/τ and 1/(1 + e + i) is dt/τ to the last bit.
        private static double Most(ConductanceLif neuron, double dt) => (0.999 * neuron.TauMembrane / dt) - 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Advance(ref TLane v, ref TLane u, ref TLane e, ref TLane i, TLane input)
        {
            var share = _rate;
            // The current over the conductance is the way to where it vanishes: no step is longer.
            if (TLane.AnyAbove(e + i, _most))
            {
                share = TLane.AtMost(share, TLane.Splat(1) / TLane.AtLeast(TLane.Splat(1), 1 + e + i));
            }

            Move(share, ref v, ref e, ref i, input);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AdvanceWithin(ref TLane v, ref TLane u, ref TLane e, ref TLane i, TLane input) =>
            Move(_rate, ref v, ref e, ref i, input);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Move(TLane share, ref TLane v, ref TLane e, ref TLane i, TLane input)
        {
            var current = TLane.MultiplyAdd(e, _reversalE - v, TLane.MultiplyAdd(i, _reversalI - v, _rest + input - v));
            v = TLane.MultiplyAdd(share, current, v);
            e *= _decayE;
            i *= _decayI;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLane AfterSpike(TLane u) => u;
    }
}
