using MathNet.Numerics;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;
using PlasticityLab.Simulation.Sparse;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Sequences of sparse patterns stored by a threshold rule: longer sequences, less activity.</summary>
/// <remarks>f(x) = q_f above x_f, else −(1 − q_f), g likewise with ⟨g⟩ = 0; P = 30 patterns in one sequence. N = 10000 with c = 0.02 keeps
/// K = N c = 200 of the paper (N = 40000, c = 0.005).
/// Correlations are with g(ξ), as in the paper's program. The numbers compared were recomputed from the paper's equations.</remarks>
public sealed class S06SparseSequences : IReproduction
{
    private const double Tau = 0.010,
        TimeStep = 0.001,
        Density = 0.02,
        Threshold = 1.645,
        Qf = 0.8,
        Strength = 14;
    private const int Length = 30,
        Neurons = 10000;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new("S6", "Sparse sequences from a threshold rule", "Gillett, Pereira & Brunel 2020, PNAS 117:29948, Fig 4", 5);

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var random = new RandomStreams(6);
        var qg = 0.5 * SpecialFunctions.Erfc(-Threshold / Math.Sqrt(2));
        var patterns = new Matrix(Neurons, Length);
        random.Open(StreamPurpose.Reproduction, 0).FillGaussian(patterns.Values);
        Matrix Of(int first, int count, double q) => Matrix.From(Neurons, count, (i, k) => patterns[i, first + k] > Threshold ? q : q - 1);
        var weights = SparseMatrix.Random(Neurons, Neurons, Density, random.Open(StreamPurpose.Reproduction, 1));
        weights.AddOuterProducts(Strength / (Neurons * Density), Of(1, Length - 1, Qf), Of(0, Length - 1, qg));
        var gain = NormalGain.Of(theta: 0.07, sigma: 0.05);
        double[] initial = [.. Enumerable.Range(0, Neurons).Select(i => gain(patterns[i, 0] > Threshold ? Qf : Qf - 1))];
        var correlations = PatternRetrieval.Correlations(weights, gain, initial, Of(0, Length, qg), Tau, 0.4, TimeStep, cancellation);
        var peaks = PatternRetrieval.Peaks(correlations, TimeStep);
        yield return new(
            "S6",
            "patterns retrieved in order",
            Length,
            PatternRetrieval.RetrievedInOrder(correlations, TimeStep, Length, Neurons),
            0
        );
        foreach (var (mu, value) in new[] { (1, 1.00), (2, 0.67), (3, 0.57), (4, 0.52), (5, 0.48), (6, 0.45), (30, 0.59) })
        {
            yield return new("S6", $"peak correlation of pattern {mu}", value, peaks[mu - 1].Value, 0.05);
        }

        yield return new("S6", "peak correlation on the plateau, patterns 15-25", 0.38, peaks[14..25].Average(peak => peak.Value), 0.05);
        yield return new("S6", "time per pattern, patterns 5-25 [ms]", 7.7, (peaks[24].Time - peaks[4].Time) / 20 * 1e3, 0.04 * 7.7);
    }
}
