using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics;

/// <summary>dx/dt = f(x): all that the dynamics analysis knows of a network.</summary>
public interface IVectorField
{
    /// <summary>n, number of state variables.</summary>
    int Dimension { get; }

    /// <summary>f(x).</summary>
    void Evaluate(ReadOnlySpan<double> state, Span<double> derivative);

    /// <summary>∂f_i/∂x_j, [i, j].</summary>
    void Jacobian(ReadOnlySpan<double> state, Matrix jacobian);
}
