using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.Neurons;

/// <summary>Izhikevich's quadratic neuron. The published coefficients belong to millivolts and milliseconds, so v and u are in mV here and
/// the input is the published one; time constants stay in seconds. v takes two half steps, u one, as in the author's program.</summary>
public readonly record struct Izhikevich() : ISpikingNeuron
{
    /// <inheritdoc/>
    public SpikingNeuronCard Card =>
        new(
            "izhikevich",
            "Izhikevich",
            "dv/dt = 0.04 v² + 5 v + 140 − u + I; du/dt = a (b v − u); v ≥ 30: v ← c, u ← u + d (mV, ms)",
            "Izhikevich 2003, IEEE Trans. Neural Netw. 14:1569; two half steps: Izhikevich 2006, Neural Comput. 18:245"
        );

    /// <summary>a, rate of recovery [1/ms].</summary>
    public double A { get; init; } = 0.02;

    /// <summary>b, sensitivity of recovery [1].</summary>
    public double B { get; init; } = 0.2;

    /// <summary>c, potential after a spike [mV].</summary>
    public double C { get; init; } = -65;

    /// <summary>d, recovery added by a spike [mV].</summary>
    public double D { get; init; } = 8;

    /// <inheritdoc/>
    public double Threshold { get; init; } = 30;

    /// <inheritdoc/>
    public double Reset => C;

    /// <inheritdoc/>
    public double Rest => C;

    /// <inheritdoc/>
    public double RestU => B * C;

    /// <inheritdoc/>
    public double RefractoryPeriod => 0;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        [
            .. Require.All(Require.Positive(A), Require.Finite(B), Require.Finite(C), Require.Finite(D)),
            .. SpikingNeuronSteps.ResetBelowThreshold(this),
        ];

    /// <summary>(dv/dt, du/dt) [mV/ms] at a state under a current: the phase plane.</summary>
    public (double DvDt, double DuDt) Flow(double v, double u, double current) =>
        ((0.04 * v * v) + (5 * v) + 140 - u + current, A * ((B * v) - u));

    /// <inheritdoc/>
    // u decays with 1/a; v, in half steps, returns to its resting value with a slope of at most |0.08 c + 5| per millisecond.
    public IEnumerable<string> StepProblems(double dt) =>
        SpikingNeuronSteps.StepAtMostHalf(dt, 0.001 * Math.Min(1 / A, 2 / Math.Max(1, Math.Abs((0.08 * C) + 5))));

    /// <inheritdoc/>
    // Rest, 0.04 v² + (5 − b) v + 140 + I = 0, ends where 0.08 v + 5 reaches b (saddle-node) or a (Hopf), whichever comes first. A spike
    // acts for one step.
    public NeuronUnits Units(double dt, double tauExcitation)
    {
        var v = (Math.Min(A, B) - 5) / 0.08;
        var input = -((0.04 * v * v) + ((5 - B) * v) + 140);
        var charge = input * tauExcitation / dt;
        return new(0, input, charge, charge, 0.001 / Math.Max(0.01, Math.Abs((0.08 * C) + 5)));
    }

    /// <inheritdoc/>
    public TResult Accept<TLane, TResult>(double dt, INeuronVisitor<TLane, TResult> visitor)
        where TLane : struct, ILane<TLane> => visitor.Visit(new Step<TLane>(this, dt * 1000));

    private readonly struct Step<TLane>(Izhikevich neuron, double milliseconds) : INeuronStep<TLane>
        where TLane : struct, ILane<TLane>
    {
        private readonly TLane _half = TLane.Splat(milliseconds / 2);
        private readonly TLane _quadratic = TLane.Splat(0.04);
        private readonly TLane _linear = TLane.Splat(5);
        private readonly TLane _constant = TLane.Splat(140);
        private readonly TLane _a = TLane.Splat(neuron.A * milliseconds);
        private readonly TLane _b = TLane.Splat(neuron.B);
        private readonly TLane _d = TLane.Splat(neuron.D);

        public static bool HasU => true;

        public static bool HasInhibition => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Advance(ref TLane v, ref TLane u, ref TLane e, ref TLane i, TLane input)
        {
            var drive = _constant - u + e - i + input;
            v += _half * ((((_quadratic * v) + _linear) * v) + drive);
            v += _half * ((((_quadratic * v) + _linear) * v) + drive);
            u += _a * ((_b * v) - u);
            e = TLane.Splat(0);
            i = e;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLane AfterSpike(TLane u) => u + _d;
    }
}
