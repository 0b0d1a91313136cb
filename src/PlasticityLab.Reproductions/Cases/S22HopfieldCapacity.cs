using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Overlap of a stored pattern with the state that the Hopfield network settles in when it starts there, against load.</summary>
/// <remarks>Asynchronous dynamics without self-coupling, up to 25 sweeps. With P patterns the field of neuron i is Σ_μ ξ_i^μ m_μ − (P/N)
/// S_i, so a sweep costs N P and no N × N matrix is needed.
/// The infinite network fails at α = 0.138; at N = 4000 the overlap collapses between 0.135 and 0.16.</remarks>
public sealed class S22HopfieldCapacity : IReproduction
{
    private const int Neurons = 4000,
        Sweeps = 25,
        Starts = 3;

    private static readonly (double Load, double Overlap)[] Published = [(0.05, 1.000), (0.10, 0.9975), (0.13, 0.989)];

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new("S22", "Capacity of the Hopfield network", "Amit, Gutfreund & Sompolinsky 1985, Phys. Rev. Lett. 55:1530", 6);

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        foreach (var (load, overlap) in Published)
        {
            yield return new("S22", $"overlap after settling at load {load}", overlap, Overlap(load, cancellation), 0.01);
        }

        double last = 0.13,
            before = Overlap(last, cancellation);
        for (var load = 0.135; load < 0.1701; load += 0.005)
        {
            var now = Overlap(load, cancellation);
            if (now < 0.85)
            {
                yield return new(
                    "S22",
                    "load where the overlap falls below 0.85 (infinite N: 0.138)",
                    0.1475,
                    last + (0.005 * (before - 0.85) / (before - now)),
                    0.0125
                );
                yield break;
            }

            (last, before) = (load, now);
        }

        yield return new("S22", "load where the overlap falls below 0.85 (infinite N: 0.138)", 0.1475, double.PositiveInfinity, 0.0125);
    }

    private static double Overlap(double load, CancellationToken cancellation)
    {
        var count = (int)Math.Round(load * Neurons);
        // ξ by neuron, since the field of one neuron needs all patterns at it
        var byNeuron = S02SequenceCapacity.Signs(Neurons, count, new RandomStreams(22).Open(StreamPurpose.Reproduction));
        var order = new RandomStreams(22).Open(StreamPurpose.TrialOrder);
        double sum = 0;
        for (var start = 0; start < Starts; start++)
        {
            float[] state = [.. byNeuron.Select(xi => xi[start])];
            var overlaps = new float[count]; // N m
            for (var i = 0; i < Neurons; i++)
            {
                Vectors.Add(state[i], byNeuron[i], overlaps);
            }

            for (var sweep = 0; sweep < Sweeps; sweep++)
            {
                cancellation.ThrowIfCancellationRequested();
                var flips = 0;
                foreach (var i in order.Permutation(Neurons))
                {
                    var field = Vectors.Dot(byNeuron[i], overlaps) - (count * state[i]);
                    if (field * state[i] < 0)
                    {
                        state[i] = -state[i];
                        Vectors.Add(2 * state[i], byNeuron[i], overlaps);
                        flips++;
                    }
                }

                if (flips == 0)
                {
                    break;
                }
            }

            sum += overlaps[start] / Neurons;
        }

        return sum / Starts;
    }
}
