using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>The longest sequence of random patterns that a finite network recalls without a single wrong bit.</summary>
/// <remarks>S_i ← sign(Σ_μ ξ_i^{μ+1} (1/(N−1)) Σ_{j≠i} ξ_j^μ S_j) on a cycle. The asymptotic law is P = N/(4 ln N); at finite N half of the
/// random sequences are recalled
/// up to 1.6 to 2 times that length. Since no bit may be wrong, recall succeeds exactly when every single transition does.</remarks>
public sealed class S03LongSequences : IReproduction
{
    private static readonly (int Neurons, double Length, int Trials)[] Published = [(100, 11, 1500), (300, 22.5, 500), (1000, 58.5, 100)];

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S3",
            "Finite-size capacity of the sequence network, no wrong bit",
            "Chaudhry, Zavatone-Veth, Krotov & Pehlevan 2023, NeurIPS 36, eq. for d = 1",
            8
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        foreach (var (neurons, length, trials) in Published)
        {
            yield return new(
                "S3",
                $"N = {neurons}: length recalled by half of the sequences (N/(4 ln N) = {neurons / (4 * Math.Log(neurons)):F1})",
                length,
                HalfLength(neurons, length, trials, cancellation),
                0.1 * length
            );
        }
    }

    private static double HalfLength(int neurons, double near, int trials, CancellationToken cancellation)
    {
        // shares at a few lengths around the crossing of one half, then a line between the two that enclose it
        var (low, high) = ((int)(0.8 * near), (int)(1.3 * near) + 1);
        var step = Math.Max(1, (high - low) / 8);
        double last = low,
            before = 1;
        for (var length = low; length <= high; length += step)
        {
            var recalled = Enumerable.Range(0, trials).Count(trial => Recalled(neurons, length, trial, cancellation));
            var share = (double)recalled / trials;
            if (share < 0.5)
            {
                return before <= 0.5 ? length : last + ((length - last) * (before - 0.5) / (before - share));
            }

            (last, before) = (length, share);
        }

        return double.PositiveInfinity;
    }

    private static bool Recalled(int neurons, int length, int trial, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var patterns = S02SequenceCapacity.Signs(
            length,
            neurons,
            new RandomStreams((ulong)neurons).Open(StreamPurpose.Reproduction, (length * 4096) + trial)
        );
        var field = new float[neurons];
        for (var mu = 0; mu < length; mu++)
        {
            Array.Clear(field);
            for (var nu = 0; nu < length; nu++)
            {
                // without the neuron itself: Σ_{j≠i} ξ_j^ν ξ_j^μ = overlap − ξ_i^ν ξ_i^μ
                var overlap = Vectors.Dot(patterns[nu], patterns[mu]);
                var (next, self, state) = (patterns[(nu + 1) % length], patterns[nu], patterns[mu]);
                for (var i = 0; i < neurons; i++)
                {
                    field[i] += next[i] * (overlap - (self[i] * state[i]));
                }
            }

            var goal = patterns[(mu + 1) % length];
            for (var i = 0; i < neurons; i++)
            {
                if (field[i] * goal[i] <= 0)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
