using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>The classical fourth-order method at a fixed step: what long simulations for statistics and first guesses use.</summary>
internal sealed class RungeKutta4
{
    private readonly IVectorField _field;
    private readonly double[] _k1;
    private readonly double[] _k2;
    private readonly double[] _k3;
    private readonly double[] _k4;
    private readonly double[] _y;

    /// <summary>A stepper whose step suits the fastest rate of the Jacobian at a state, at most 0.05.</summary>
    public RungeKutta4(IVectorField field, ReadOnlySpan<double> state, double step = 0)
    {
        _field = field;
        var n = field.Dimension;
        (_k1, _k2, _k3, _k4, _y) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        if (step > 0)
        {
            Step = step;
            return;
        }

        // The row-sum norm bounds the spectral radius; a network's rate is often far below it, so half of the bound is taken.
        var jacobian = new Matrix(n, n);
        field.Jacobian(state, jacobian);
        var rate = jacobian.FrobeniusNorm() / Math.Sqrt(n);
        Step = Math.Clamp(0.1 / Math.Max(rate, 1e-9), 1e-3, 0.05);
    }

    public double Step { get; }

    public void Advance(Span<double> x)
    {
        var n = x.Length;
        var h = Step;
        _field.Evaluate(x, _k1);
        for (var i = 0; i < n; i++)
        {
            _y[i] = x[i] + (0.5 * h * _k1[i]);
        }

        _field.Evaluate(_y, _k2);
        for (var i = 0; i < n; i++)
        {
            _y[i] = x[i] + (0.5 * h * _k2[i]);
        }

        _field.Evaluate(_y, _k3);
        for (var i = 0; i < n; i++)
        {
            _y[i] = x[i] + (h * _k3[i]);
        }

        _field.Evaluate(_y, _k4);
        for (var i = 0; i < n; i++)
        {
            x[i] += h / 6 * (_k1[i] + (2 * (_k2[i] + _k3[i])) + _k4[i]);
        }
    }
}
