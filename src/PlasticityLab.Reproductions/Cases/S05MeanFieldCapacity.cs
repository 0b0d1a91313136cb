using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>The load up to which a sequence stored as in S4 can be replayed, from mean-field theory.</summary>
/// <remarks>
/// The overlaps obey τ dq_l/dt = −q_l + q_{l−1} G(R), G(R) = exp(−θ²/(2(R + σ²)))/√(2π(R + σ²)), R = Σ q² + αM the variance of the inputs
/// and M = ⟨r²⟩.
/// A vanishing overlap is carried on only while G ≥ 1, so at capacity the noise alone gives G(R₂) = 1 with M = ∫Dv φ(√R₂ v)², and α_c =
/// R₂/M.
/// G falls beyond R + σ² = θ², so R₂ is the largest root; it exists for |θ| ≤ 1/√(2πe).
/// </remarks>
public sealed class S05MeanFieldCapacity : IReproduction
{
    private static readonly (double Theta, double Sigma, double Capacity)[] Table =
    [
        (0.20, 0.05, 0.44121),
        (0.20, 0.10, 0.46445),
        (0.20, 0.15, 0.46927),
        (0.20, 0.20, 0.44637),
        (0.20, 0.25, 0.37712),
        (0.20, 0.30, 0.21661),
        (0.00, 0.05, 0.33207),
        (0.00, 0.10, 0.33648),
        (0.00, 0.20, 0.30977),
        (0.00, 0.30, 0.21507),
        (-0.20, 0.05, 0.15553),
        (-0.20, 0.10, 0.15093),
        (-0.20, 0.20, 0.11625),
        (-0.20, 0.30, 0.03827),
    ];

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S5",
            "Storage capacity for sequences in mean-field theory",
            "Gillett, Pereira & Brunel 2020, PNAS 117:29948, Fig 3 and mean-field equations",
            0.1
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        yield return new("S5", "θ = 0.22, σ = 0.10: variance of the inputs R₂ at capacity", 0.086264, InputVariance(0.22, 0.10), 1e-4);
        yield return new("S5", "θ = 0.22, σ = 0.10: α_c, as printed by the authors", 0.47215, Capacity(0.22, 0.10), 1e-3);
        yield return new("S5", "θ = 0.22, σ = 0.10: α_c, solved to rounding", 0.47274, Capacity(0.22, 0.10), 1e-4);
        foreach (var (theta, sigma, capacity) in Table)
        {
            yield return new("S5", $"θ = {theta:0.00}, σ = {sigma:0.00}: α_c", capacity, Capacity(theta, sigma), 1e-4);
        }
    }

    private static double Capacity(double theta, double sigma)
    {
        var variance = InputVariance(theta, sigma);
        var gain = NormalGain.Of(theta, sigma);

        // The trapezoidal rule on a smooth integrand that decays like a Gaussian converges faster than any power of the step.
        const double Step = 0.002,
            Edge = 10;
        double moment = 0;
        for (var v = -Edge; v <= Edge; v += Step)
        {
            var rate = gain(Math.Sqrt(variance) * v);
            moment += Step * rate * rate * Math.Exp(-v * v / 2) / Math.Sqrt(2 * Math.PI);
        }

        return variance / moment;
    }

    private static double InputVariance(double theta, double sigma)
    {
        var (low, high) = (Math.Max(theta * theta, 1e-12), 1.0); // ln G(low) ≥ 0 > ln G(high)
        while (high - low > 1e-15)
        {
            var middle = (low + high) / 2;
            var logGain = -(theta * theta / (2 * middle)) - (0.5 * Math.Log(2 * Math.PI * middle));
            (low, high) = logGain > 0 ? (middle, high) : (low, middle);
        }

        return low - (sigma * sigma);
    }
}
