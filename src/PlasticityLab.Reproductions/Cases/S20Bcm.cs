using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>The BCM rule makes a neuron selective: it answers one of K patterns with K and the others not at all. The minimal triplet rule
/// on Poisson trains has BCM's form, with the predicted threshold.</summary>
/// <remarks>
/// With θ = ⟨y²⟩ and K linearly independent patterns, each with probability 1/K, the mean flow of the responses is 0 where m of them equal
/// K/m and the rest are 0; only m = 1 is stable.
/// The catalogue's rule has θ = ⟨y²⟩/r₀, so r₀ = 1 here; its slow trace averages over 100 presentations, and the weights are averaged over
/// the second half, as presentations come in random order.
/// Triplet on Poisson trains: dw/dt = ν_pre ν_post (−A₂⁻τ₋ + A₃⁺τ₊τ_y ν_post), zero at ν* = A₂⁻τ₋/(A₃⁺τ₊τ_y).
/// </remarks>
public sealed class S20Bcm : IReproduction
{
    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S20",
            "BCM becomes selective; triplet STDP with Poisson trains is BCM-like with a threshold near 19 Hz",
            "Bienenstock, Cooper & Munro 1982, J. Neurosci. 2:32; Intrator & Cooper 1992, Neural Networks 5:3; Pfister & Gerstner 2006, J. Neurosci. 26:9673",
            2
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        foreach (var count in new[] { 2, 4 })
        {
            var responses = Learn(count).OrderDescending().ToArray();
            yield return new("S20", $"BCM, {count} patterns: largest response", count, responses[0], 0.02 * count);
            for (var k = 1; k < count; k++)
            {
                yield return new("S20", $"BCM, {count} patterns: response number {k + 1}", 0, responses[k], 0.02 * count);
            }
        }

        for (var active = 1; active <= 4; active++)
        {
            yield return new(
                "S20",
                $"BCM, 4 patterns: the fixed point with {active} active responses is stable (1 = yes)",
                active == 1 ? 1 : 0,
                IsStable(4, active) ? 1 : 0,
                0
            );
        }

        var triplet = new TripletStdp();
        var threshold = triplet.A2Minus * triplet.TauMinus / (triplet.A3Plus * triplet.TauPlus * triplet.TauY);
        yield return new(
            "S20",
            "triplet: threshold of the formula with expected spikes and traces [Hz]",
            threshold,
            FormulaThreshold(triplet),
            1e-6
        );
        yield return new("S20", "triplet: threshold with Poisson trains [Hz]", 19.22, PoissonThreshold(triplet), 0.5);
    }

    // Linearly independent, neither orthogonal nor of equal length.
    private static double Pattern(int k, int j) => (k == j ? 1 + (0.1 * k) : 0) + 0.2;

    private static double[] Learn(int count)
    {
        const double Presentation = 1,
            Eta = 3e-4; // [s]; θ must move faster than the weights, or the responses oscillate
        const int Steps = 200_000;
        var rule = new Bcm
        {
            Eta = Eta,
            R0 = 1,
            TauAverage = 100 * Presentation,
        };
        var random = new RandomStreams(20).Open(StreamPurpose.Reproduction, count);
        double[] w = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble(0.2, 0.6))];
        var settled = new double[count];
        double average = 1;
        for (var step = 0; step < Steps; step++)
        {
            var shown = random.NextInt(count);
            var y = Enumerable.Range(0, count).Sum(j => w[j] * Pattern(shown, j));
            for (var j = 0; j < count; j++)
            {
                w[j] += Presentation * Synapse.DwDt(rule, Synapse.Pre(Pattern(shown, j)), Synapse.Post(y, slow: average), w[j]);
                settled[j] += step >= Steps / 2 ? w[j] / (Steps / 2) : 0;
            }

            average += Presentation * TraceStep.Flow(rule.Traces.PostSlow, average, y);
        }

        return [.. Enumerable.Range(0, count).Select(k => Enumerable.Range(0, count).Sum(j => settled[j] * Pattern(k, j)))];
    }

    // With orthonormal patterns the responses are the weights, and the flow of response k is φ(y_k)/K, with θ = Σ y²/K at once. Its
    // Jacobian is taken by differences and its
    // leading growth by iterating the flow from a small random displacement: it returns at a stable fixed point and leaves an unstable one.
    private static bool IsStable(int count, int active)
    {
        var rule = new Bcm { Eta = 0.05, R0 = 1 };
        var random = new RandomStreams(20).Open(StreamPurpose.Perturbation, active);
        var fixedPoint = (double)count / active;
        double[] y = [.. Enumerable.Range(0, count).Select(k => (k < active ? fixedPoint : 0) + (1e-3 * random.NextGaussian()))];
        for (var step = 0; step < 20_000; step++)
        {
            var theta = y.Average(value => value * value);
            y = [.. y.Select(value => value + (Synapse.DwDt(rule, Synapse.Pre(1), Synapse.Post(value, slow: theta), 0) / count))];
        }

        return Enumerable.Range(0, count).All(k => Math.Abs(y[k] - (k < active ? fixedPoint : 0)) < 0.01);
    }

    private static double FormulaThreshold(TripletStdp rule)
    {
        const double Pre = 10;
        var (low, high) = (1.0, 100.0);
        for (var i = 0; i < 60; i++)
        {
            var rate = (low + high) / 2;
            var drift = Synapse.DwDt(
                rule,
                Synapse.Pre(Pre, rule.TauPlus * Pre, rule.TauX * Pre),
                Synapse.Post(rate, rule.TauMinus * rate, rule.TauY * rate),
                0
            );
            (low, high) = drift < 0 ? (rate, high) : (low, rate);
        }

        return low;
    }

    private static double PoissonThreshold(TripletStdp rule)
    {
        // The drift over ν_pre ν_post is a straight line in ν_post: two points give its zero.
        double PerPair(double rate, int index) =>
            PoissonPair.Run(rule, 20, rate, 0, 20_000, new RandomStreams(20).Open(StreamPurpose.Spikes, index)) / (20_000 * 20 * rate);
        var (low, high) = (PerPair(14, 0), PerPair(26, 1));
        return 14 - (low * (26 - 14) / (high - low));
    }
}
