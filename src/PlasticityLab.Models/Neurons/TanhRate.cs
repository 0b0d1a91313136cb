using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Neurons;

/// <summary>φ(u) = tanh(β u): activity between −1 and 1, the classic random network.</summary>
public sealed record TanhRate : IPortableNeuron
{
    /// <summary>β, slope at 0 [1].</summary>
    public double Beta { get; init; } = 1;

    /// <inheritdoc/>
    public NeuronCard Card =>
        new("tanh", "Hyperbolic tangent", "φ(u) = tanh(βu)", "Sompolinsky, Crisanti & Sommers 1988, Phys. Rev. Lett. 61:259");

    /// <inheritdoc/>
    public double Rate(double u) => Math.Tanh(Beta * u);

    /// <inheritdoc/>
    public double Slope(double u)
    {
        var rate = Rate(u);
        return Beta * (1 - (rate * rate));
    }

    // tanh x = 2/(1 + exp(−2x)) − 1: the vector logistic serves both, exact to an ulp of 1.
    /// <inheritdoc/>
    public void Rates(ReadOnlySpan<double> u, Span<double> rates)
    {
        TransferFunctions.Logistic(u, rates, 2 * Beta, 0);
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i] = (2 * rates[i]) - 1;
        }
    }

    /// <inheritdoc/>
    public void Rates(ReadOnlySpan<float> u, Span<float> rates)
    {
        TransferFunctions.Logistic(u, rates, (float)(2 * Beta), 0);
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i] = (2 * rates[i]) - 1;
        }
    }

    /// <inheritdoc/>
    public void PortableRates(ReadOnlySpan<double> u, Span<double> rates)
    {
        PortableMath.Logistic(u, rates, 2 * Beta, 0);
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i] = (2 * rates[i]) - 1;
        }
    }

    /// <inheritdoc/>
    public void PortableRates(ReadOnlySpan<float> u, Span<float> rates)
    {
        PortableMath.Logistic(u, rates, (float)(2 * Beta), 0);
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i] = (2 * rates[i]) - 1;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.Positive(Beta));
}
