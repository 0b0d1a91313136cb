using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>τ dx/dt = −x + [W x + θ]₊ as data: linear between the times at which a unit crosses its threshold.</summary>
internal sealed class ThresholdLinear(Matrix weights, double[] theta, double tau = 1) : IVectorField
{
    public Matrix Weights { get; } = weights;

    public double[] Theta { get; } = theta;

    public double Tau { get; } = tau;

    public int Dimension => Theta.Length;

    /// <summary>The threshold-linear form of a field, or null when the field is of another kind.</summary>
    public static ThresholdLinear? From(IVectorField field) =>
        field switch
        {
            ThresholdLinear linear => linear,
            RateNetwork { Transfer: Transfer.ThresholdLinear } network => new ThresholdLinear(
                Matrix.Combine(network.Gain, network.Weights, 0, network.Weights),
                [.. Enumerable.Range(0, network.Dimension).Select(network.Input)],
                network.Parameter("tau")
            ),
            _ => null,
        };

    /// <summary>y_i = (W x)_i + θ_i.</summary>
    public double Input(int i, ReadOnlySpan<double> x) => Theta[i] + Linear.Dot(Weights.Row(i), x);

    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        for (var i = 0; i < Theta.Length; i++)
        {
            derivative[i] = (Math.Max(0, Input(i, state)) - state[i]) / Tau;
        }
    }

    public void Jacobian(ReadOnlySpan<double> state, Matrix jacobian)
    {
        for (var i = 0; i < Theta.Length; i++)
        {
            var active = Input(i, state) > 0;
            for (var j = 0; j < Theta.Length; j++)
            {
                jacobian[i, j] = ((active ? Weights[i, j] : 0) - (i == j ? 1 : 0)) / Tau;
            }
        }
    }
}
