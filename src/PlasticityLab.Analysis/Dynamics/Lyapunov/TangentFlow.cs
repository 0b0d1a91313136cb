using System.Numerics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Lyapunov;

/// <summary>The classical Runge-Kutta method on the state and k tangent vectors together (rows of a matrix).</summary>
internal sealed class TangentFlow
{
    private readonly IVectorField _field;
    private readonly int _n;
    private readonly double[] _y;
    private readonly double[] _k;
    private readonly double[] _sum;
    private readonly Matrix _jacobian;
    private readonly Matrix _v;
    private readonly Matrix _dv;
    private readonly Matrix _total;

    public TangentFlow(IVectorField field, int vectors, double step)
    {
        (_field, _n, Step) = (field, field.Dimension, step);
        (_y, _k, _sum) = (new double[_n], new double[_n], new double[_n]);
        _jacobian = new Matrix(_n, _n);
        (_v, _dv, _total) = (new Matrix(vectors, _n), new Matrix(vectors, _n), new Matrix(vectors, _n));
    }

    public double Step { get; }

    /// <summary>Trace of J at the state before the last step.</summary>
    public double Trace { get; private set; }

    public void Advance(double[] x, Matrix tangent)
    {
        var h = Step;
        x.CopyTo(_y, 0);
        tangent.Values.CopyTo(_v.Values, 0);
        Array.Clear(_sum);
        Array.Clear(_total.Values);
        for (var stage = 0; stage < 4; stage++)
        {
            _field.Evaluate(_y, _k);
            _field.Jacobian(_y, _jacobian);
            if (stage == 0)
            {
                Trace = Enumerable.Range(0, _n).Sum(i => _jacobian[i, i]);
            }

            for (var row = 0; row < tangent.Rows; row++)
            {
                var v = _v.Row(row);
                var dv = _dv.Row(row);
                for (var i = 0; i < _n; i++)
                {
                    dv[i] = Dot(_jacobian.Row(i), v);
                }
            }

            var weight = stage is 0 or 3 ? h / 6 : h / 3;
            var ahead = stage == 2 ? h : 0.5 * h;
            for (var i = 0; i < _n; i++)
            {
                _sum[i] += weight * _k[i];
                _y[i] = x[i] + (ahead * _k[i]);
            }

            for (var i = 0; i < _dv.Values.Length; i++)
            {
                _total.Values[i] += weight * _dv.Values[i];
                _v.Values[i] = tangent.Values[i] + (ahead * _dv.Values[i]);
            }
        }

        for (var i = 0; i < _n; i++)
        {
            x[i] += _sum[i];
        }

        for (var i = 0; i < _total.Values.Length; i++)
        {
            tangent.Values[i] += _total.Values[i];
        }
    }

    /// <summary>Modified Gram-Schmidt on the rows, twice for orthogonality to rounding; adds ln of the lengths.</summary>
    public static void Orthonormalise(Matrix rows, Span<double> logs)
    {
        for (var k = 0; k < rows.Rows; k++)
        {
            var v = rows.Row(k);
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < k; j++)
                {
                    var u = rows.Row(j);
                    var product = Dot(u, v);
                    for (var i = 0; i < v.Length; i++)
                    {
                        v[i] -= product * u[i];
                    }
                }
            }

            var norm = Linear.Norm(v);
            logs[k] += Math.Log(norm);
            for (var i = 0; i < v.Length; i++)
            {
                v[i] /= norm;
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var width = Vector<double>.Count;
        var sum = Vector<double>.Zero;
        var i = 0;
        for (; i <= a.Length - width; i += width)
        {
            sum += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        }

        var total = Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }
}
