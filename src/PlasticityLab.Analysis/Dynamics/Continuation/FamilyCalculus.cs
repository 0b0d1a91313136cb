using System.Numerics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>Derivatives of a family of fields: the Jacobian is the field's own, everything else is a difference of it.</summary>
/// <remarks>
/// Newton needs exact residuals but not exact Jacobians, so low-order differences do for those. The quantities that enter residuals or
/// results (∂F/∂p, the
/// multilinear forms of the Hopf coefficient) use sixth-order central differences at a step where truncation and rounding are both near
/// 1e-12.
/// </remarks>
internal sealed class FamilyCalculus
{
    private static readonly double[] First = [45.0 / 60, -9.0 / 60, 1.0 / 60];
    private static readonly double[] Second = [1.5, -3.0 / 20, 1.0 / 90];

    private readonly FieldFamily _family;
    private readonly int _dimension;
    private readonly double _parameterStep;
    private (double Parameter, IVectorField Field) _latest = (double.NaN, null!);

    /// <summary>The calculus of a family.</summary>
    /// <param name="family">The field at a parameter value.</param>
    /// <param name="dimension">n.</param>
    /// <param name="low">Lower end of the parameter's range.</param>
    /// <param name="high">Upper end.</param>
    public FamilyCalculus(FieldFamily family, int dimension, double low, double high)
    {
        (_family, _dimension) = (family, dimension);
        IsKinked = family(0.5 * (low + high)) is RateNetwork { Transfer: Transfer.ThresholdLinear };
        // A wide step would reach across the kinks of a piecewise linear field, which has no truncation error to keep small. Smooth fields
        // change within 1 of the parameter, or within its range where that is smaller; a range of 1e12 leaves no digits to so small a step.
        var unit = 0.1 * (high - low);
        _parameterStep = IsKinked ? 1e-7 * unit : 2e-3 * Math.Max(Math.Min(1, unit), 1e-5 * unit);
    }

    public int Dimension => _dimension;

    /// <summary>Whether the field is piecewise linear.</summary>
    public bool IsKinked { get; }

    public IVectorField At(double p)
    {
        if (p != _latest.Parameter)
        {
            _latest = (p, _family(p));
        }

        return _latest.Field;
    }

    public double[] F(ReadOnlySpan<double> x, double p)
    {
        var f = new double[_dimension];
        At(p).Evaluate(x, f);
        return f;
    }

    public Matrix J(ReadOnlySpan<double> x, double p)
    {
        var j = new Matrix(_dimension, _dimension);
        At(p).Jacobian(x, j);
        return j;
    }

    /// <summary>∂F/∂p.</summary>
    public double[] Fp(ReadOnlySpan<double> x, double p)
    {
        var result = new double[_dimension];
        var f = new double[_dimension];
        for (var k = 1; k <= 3; k++)
        {
            foreach (var sign in (ReadOnlySpan<int>)[1, -1])
            {
                _family(p + (sign * k * _parameterStep)).Evaluate(x, f);
                var weight = sign * First[k - 1] / _parameterStep;
                for (var i = 0; i < _dimension; i++)
                {
                    result[i] += weight * f[i];
                }
            }
        }

        return result;
    }

    /// <summary>∂J/∂p.</summary>
    public Matrix Jp(ReadOnlySpan<double> x, double p)
    {
        var (high, low) = (new Matrix(_dimension, _dimension), new Matrix(_dimension, _dimension));
        var h = 0.1 * _parameterStep;
        _family(p + h).Jacobian(x, high);
        _family(p - h).Jacobian(x, low);
        return Matrix.Combine(0.5 / h, high, -0.5 / h, low);
    }

    /// <summary>F_xx[v, ·] as a matrix: the derivative of J along v. As second derivatives commute it is also ∂(J v)/∂x.</summary>
    public Matrix Jv(ReadOnlySpan<double> x, double p, ReadOnlySpan<double> v, double step = 1e-4)
    {
        var h = step / Math.Max(Linear.Norm(v), 1e-300);
        return Matrix.Combine(0.5 / h, J(Shift(x, v, h), p), -0.5 / h, J(Shift(x, v, -h), p));
    }

    /// <summary>The Hessian of ψ·F in x.</summary>
    public Matrix Hessian(ReadOnlySpan<double> x, double p, double[] psi)
    {
        var result = new Matrix(_dimension, _dimension);
        var y = x.ToArray();
        const double h = 1e-5;
        for (var j = 0; j < _dimension; j++)
        {
            y[j] = x[j] + h;
            var high = J(y, p);
            y[j] = x[j] - h;
            var low = J(y, p);
            y[j] = x[j];
            for (var k = 0; k < _dimension; k++)
            {
                double sum = 0;
                for (var i = 0; i < _dimension; i++)
                {
                    sum += psi[i] * (high[i, k] - low[i, k]);
                }

                result[k, j] = sum / (2 * h);
            }
        }

        return result;
    }

    /// <summary>B(u, v) = F_xx[u, v] to about 1e-12.</summary>
    public double[] B(ReadOnlySpan<double> x, double p, double[] u, double[] v, double step) => Directional(x, p, u, v, First, 1, step);

    /// <summary>C(u, u, v) = F_xxx[u, u, v] to about 1e-10.</summary>
    public double[] C(ReadOnlySpan<double> x, double p, double[] u, double[] v, double step) => Directional(x, p, u, v, Second, 2, step);

    public static double[] Shift(ReadOnlySpan<double> x, ReadOnlySpan<double> v, double h)
    {
        var y = x.ToArray();
        for (var i = 0; i < y.Length; i++)
        {
            y[i] += h * v[i];
        }

        return y;
    }

    private double[] Directional(ReadOnlySpan<double> x, double p, double[] u, double[] v, double[] weights, int order, double step)
    {
        var result = new double[_dimension];
        var norm = Linear.Norm(u);
        if (norm == 0)
        {
            return result;
        }

        var h = step / norm;
        for (var k = 0; k <= 3; k++)
        {
            if (k == 0 && order == 1)
            {
                continue;
            }

            foreach (var sign in k == 0 ? (ReadOnlySpan<int>)[1] : [1, -1])
            {
                var jv = J(Shift(x, u, sign * k * h), p).Times(v);
                var weight = order == 1 ? sign * weights[k - 1] / h : (k == 0 ? -49.0 / 18 : weights[k - 1]) / (h * h);
                for (var i = 0; i < _dimension; i++)
                {
                    result[i] += weight * jv[i];
                }
            }
        }

        return result;
    }
}
