using System.Numerics;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Symmetric association of neighbours in a learned sequence turns temporal order into correlated attractors: the exact mean
/// field.</summary>
/// <remarks>
/// h = Σ_μ ξ_μ (c m_μ + m_{μ−1} + m_{μ+1}), ξ in {0, 1} − 1/2, S = [h &gt; 0], m_μ = ⟨ξ_μ S⟩/(p(1−p)), averaged over all 2ᴾ combinations of
/// a ring of P patterns.
/// The damped iteration from one pattern ends at overlaps (77, 51, 13, 3, 1)/128 for every 1 &lt; c &lt; 2, and stays at the pattern for c
/// &gt; 2.
/// The combinations are walked in Gray's order, so that each needs one addition. That the correlations at c = 1.5 are printed in the papers
/// to these digits is an assumption, not checked in them.
/// </remarks>
public sealed class S11CorrelatedAttractors : IReproduction
{
    private const int Patterns = 15;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S11",
            "Temporal order becomes correlation of attractors: overlaps 77, 51, 13, 3, 1 of 128",
            "Griniasty, Tsodyks & Amit 1993, Neural Comput. 5:1; Haga & Fukai 2019, Phys. Rev. Lett. 123:078101 (exact part)",
            1
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        double[] exact = [77 / 128.0, 51 / 128.0, 13 / 128.0, 3 / 128.0, 1 / 128.0, 0];
        foreach (var c in new[] { 1.2, 1.5, 1.8 })
        {
            var overlaps = Attractor(c, cancellation);
            for (var d = 0; d < exact.Length; d++)
            {
                yield return new("S11", $"c = {c}: overlap with the pattern at distance {d}", exact[d], overlaps[d], 2e-3);
            }

            if (c == 1.5)
            {
                double[] published = [1, 0.664, 0.332, 0.123, 0.040, 0.011, 0.002];
                var correlations = Correlations(overlaps, c);
                for (var d = 0; d < published.Length; d++)
                {
                    yield return new("S11", $"c = {c}: correlation of attractors at distance {d}", published[d], correlations[d], 2e-3);
                }
            }
        }

        var alone = Attractor(2.5, cancellation);
        yield return new("S11", "c = 2.5: overlap with the cued pattern", 1, alone[0], 2e-3);
        yield return new("S11", "c = 2.5: overlap with its neighbour", 0, alone[1], 2e-3);
    }

    private static double[] Attractor(double c, CancellationToken cancellation)
    {
        var m = new double[Patterns];
        m[0] = 1;
        for (var step = 0; step < 150; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var sums = new long[Patterns];
            foreach (var (bits, active) in States(m, c))
            {
                for (var mu = 0; active && mu < Patterns; mu++)
                {
                    sums[mu] += ((bits >> mu) & 1) == 1 ? 1 : -1;
                }
            }

            // ⟨ξ S⟩ = sum/2/2ᴾ, over p(1−p) = 1/4.
            for (var mu = 0; mu < Patterns; mu++)
            {
                m[mu] = (0.9 * m[mu]) + (0.1 * 2 * sums[mu] / (1 << Patterns));
            }
        }

        return m;
    }

    private static double[] Correlations(double[] m, double c)
    {
        var cued = new bool[1 << Patterns];
        foreach (var (bits, active) in States(m, c))
        {
            cued[bits] = active;
        }

        var mean = cued.Count(x => x) / (double)cued.Length;
        return
        [
            .. Enumerable
                .Range(0, 7)
                .Select(d =>
                {
                    // The attractor of the cue d patterns on: the same function of the combination turned by d.
                    var both =
                        Enumerable
                            .Range(0, cued.Length)
                            .Count(bits => cued[bits] && cued[((bits << d) | (bits >> (Patterns - d))) & ((1 << Patterns) - 1)])
                        / (double)cued.Length;
                    return (both - (mean * mean)) / (mean * (1 - mean));
                }),
        ];
    }

    // Every combination of pattern values (bit μ set: ξ_μ = +1/2) with its state.
    private static IEnumerable<(int Bits, bool Active)> States(double[] m, double c)
    {
        var field = Enumerable
            .Range(0, Patterns)
            .Select(mu => (c * m[mu]) + m[(mu + Patterns - 1) % Patterns] + m[(mu + 1) % Patterns])
            .ToArray();
        var h = -field.Sum() / 2;
        var bits = 0;
        for (var k = 1; k <= 1 << Patterns; k++)
        {
            // Fields that cancel exactly are a tie for "no": rounding must not make them a "yes".
            yield return (bits, h > 1e-12);
            if (k < 1 << Patterns)
            {
                var flip = BitOperations.TrailingZeroCount(k);
                bits ^= 1 << flip;
                h += ((bits >> flip) & 1) == 1 ? field[flip] : -field[flip];
            }
        }
    }
}
