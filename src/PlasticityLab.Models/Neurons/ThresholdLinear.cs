using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Neurons;

/// <summary>φ(u) = min(β [u − θ]₊, r_max): threshold-linear with an upper bound.</summary>
public sealed record ThresholdLinear : IPortableNeuron
{
    /// <summary>β, gain above the threshold [1].</summary>
    public double Beta { get; init; } = 1;

    /// <summary>θ, threshold [1].</summary>
    public double Theta { get; init; }

    /// <summary>r_max, largest activity [1].</summary>
    public double RateMax { get; init; } = 1;

    /// <inheritdoc/>
    public NeuronCard Card =>
        new("threshold_linear", "Threshold-linear", "φ(u) = min(β[u − θ]₊, r_max)", "Hahnloser et al. 2000, Nature 405:947");

    /// <inheritdoc/>
    public double Rate(double u) => Math.Min(RateMax, Math.Max(0, Beta * (u - Theta)));

    /// <inheritdoc/>
    public double Slope(double u) => u > Theta && Beta * (u - Theta) < RateMax ? Beta : 0;

    /// <inheritdoc/>
    public void Rates(ReadOnlySpan<double> u, Span<double> rates)
    {
        TransferFunctions.CheckLengths(u.Length, rates.Length);
        for (var i = 0; i < u.Length; i++)
        {
            rates[i] = Rate(u[i]);
        }
    }

    /// <inheritdoc/>
    public void Rates(ReadOnlySpan<float> u, Span<float> rates)
    {
        TransferFunctions.CheckLengths(u.Length, rates.Length);
        for (var i = 0; i < u.Length; i++)
        {
            rates[i] = (float)Rate(u[i]);
        }
    }

    // Comparisons and one product: nothing that a processor could do otherwise.
    /// <inheritdoc/>
    public void PortableRates(ReadOnlySpan<double> u, Span<double> rates) => Rates(u, rates);

    /// <inheritdoc/>
    public void PortableRates(ReadOnlySpan<float> u, Span<float> rates) => Rates(u, rates);

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.Positive(Beta), Require.Finite(Theta), Require.Positive(RateMax));
}
