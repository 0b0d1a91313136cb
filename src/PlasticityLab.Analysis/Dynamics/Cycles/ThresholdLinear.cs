using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>dx/dt = −x + [W x + θ]₊ as data: linear between the times at which a unit crosses its threshold.</summary>
internal sealed class ThresholdLinear(Matrix weights, double[] theta) : IVectorField
{
    public Matrix Weights { get; } = weights;

    public double[] Theta { get; } = theta;

    public int Dimension => Theta.Length;

    /// <summary>The threshold-linear form of a field, or null when the field is of another kind.</summary>
    public static ThresholdLinear? From(IVectorField field) => field as ThresholdLinear;

    /// <summary>y_i = (W x)_i + θ_i.</summary>
    public double Input(int i, ReadOnlySpan<double> x) => Theta[i] + Linear.Dot(Weights.Row(i), x);

    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        for (var i = 0; i < Theta.Length; i++)
        {
            derivative[i] = Math.Max(0, Input(i, state)) - state[i];
        }
    }

    public void Jacobian(ReadOnlySpan<double> state, Matrix jacobian)
    {
        for (var i = 0; i < Theta.Length; i++)
        {
            var active = Input(i, state) > 0;
            for (var j = 0; j < Theta.Length; j++)
            {
                jacobian[i, j] = (active ? Weights[i, j] : 0) - (i == j ? 1 : 0);
            }
        }
    }
}
