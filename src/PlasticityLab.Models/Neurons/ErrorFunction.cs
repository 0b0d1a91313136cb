using MathNet.Numerics;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Neurons;

/// <summary>φ(u) = ½ [1 + erf((u − θ)/(√2 σ))]: the sigmoid that makes mean-field integrals closed.</summary>
public sealed record ErrorFunction : IRateNeuron
{
    /// <summary>θ, input at half activity [1].</summary>
    public double Theta { get; init; } = 0.22;

    /// <summary>σ, width [1].</summary>
    public double Sigma { get; init; } = 0.1;

    /// <inheritdoc/>
    public NeuronCard Card =>
        new("error_function", "Error function", "φ(u) = ½[1 + erf((u − θ)/(√2 σ))]", "Gillett, Pereira & Brunel 2020, PNAS 117:29948");

    /// <inheritdoc/>
    public double Rate(double u) => 0.5 * SpecialFunctions.Erfc(-(u - Theta) / (Math.Sqrt(2) * Sigma));

    /// <inheritdoc/>
    public double Slope(double u)
    {
        var z = (u - Theta) / Sigma;
        return Math.Exp(-0.5 * z * z) / (Math.Sqrt(2 * Math.PI) * Sigma);
    }

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

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.Finite(Theta), Require.Positive(Sigma));
}
