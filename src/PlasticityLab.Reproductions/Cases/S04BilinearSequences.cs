using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Sequences stored by temporally asymmetric Hebbian learning with the bilinear rule: a cue with the first pattern replays the
/// rest, one pattern per τ, up to a load.</summary>
/// <remarks>
/// N = 10000 at c = 0.02 keeps the paper's number of inputs per neuron, K = N c = 200, which sets load and noise; the paper has N = 40000,
/// c = 0.005.
/// The numbers compared were recomputed from the paper's equations at N = 40000: peak correlations ± 0.05, step time ± 5 %, success at α =
/// 0.32 and failure at 0.64 strictly.
/// "Retrieved in order" means that a pattern peaks after its predecessor, above chance, and is then more correlated than any pattern of the
/// other sequences.
/// </remarks>
public sealed class S04BilinearSequences : IReproduction
{
    private const double Tau = 0.010,
        TimeStep = 0.001;
    private const int Length = 16,
        Neurons = 10000;

    private static readonly double[] PeaksAtLowLoad =
    [
        0.83,
        0.53,
        0.45,
        0.41,
        0.39,
        0.36,
        0.34,
        0.33,
        0.32,
        0.31,
        0.31,
        0.31,
        0.31,
        0.33,
        0.37,
        0.53,
    ];

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S4",
            "Temporally asymmetric Hebbian learning replays sequences, one pattern per time constant",
            "Gillett, Pereira & Brunel 2020, PNAS 117:29948, eqs 1-4, Figs 1 and 3",
            5
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var low = Retrieve(1, cancellation);
        var peaks = PatternRetrieval.Peaks(low, TimeStep);
        for (var mu = 0; mu < Length; mu++)
        {
            yield return new(
                "S4",
                $"load 0.08: peak correlation of pattern {mu + 1} of {Length}",
                PeaksAtLowLoad[mu],
                peaks[mu].Value,
                0.05
            );
        }

        yield return new(
            "S4",
            "load 0.08: time per pattern, patterns 2-12 [ms]",
            9.7,
            (peaks[11].Time - peaks[1].Time) / 10 * 1e3,
            0.05 * 9.7
        );

        var middle = Retrieve(4, cancellation);
        peaks = PatternRetrieval.Peaks(middle, TimeStep);
        yield return new(
            "S4",
            "load 0.32: patterns retrieved in order",
            Length,
            PatternRetrieval.RetrievedInOrder(middle, TimeStep, Length, Neurons),
            0
        );
        yield return new("S4", "load 0.32: peak correlation of pattern 2", 0.42, peaks[1].Value, 0.05);
        yield return new("S4", "load 0.32: peak correlation of pattern 8 (plateau)", 0.19, peaks[7].Value, 0.05);
        yield return new("S4", "load 0.32: peak correlation of the last pattern", 0.22, peaks[Length - 1].Value, 0.05);

        var high = Retrieve(8, cancellation);
        peaks = PatternRetrieval.Peaks(high, TimeStep);
        yield return new(
            "S4",
            "load 0.64: the whole sequence is retrieved (1 = yes)",
            0,
            PatternRetrieval.RetrievedInOrder(high, TimeStep, Length, Neurons) == Length ? 1 : 0,
            0
        );
        yield return new("S4", "load 0.64: peak correlation of pattern 2", 0.34, peaks[1].Value, 0.05);
        yield return new("S4", "load 0.64: peak correlation of pattern 5", 0.07, peaks[4].Value, 0.05);
    }

    private static Matrix Retrieve(int sequences, CancellationToken cancellation)
    {
        var network = new HebbianSequences(Neurons, 0.02, sequences, Length, symmetric: 0, new RandomStreams(4));
        var gain = NormalGain.Of(theta: 0.22, sigma: 0.1);
        return PatternRetrieval.Correlations(
            network.Weights,
            gain,
            [.. network.Pattern(0).Select(gain)],
            network.Patterns,
            Tau,
            0.35,
            TimeStep,
            cancellation
        );
    }
}
