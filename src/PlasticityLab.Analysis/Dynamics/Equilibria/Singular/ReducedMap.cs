using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Equilibria.Singular;

/// <summary>The field near a place with a singular Jacobian, reduced to the directions in which the linear part is (nearly) zero.</summary>
/// <remarks>With J = U Σ Vᵀ and the k smallest singular values split off, x = c + V₀ s + V_r a(s) where a solves U_rᵀ f = 0, a regular
/// problem; what is left is g(s) = U₀ᵀ f(x(s)). Zeros of f near c and zeros of g correspond one to one, with their multiplicities
/// (Lyapunov and Schmidt; Golubitsky and Schaeffer 1985, Singularities and Groups in Bifurcation Theory I, ch. VII). g is known to rounding
/// at every s, also far from the zero, where f is large enough to say something.</remarks>
internal sealed class ReducedMap
{
    private readonly IVectorField _field;
    private readonly FieldScale _scale;
    private readonly Svd _svd;
    private readonly int _n,
        _r;

    public ReducedMap(IVectorField field, FieldScale scale, double[] centre, Svd svd, int corank)
    {
        (_field, _scale, Centre, _svd, Corank) = (field, scale, centre, svd, corank);
        (_n, _r) = (centre.Length, centre.Length - corank);
        var link = Matrix.From(corank, corank, (a, b) => Enumerable.Range(0, _n).Sum(i => svd.U[i, _r + a] * svd.Vt[_r + b, i]));
        Link = new Lu(link);
        // Orders of the bases: null directions come last in both, so that the range part contributes a positive determinant.
        Orientation = new Lu(svd.U).DeterminantSign * new Lu(svd.Vt).DeterminantSign;
    }

    /// <summary>c.</summary>
    public double[] Centre { get; }

    /// <summary>k, number of directions kept.</summary>
    public int Corank { get; }

    /// <summary>sign(det U det V): deg f = Orientation · deg g.</summary>
    public int Orientation { get; }

    /// <summary>U₀ᵀ V₀; singular where a zero eigenvalue has a Jordan block. Motion along the slow directions is its inverse times
    /// g.</summary>
    public Lu Link { get; }

    /// <summary>c + V₀ s.</summary>
    public double[] Flat(ReadOnlySpan<double> s)
    {
        var x = (double[])Centre.Clone();
        for (var k = 0; k < Corank; k++)
        {
            for (var i = 0; i < _n; i++)
            {
                x[i] += s[k] * _svd.Vt[_r + k, i];
            }
        }

        return x;
    }

    /// <summary>x(s) and g(s); null where the regular part has no solution nearby.</summary>
    public (double[] X, double[] G)? At(ReadOnlySpan<double> s)
    {
        var x = Flat(s);
        var (f, j) = (new double[_n], new Matrix(_n, _n));
        var (previous, moved, reach) = (double.PositiveInfinity, 0.0, (4 * Linear.Norm(s)) + (1e-9 * _scale.Length));
        for (var round = 0; round < 20; round++)
        {
            _field.Evaluate(x, f);
            var right = new double[_r];
            for (var a = 0; a < _r; a++)
            {
                for (var i = 0; i < _n; i++)
                {
                    right[a] += _svd.U[i, a] * f[i];
                }
            }

            var size = Linear.Norm(right);
            var rounding = _scale.Rounding(x);
            if (!double.IsFinite(size) || moved > reach)
            {
                return null;
            }

            if (size <= 0.5 * rounding || (round > 0 && size >= 0.5 * previous))
            {
                return size <= 10 * rounding ? (x, Null(f)) : null;
            }

            previous = size;
            _field.Jacobian(x, j);
            var part = Matrix.From(_n, _r, (i, b) => Linear.Dot(j.Row(i), _svd.Vt.Row(b)));
            var lu = new Lu(Matrix.From(_r, _r, (a, b) => Enumerable.Range(0, _n).Sum(i => _svd.U[i, a] * part[i, b])));
            if (lu.IsSingular)
            {
                return null;
            }

            lu.Solve(right);
            moved += Linear.Norm(right);
            for (var b = 0; b < _r; b++)
            {
                for (var i = 0; i < _n; i++)
                {
                    x[i] -= right[b] * _svd.Vt[b, i];
                }
            }
        }

        return null;
    }

    private double[] Null(double[] f)
    {
        var g = new double[Corank];
        for (var k = 0; k < Corank; k++)
        {
            for (var i = 0; i < _n; i++)
            {
                g[k] += _svd.U[i, _r + k] * f[i];
            }
        }

        return g;
    }
}
