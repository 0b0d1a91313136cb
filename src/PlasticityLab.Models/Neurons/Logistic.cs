using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Neurons;

/// <summary>φ(u) = 1/(1 + exp(−β(u − θ))): activity between 0 and 1.</summary>
public sealed record Logistic : IPortableNeuron
{
    /// <summary>β, slope parameter [1].</summary>
    public double Beta { get; init; } = 10;

    /// <summary>θ, input at half activity [1].</summary>
    public double Theta { get; init; } = 0.5;

    /// <inheritdoc/>
    public NeuronCard Card => new("logistic", "Logistic", "φ(u) = 1/(1 + exp(−β(u − θ)))", "Wilson & Cowan 1972, Biophys. J. 12:1");

    // exp is clamped: beyond ±80 the answer is 0 or 1 in single precision, and exp would overflow to a slow path.
    /// <inheritdoc/>
    public double Rate(double u) => 1 / (1 + Math.Exp(Math.Clamp(-Beta * (u - Theta), -80, 80)));

    /// <inheritdoc/>
    public double Slope(double u)
    {
        var rate = Rate(u);
        return Beta * rate * (1 - rate);
    }

    /// <inheritdoc/>
    public void Rates(ReadOnlySpan<double> u, Span<double> rates) => TransferFunctions.Logistic(u, rates, Beta, Theta);

    /// <inheritdoc/>
    public void Rates(ReadOnlySpan<float> u, Span<float> rates) => TransferFunctions.Logistic(u, rates, (float)Beta, (float)Theta);

    /// <inheritdoc/>
    public void PortableRates(ReadOnlySpan<double> u, Span<double> rates) => PortableMath.Logistic(u, rates, Beta, Theta);

    /// <inheritdoc/>
    public void PortableRates(ReadOnlySpan<float> u, Span<float> rates) => PortableMath.Logistic(u, rates, (float)Beta, (float)Theta);

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.Positive(Beta), Require.Finite(Theta));
}
