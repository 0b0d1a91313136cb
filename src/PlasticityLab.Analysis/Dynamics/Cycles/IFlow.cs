using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>The flow map of a field: where a state is after a time, and how a neighbourhood is carried along.</summary>
internal interface IFlow
{
    int Dimension { get; }

    /// <summary>Carries the state over a time; false when it cannot (not finite, budget spent).</summary>
    bool Advance(Span<double> state, double duration, CancellationToken cancellation = default);

    /// <summary>Carries the state and multiplies the transport matrix Φ (dΦ/dt = J Φ) along.</summary>
    bool Advance(Span<double> state, Matrix transport, double duration, CancellationToken cancellation = default);

    /// <summary>The flow that suits a field.</summary>
    static IFlow Of(IVectorField field, double relative = 2e-14) =>
        ThresholdLinear.From(field) is { } linear ? new ThresholdLinearFlow(linear) : new SmoothFlow(field, relative);
}

/// <summary>The flow of a smooth field by extrapolation at rounding accuracy.</summary>
internal sealed class SmoothFlow : IFlow
{
    private readonly IVectorField _field;
    private readonly Extrapolation _plain;
    private readonly Extrapolation _variational;
    private readonly Matrix _jacobian;

    public SmoothFlow(IVectorField field, double relative = 2e-14)
    {
        _field = field;
        Dimension = field.Dimension;
        var n = Dimension;
        _jacobian = new Matrix(n, n);
        _plain = new Extrapolation(n, field.Evaluate, relative, 0.1 * relative);
        // Φ may grow or shrink by many orders of magnitude within one period: its error is held to a looser relative tolerance by the
        // absolute term only.
        _variational = new Extrapolation(n + (n * n), Right, relative, 0.1 * relative);
    }

    public int Dimension { get; }

    public bool Advance(Span<double> state, double duration, CancellationToken cancellation = default)
    {
        _plain.NextStep = 0;
        return _plain.Advance(state, duration, cancellation: cancellation);
    }

    public bool Advance(Span<double> state, Matrix transport, double duration, CancellationToken cancellation = default)
    {
        var n = Dimension;
        var y = new double[n + (n * n)];
        state.CopyTo(y);
        transport.Values.CopyTo(y, n);
        _variational.NextStep = 0;
        if (!_variational.Advance(y, duration, cancellation: cancellation))
        {
            return false;
        }

        y.AsSpan(0, n).CopyTo(state);
        y.AsSpan(n).CopyTo(transport.Values);
        return true;
    }

    private void Right(ReadOnlySpan<double> y, Span<double> dy)
    {
        var n = Dimension;
        _field.Evaluate(y[..n], dy[..n]);
        _field.Jacobian(y[..n], _jacobian);
        var phi = y[n..];
        var target = dy[n..];
        target.Clear();
        for (var i = 0; i < n; i++)
        {
            var row = _jacobian.Row(i);
            var t = target.Slice(i * n, n);
            for (var k = 0; k < n; k++)
            {
                var a = row[k];
                if (a != 0)
                {
                    var source = phi.Slice(k * n, n);
                    for (var j = 0; j < n; j++)
                    {
                        t[j] += a * source[j];
                    }
                }
            }
        }
    }
}
