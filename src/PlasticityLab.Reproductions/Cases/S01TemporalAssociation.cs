using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Fast symmetric synapses hold a pattern, slow asymmetric ones push to the next: the network walks through a cycle with a dwell
/// time that the slow synapses set.</summary>
/// <remarks>
/// h_i = Σ_j J^s_ij S_j(t) + λ Σ_j J^l_ij S̄_j(t), J^s_ij = (1/N) Σ_μ ξ_i^μ ξ_j^μ without self term, J^l_ij = (1/N) Σ_μ ξ_i^{μ+1} ξ_j^μ,
/// S̄_j(t) = ∫ w(s) S_j(t − s) ds.
/// The network leaves pattern μ when the pull to μ + 1, λ ∫₀ᵗ w, equals the hold, 1 + λ ∫ₜ w over the time of the pattern before: a delay
/// w(s) = δ(s − τ) gives the dwell time t₀ = τ
/// for λ &gt; 1 and no transition below, a box of length τ gives t₀ = τ (1 + 1/λ)/2. The flip itself takes about one sweep, so a measured
/// dwell time exceeds theory by up to 0.12 τ at
/// τ = 20 sweeps, and by half of that at τ = 40. Both sums need only the overlaps with the patterns, now and in the past.
/// </remarks>
public sealed class S01TemporalAssociation : IReproduction
{
    private const int Neurons = 1000,
        Patterns = 6,
        StepsPerSweep = 20;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S1",
            "Temporal association with slow asymmetric synapses: dwell times",
            "Sompolinsky & Kanter 1986, Phys. Rev. Lett. 57:2861; Kleinfeld 1986, PNAS 83:9469",
            2
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        foreach (var (sweeps, tolerance) in new[] { (20, 0.12), (40, 0.06) })
        {
            foreach (var lambda in new[] { 1.5, 2.0, 3.0 })
            {
                cancellation.ThrowIfCancellationRequested();
                yield return new(
                    "S1",
                    $"delay of {sweeps} sweeps, λ = {lambda}: dwell time over τ",
                    1,
                    DwellTime(lambda, sweeps, isBox: false).Dwell,
                    tolerance
                );
                yield return new(
                    "S1",
                    $"box of {sweeps} sweeps, λ = {lambda}: dwell time over τ",
                    (1 + (1 / lambda)) / 2,
                    DwellTime(lambda, sweeps, isBox: true).Dwell,
                    tolerance
                );
            }
        }

        yield return new("S1", "delay of 20 sweeps, λ = 0.8: transitions in 15 τ", 0, DwellTime(0.8, 20, isBox: false).Transitions, 0);
    }

    private static (double Dwell, int Transitions) DwellTime(double lambda, int sweeps, bool isBox)
    {
        var streams = new RandomStreams(1);
        var draw = streams.Open(StreamPurpose.Patterns);
        var xi = Matrix.From(Neurons, Patterns, (_, _) => draw.NextDouble() < 0.5 ? -1 : 1);
        var order = streams.Open(StreamPurpose.Reproduction);
        double[] spins = [.. Enumerable.Range(0, Neurons).Select(i => xi[i, 0])];
        var tau = sweeps * StepsPerSweep;
        var history = new double[tau, Patterns]; // overlaps of the last τ, silent before the start
        double[] now = Overlaps(xi, spins),
            slow = new double[Patterns];
        var transitions = new List<int>();
        var current = 0;
        int[] neurons = [.. Enumerable.Range(0, Neurons)];
        for (var step = 0; step < 15 * tau; step++)
        {
            for (var mu = 0; mu < Patterns; mu++)
            {
                slow[mu] = isBox ? slow[mu] + ((now[mu] - history[step % tau, mu]) / tau) : history[step % tau, mu];
                history[step % tau, mu] = now[mu];
            }

            // A random twentieth of the neurons moves at once; the first places of a partial shuffle are such a choice.
            const int Moved = Neurons / StepsPerSweep;
            for (var k = 0; k < Moved; k++)
            {
                var other = k + order.NextInt(Neurons - k);
                (neurons[k], neurons[other]) = (neurons[other], neurons[k]);
            }

            var change = new double[Patterns];
            foreach (var i in neurons.AsSpan(0, Moved))
            {
                var field = -spins[i] * Patterns / Neurons; // no self term
                for (var mu = 0; mu < Patterns; mu++)
                {
                    field += (xi[i, mu] * now[mu]) + (lambda * xi[i, (mu + 1) % Patterns] * slow[mu]);
                }

                var next = field >= 0 ? 1 : -1;
                for (var mu = 0; mu < Patterns; mu++)
                {
                    change[mu] += xi[i, mu] * (next - spins[i]) / Neurons;
                }

                spins[i] = next;
            }

            for (var mu = 0; mu < Patterns; mu++)
            {
                now[mu] += change[mu];
            }

            var nearest = Array.IndexOf(now, now.Max());
            if (nearest != current)
            {
                transitions.Add(step);
                current = nearest;
            }
        }

        // The first transition starts from an empty past; the dwell time is measured after it.
        return (
            transitions.Count < 2 ? double.NaN : (double)(transitions[^1] - transitions[0]) / (transitions.Count - 1) / tau,
            transitions.Count
        );
    }

    private static double[] Overlaps(Matrix xi, double[] spins) =>
        [.. Enumerable.Range(0, Patterns).Select(mu => Enumerable.Range(0, Neurons).Sum(i => xi[i, mu] * spins[i]) / Neurons)];
}
