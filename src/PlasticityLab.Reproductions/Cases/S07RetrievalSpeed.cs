using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>A symmetric Hebbian component does not destroy a stored sequence, it slows it: time per pattern = τ/(1 − z), z the symmetric share.</summary>
/// <remarks>N = 10000 at a density of 0.04 keeps the paper's K = 400 inputs per neuron (there N = 80000, 0.005). The tolerance of ± 7 % covers one network's scatter of up to 5 %.
/// At z = 0.9 retrieval breaks down, so the law is tested up to 0.8. The correlation of the last pattern is compared as in S4.</remarks>
public sealed class S07RetrievalSpeed : IReproduction
{
    private const double Tau = 0.010, TimeStep = 0.001;
    private const int Length = 16;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } = new("S7", "Symmetric Hebbian learning sets the speed of retrieval: time per pattern = τ/(1 − z)",
        "Gillett & Brunel 2024, eLife 12:RP88805, heterogeneous bilinear rules", 25);

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        foreach (var (z, lastPeak) in new[] { (0.0, 0.588), (0.4, 0.556), (0.8, 0.377) })
        {
            var network = new HebbianSequences(neurons: 10000, density: 0.04, sequences: 1, Length, z, new RandomStreams(7));
            var gain = NormalGain.Of(theta: 0, sigma: 0.1);
            var expected = Tau / (1 - z);
            var correlations = PatternRetrieval.Correlations(network.Weights, gain, [.. network.Pattern(0).Select(gain)], network.Patterns, Tau, (Length + 4) * expected, TimeStep, cancellation);
            var peaks = PatternRetrieval.Peaks(correlations, TimeStep);
            yield return new("S7", $"z = {z:0.0}: time per pattern [ms]", expected * 1e3, PatternRetrieval.StepTime([.. peaks.Select(x => x.Time)]) * 1e3, 0.07 * expected * 1e3);
            yield return new("S7", $"z = {z:0.0}: peak correlation of the last pattern", lastPeak, peaks[^1].Value, 0.05);
        }
    }
}
