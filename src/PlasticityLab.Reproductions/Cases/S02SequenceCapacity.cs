using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>How many patterns a network of binary neurons can step through when each is linked to the next: overlap with the scheduled
/// pattern against load.</summary>
/// <remarks>J_ij = (1/N) Σ_μ ξ_i^{μ+1} ξ_j^μ on a cycle, S_i ← sign(Σ_j J_ij S_j) in parallel. The infinite network fails at α = 0.269;
/// with N = 4000 the overlap collapses between 0.26 and 0.29.
/// The overlaps compared were recomputed at N = 4000.</remarks>
public sealed class S02SequenceCapacity : IReproduction
{
    private const int Neurons = 4000,
        Steps = 60;

    private static readonly (double Load, double Overlap)[] Published =
    [
        (0.05, 1.000),
        (0.10, 0.998),
        (0.15, 0.989),
        (0.20, 0.966),
        (0.24, 0.925),
    ];

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new("S2", "Capacity of the sequence-processing Hopfield network", "Düring, Coolen & Sherrington 1998, J. Phys. A 31:8607", 6);

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        foreach (var (load, overlap) in Published)
        {
            yield return new("S2", $"overlap with the scheduled pattern at load {load}", overlap, Overlap(load, cancellation), 0.01);
        }

        // the load where the overlap falls through one half, on a line between two loads
        double last = 0.25,
            before = Overlap(last, cancellation);
        for (var load = 0.26; load < 0.305; load += 0.01)
        {
            var now = Overlap(load, cancellation);
            if (now < 0.5)
            {
                yield return new(
                    "S2",
                    "load where the overlap collapses (infinite N: 0.269)",
                    0.269,
                    last + (0.01 * (before - 0.5) / (before - now)),
                    0.02
                );
                yield break;
            }

            (last, before) = (load, now);
        }

        yield return new("S2", "load where the overlap collapses (infinite N: 0.269)", 0.269, double.PositiveInfinity, 0.02);
    }

    private static double Overlap(double load, CancellationToken cancellation)
    {
        var count = (int)Math.Round(load * Neurons);
        var patterns = Signs(count, Neurons, new RandomStreams(2).Open(StreamPurpose.Reproduction));
        var state = (float[])patterns[0].Clone();
        var field = new float[Neurons];
        double sum = 0;
        for (var step = 1; step <= Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(field);
            for (var mu = 0; mu < count; mu++)
            {
                Vectors.Add(Vectors.Dot(patterns[mu], state) / Neurons, patterns[(mu + 1) % count], field);
            }

            for (var i = 0; i < Neurons; i++)
            {
                state[i] = field[i] >= 0 ? 1 : -1;
            }

            sum += step > Steps / 2 ? Vectors.Dot(patterns[step % count], state) / Neurons : 0;
        }

        return sum / (Steps - (Steps / 2));
    }

    /// <summary>Random patterns of ±1.</summary>
    internal static float[][] Signs(int count, int neurons, RandomStream stream)
    {
        var patterns = new float[count][];
        for (var mu = 0; mu < count; mu++)
        {
            patterns[mu] = new float[neurons];
            for (var i = 0; i < neurons; i += 32)
            {
                var word = stream.NextUInt32();
                for (var b = 0; b < 32 && i + b < neurons; b++)
                {
                    patterns[mu][i + b] = ((word >> b) & 1) == 0 ? -1 : 1;
                }
            }
        }

        return patterns;
    }
}
