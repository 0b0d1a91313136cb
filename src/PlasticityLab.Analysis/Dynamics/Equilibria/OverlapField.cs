using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Intervals;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>A network of low rank, W = U Vᵀ, seen in its overlaps κ = Vᵀ r: dκ/dt = (−κ + Vᵀ φ(g U κ + I))/τ. Its zeros are exactly those
/// of the network, r = φ(g U κ + I).</summary>
/// <remarks>Mastrogiuseppe and Ostojic 2018, Neuron 99:609. U carries the singular values, V is orthonormal, so κ are coordinates in the
/// row space of W.</remarks>
public sealed class OverlapField : IIntervalField
{
    private readonly RateNetwork _network;
    private readonly Matrix _u,
        _v;

    private OverlapField(RateNetwork network, Matrix u, Matrix v)
    {
        (_network, _u, _v) = (network, u, v);
        var bound = new double[v.Columns];
        for (var k = 0; k < bound.Length; k++)
        {
            for (var i = 0; i < v.Rows; i++)
            {
                bound[k] += Math.Abs(v[i, k]);
            }
        }

        // |φ| ≤ 1, so |κ_k| ≤ Σ_i |V_ik| and the field points inward beyond.
        Box = new([.. bound.Select(b => -b * (1 + 1e-9))], [.. bound.Select(b => b * (1 + 1e-9))], true, true);
    }

    /// <inheritdoc/>
    public int Dimension => _v.Columns;

    /// <summary>The box that holds all overlaps.</summary>
    public TrappingBox Box { get; }

    /// <summary>The reduction, when the rank is at most <paramref name="highestRank"/> and φ is bounded; else null.</summary>
    public static OverlapField? Of(RateNetwork network, int highestRank = 3)
    {
        var n = network.Dimension;
        if (network.Transfer == Transfer.ThresholdLinear || n <= highestRank)
        {
            return null;
        }

        var svd = Svd.Decompose(network.Weights);
        var rank = svd.Values.Count(value => value > 1e-9 * svd.Values[0]);
        return rank == 0 || rank > highestRank
            ? null
            : new(network, Matrix.From(n, rank, (i, k) => svd.U[i, k] * svd.Values[k]), Matrix.From(n, rank, (i, k) => svd.Vt[k, i]));
    }

    /// <summary>κ = Vᵀ r.</summary>
    public double[] Overlaps(ReadOnlySpan<double> rates)
    {
        var kappa = new double[Dimension];
        for (var i = 0; i < rates.Length; i++)
        {
            for (var k = 0; k < kappa.Length; k++)
            {
                kappa[k] += _v[i, k] * rates[i];
            }
        }

        return kappa;
    }

    /// <summary>r = φ(g U κ + I).</summary>
    public double[] Rates(double[] kappa) => [.. Enumerable.Range(0, _u.Rows).Select(i => _network.Rate(Drive(i, kappa)))];

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        var tau = _network.Parameter("tau");
        derivative.Clear();
        for (var i = 0; i < _u.Rows; i++)
        {
            var rate = _network.Rate(Drive(i, state));
            for (var k = 0; k < state.Length; k++)
            {
                derivative[k] += _v[i, k] * rate;
            }
        }

        for (var k = 0; k < state.Length; k++)
        {
            derivative[k] = (derivative[k] - state[k]) / tau;
        }
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> state, Matrix jacobian)
    {
        var tau = _network.Parameter("tau");
        Array.Clear(jacobian.Values);
        for (var i = 0; i < _u.Rows; i++)
        {
            var slope = _network.Gain * _network.Slope(Drive(i, state)) / tau;
            for (var k = 0; k < state.Length; k++)
            {
                for (var l = 0; l < state.Length; l++)
                {
                    jacobian[k, l] += _v[i, k] * slope * _u[i, l];
                }
            }
        }

        for (var k = 0; k < state.Length; k++)
        {
            jacobian[k, k] -= 1 / tau;
        }
    }

    /// <summary>Encloses τ dκ/dt over a box: the factor 1/τ moves no zero.</summary>
    public void Evaluate(ReadOnlySpan<Interval> box, Span<Interval> derivative)
    {
        for (var k = 0; k < box.Length; k++)
        {
            derivative[k] = -box[k];
        }

        for (var i = 0; i < _u.Rows; i++)
        {
            var drive = Drive(i, box);
            var rate = _network.Transfer == Transfer.Tanh ? Interval.Tanh(drive) : Interval.Logistic(drive);
            for (var k = 0; k < box.Length; k++)
            {
                derivative[k] += _v[i, k] * rate;
            }
        }
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<Interval> box, Span<Interval> jacobian)
    {
        var n = box.Length;
        for (var k = 0; k < n * n; k++)
        {
            jacobian[k] = k % (n + 1) == 0 ? -1.0 : 0.0;
        }

        for (var i = 0; i < _u.Rows; i++)
        {
            var drive = Drive(i, box);
            var slope = _network.Gain * (_network.Transfer == Transfer.Tanh ? Interval.TanhSlope(drive) : Interval.LogisticSlope(drive));
            for (var k = 0; k < n; k++)
            {
                var factor = _v[i, k] * slope;
                for (var l = 0; l < n; l++)
                {
                    jacobian[(k * n) + l] += _u[i, l] * factor;
                }
            }
        }
    }

    private double Drive(int i, ReadOnlySpan<double> kappa)
    {
        double sum = 0;
        for (var k = 0; k < kappa.Length; k++)
        {
            sum += _u[i, k] * kappa[k];
        }

        return (_network.Gain * sum) + _network.Input(i);
    }

    private Interval Drive(int i, ReadOnlySpan<Interval> kappa)
    {
        Interval sum = 0.0;
        for (var k = 0; k < kappa.Length; k++)
        {
            sum += _u[i, k] * kappa[k];
        }

        return (_network.Gain * sum) + _network.Input(i);
    }
}
