using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>STDP on slowly varying rates: its integral acts as Hebb, its first moment as differential Hebb, and a balanced window writes
/// the signed area that two neurons sweep.</summary>
/// <remarks>
/// ν_pre = n + a cos ωt, ν_post = n + a cos(ωt − φ). With traces of exponential windows,
/// ⟨dw/dt⟩ = W₀ n² + (a²/2)[A₊τ₊(cos φ + ωτ₊ sin φ)/(1 + ω²τ₊²) − A₋τ₋(cos φ − ωτ₋ sin φ)/(1 + ω²τ₋²)], W₀ = A₊τ₊ − A₋τ₋.
/// For a balanced window with equal time constants this is W₁⟨ν_pre ν̇_post⟩/(1 + ω²τ²), W₁ = 2Aτ². Traces are integrated (Runge-Kutta) and
/// averaged over one period
/// after twenty time constants, so the error of the numbers below is that of the integration, 1e-9 of their size; the tolerance of the case
/// is 1e-6.
/// </remarks>
public sealed class S24RateLimitOfStdp : IReproduction
{
    private const double Mean = 20,
        Amplitude = 8; // [Hz]

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S24",
            "STDP with rates: closed form for sinusoids, differential Hebb as its limit, signed area",
            "Kempter, Gerstner & van Hemmen 1999, Phys. Rev. E 59:4498; Roberts 1999, J. Comput. Neurosci. 7:235; Xie & Seung 2000, NIPS 12:199",
            1
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var pair = new PairStdp
        {
            APlus = 0.005,
            AMinus = 0.004,
            TauPlus = 0.0168,
            TauMinus = 0.0337,
        };
        foreach (var (frequency, phase) in new[] { (2.0, 0.0), (8.0, 0.7), (8.0, -0.7), (20.0, 2.0) })
        {
            var expected = ClosedForm(pair, frequency, phase);
            yield return new(
                "S24",
                $"pair STDP, {frequency:0} Hz, φ = {phase:0.0}: mean dw/dt [1/s]",
                expected,
                MeanDrift(pair, frequency, phase),
                1e-6
            );
            var rate = new RateStdp
            {
                Eta = pair.APlus * pair.TauPlus,
                AMinus = pair.AMinus * pair.TauMinus / (pair.APlus * pair.TauPlus),
                TauPlus = pair.TauPlus,
                TauMinus = pair.TauMinus,
            };
            yield return new(
                "S24",
                $"rate STDP with the same window, {frequency:0} Hz, φ = {phase:0.0}: mean dw/dt [1/s]",
                expected,
                MeanDrift(rate, frequency, phase),
                1e-6
            );
        }

        const double Tau = 0.020,
            A = 0.005;
        var balanced = new PairStdp
        {
            APlus = A,
            AMinus = A,
            TauPlus = Tau,
            TauMinus = Tau,
        };
        foreach (var frequency in new[] { 0.5, 5.0 })
        {
            var omega = 2 * Math.PI * frequency;
            var moment = 2 * A * Tau * Tau; // W₁, the first moment of the window
            var differential = moment * MeanDrift(new DifferentialHebb { Eta = 1 }, frequency, 0.7); // ⟨ν_pre ν̇_post⟩, the formula with dr/dt in place of τ dr/dt
            yield return new(
                "S24",
                $"balanced STDP over W1 x differential Hebb at {frequency} Hz",
                1 / (1 + (omega * omega * Tau * Tau)),
                MeanDrift(balanced, frequency, 0.7) / differential,
                1e-6
            );
            var area = Math.PI * Amplitude * Amplitude * Math.Sin(0.7);
            var forth = MeanDrift(balanced, frequency, 0.7) / frequency;
            var back = MeanDrift(balanced, frequency, -0.7) / frequency;
            yield return new(
                "S24",
                $"balanced STDP at {frequency} Hz: antisymmetric part per cycle over W1 x signed area",
                1 / (1 + (omega * omega * Tau * Tau)),
                (forth - back) / 2 / (moment * area),
                1e-6
            );
            yield return new("S24", $"balanced STDP at {frequency} Hz: symmetric part per cycle", 0, (forth + back) / 2, 1e-6);
        }

        // A linear Poisson neuron fires after its input: the correlation adds ν_pre w A₊ ∫ e^{−s/τ₊} ε(s) ds = ν_pre w A₊ τ₊/(τ₊ + τ_m) for
        // ε(s) = e^{−s/τ_m}/τ_m.
        var excess = LinearNeuronDrift(balanced, out var theory);
        yield return new("S24", "balanced STDP, linear Poisson neuron: extra drift over its prediction", 1, excess / theory, 0.01);
    }

    private static double ClosedForm(PairStdp rule, double frequency, double phase)
    {
        var omega = 2 * Math.PI * frequency;
        var (plus, minus) = (rule.APlus * rule.TauPlus, rule.AMinus * rule.TauMinus);
        var (sin, cos) = Math.SinCos(phase);
        var (x, y) = (omega * rule.TauPlus, omega * rule.TauMinus);
        return ((plus - minus) * Mean * Mean)
            + (Amplitude * Amplitude / 2 * ((plus * (cos + (x * sin)) / (1 + (x * x))) - (minus * (cos - (y * sin)) / (1 + (y * y)))));
    }

    private static double MeanDrift<TRule>(TRule rule, double frequency, double phase)
        where TRule : struct, ILearningRule<TRule>
    {
        var omega = 2 * Math.PI * frequency;
        var traces = rule.Traces;
        var perPeriod = (int)Math.Ceiling(1 / (frequency * 2e-4));
        var step = 1 / (frequency * perPeriod);
        var settling = (int)Math.Ceiling(20 * Math.Max(traces.PreFast.Tau, traces.PostFast.Tau) / step);
        var (x, y) = (0.0, 0.0);
        double sum = 0;
        for (var k = 0; k < settling + perPeriod; k++)
        {
            var t = k * step;
            if (k >= settling)
            {
                sum += Synapse.DwDt(
                    rule,
                    Synapse.Pre(Pre(t), x),
                    Synapse.Post(Post(t), y, change: -Amplitude * omega * Math.Sin((omega * t) - phase)),
                    0
                );
            }

            x = Next(traces.PreFast, x, t, step, Pre);
            y = Next(traces.PostFast, y, t, step, Post);
        }

        return sum / perPeriod;

        double Pre(double t) => Mean + (Amplitude * Math.Cos(omega * t));
        double Post(double t) => Mean + (Amplitude * Math.Cos((omega * t) - phase));
    }

    private static double Next(Trace trace, double x, double t, double h, Func<double, double> rate)
    {
        var k1 = TraceStep.Flow(trace, x, rate(t));
        var k2 = TraceStep.Flow(trace, x + (h / 2 * k1), rate(t + (h / 2)));
        var k3 = TraceStep.Flow(trace, x + (h / 2 * k2), rate(t + (h / 2)));
        var k4 = TraceStep.Flow(trace, x + (h * k3), rate(t + h));
        return x + (h / 6 * (k1 + (2 * k2) + (2 * k3) + k4));
    }

    private static double LinearNeuronDrift(PairStdp rule, out double theory)
    {
        // The weight that makes the spikes is held at w while the rule's changes are summed; they are linear in the pairs, so the mean is
        // the drift.
        const double Membrane = 0.010,
            PreRate = 10,
            Base = 10,
            Weight = 1,
            Duration = 100_000;
        var random = new RandomStreams(24).Open(StreamPurpose.Spikes);
        var (now, pre, post, response, sum) = (0.0, 0.0, 0.0, 0.0, 0.0);
        while (now < Duration)
        {
            // Thinning: the rate only falls until the next presynaptic spike, so its present value bounds it (Lewis and Shedler 1979).
            var bound = PreRate + Base + (Weight * response / Membrane);
            var wait = random.NextExponential() / bound;
            now += wait;
            pre *= Math.Exp(-wait / rule.TauPlus);
            post *= Math.Exp(-wait / rule.TauMinus);
            response *= Math.Exp(-wait / Membrane);
            var draw = random.NextDouble() * bound;
            if (draw < PreRate)
            {
                sum += Synapse.DwDt(rule, Synapse.Pre(PreRate, pre, spikes: 1), Synapse.Post(0, post, spikes: 0), 0);
                pre++;
                response++;
            }
            else if (draw < PreRate + Base + (Weight * response / Membrane))
            {
                sum += Synapse.DwDt(rule, Synapse.Pre(PreRate, pre, spikes: 0), Synapse.Post(0, post, spikes: 1), 0);
                post++;
            }
        }

        theory = PreRate * Weight * rule.APlus * rule.TauPlus / (rule.TauPlus + Membrane);
        return sum / Duration;
    }
}
