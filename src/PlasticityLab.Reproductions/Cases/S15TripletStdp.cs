using PlasticityLab.Models.LearningRules;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Four published parameter sets of the triplet rule against the frequency data of visual cortex.</summary>
/// <remarks>Deterministic: tolerance 1e-3 on changes and 5e-3 on the error E = (1/10) Σ ((Δw_model − Δw_data)/σ)². The last row is the control: the best pair rule on a grid cannot change sign with frequency.</remarks>
public sealed class S15TripletStdp : IReproduction
{
    private static readonly double[] Frequencies = [0.1, 10, 20, 40, 50];
    private static readonly double[] Data = [-0.04, 0.14, 0.29, 0.53, 0.56, -0.29, -0.41, -0.34, 0.56, 0.75];
    private static readonly double[] Sigma = [0.05, 0.10, 0.14, 0.11, 0.26, 0.08, 0.11, 0.10, 0.32, 0.19];

    /// <inheritdoc/>
    public ReproductionCard Card { get; } = new("S15", "Triplet STDP against the frequency data of Sjöström et al. 2001", "Pfister & Gerstner 2006, J. Neurosci. 26:9673, tables 1-4", 0.2);

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
        =>
        [
            .. Rows("all-to-all, full", new TripletStdp { A2Plus = 5e-10, A3Plus = 6.2e-3, A2Minus = 7e-3, A3Minus = 2.3e-4, TauX = 0.101, TauY = 0.125 }, 0.342,
                [0.0000, 0.1321, 0.2470, 0.5337, 0.7409, -0.3122, -0.3336, -0.3516, 0.1548, 0.7272]),
            .. Rows("all-to-all, minimal", new TripletStdp { A2Plus = 0, A3Plus = 6.5e-3, A2Minus = 7.1e-3, A3Minus = 0, TauY = 0.114 }, 0.356,
                [0.0000, 0.1186, 0.2278, 0.5321, 0.7627, -0.3166, -0.3322, -0.3417, 0.1737, 0.7492]),
            .. Rows("nearest, full", new NearestTripletStdp { A2Plus = 8.8e-11, A3Plus = 5.3e-2, A2Minus = 6.6e-3, A3Minus = 3.1e-3, TauX = 0.714, TauY = 0.040 }, 0.232,
                [0.0000, 0.1036, 0.3232, 0.5603, 0.6243, -0.2943, -0.4113, -0.3382, 0.2598, 0.6193]),
            .. Rows("nearest, minimal", new NearestTripletStdp { A2Plus = 0, A3Plus = 5e-2, A2Minus = 8e-3, A3Minus = 0, TauY = 0.040 }, 0.348,
                [0.0000, 0.1009, 0.3220, 0.5683, 0.6358, -0.3568, -0.3556, -0.2786, 0.2898, 0.6299]),
        ];

    private static IEnumerable<ReproductionRow> Rows<TRule>(string set, TRule rule, double error, double[] published) where TRule : struct, ILearningRule<TRule>
    {
        double[] obtained = [.. Frequencies.Select(f => PairingProtocol.Sixty(rule, f, 0.010)), .. Frequencies.Select(f => PairingProtocol.Sixty(rule, f, -0.010))];
        for (var k = 0; k < 10; k++)
        {
            yield return new("S15", $"{set}: {(k < 5 ? "+" : "-")}10 ms, {Frequencies[k % 5]} Hz", published[k], obtained[k], 1e-3);
        }

        yield return new("S15", $"{set}: error E", error, Enumerable.Range(0, 10).Sum(k => Math.Pow((obtained[k] - Data[k]) / Sigma[k], 2)) / 10, 5e-3);
    }
}
