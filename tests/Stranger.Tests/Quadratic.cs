using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;

namespace Stranger;

/// <summary>A rate neuron: φ(u) = min([u − θ]₊², 1).</summary>
public sealed record Quadratic : IRateNeuron
{
    public NeuronCard Card => new("quadratic", "Quadratic", "φ(u) = min([u − θ]₊², 1)", "Stranger 2026");

    /// <summary>θ, threshold [1].</summary>
    public double Theta { get; init; } = 0.2;

    public double Rate(double u) => u <= Theta ? 0 : Math.Min(1, (u - Theta) * (u - Theta));

    public double Slope(double u) => u > Theta && u < Theta + 1 ? 2 * (u - Theta) : 0;

    public void Rates(ReadOnlySpan<double> u, Span<double> rates)
    {
        for (var i = 0; i < u.Length; i++)
        {
            rates[i] = Rate(u[i]);
        }
    }

    public void Rates(ReadOnlySpan<float> u, Span<float> rates)
    {
        for (var i = 0; i < u.Length; i++)
        {
            rates[i] = (float)Rate(u[i]);
        }
    }

    public IEnumerable<string> Problems() => Require.All(Require.Finite(Theta));
}
