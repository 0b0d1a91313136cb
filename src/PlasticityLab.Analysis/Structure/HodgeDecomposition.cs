using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Structure;

/// <summary>The net flow between units split into a part that runs down a potential, a part that circulates around triangles, and a part
/// around holes (Jiang, Lim, Yao and Ye 2011).</summary>
/// <param name="Potential">φ of each unit, mean 0 in each connected part; flow runs from low to high, so φ orders a sequence.</param>
/// <param name="Flow">f, antisymmetric, [m, n]: net weight m → n.</param>
/// <param name="Gradient">φ_n − φ_m on the edges, [m, n].</param>
/// <param name="Curl">The part around filled triangles, [m, n].</param>
/// <param name="Harmonic">What is left: circulation around holes, [m, n].</param>
/// <param name="GradientShare">‖gradient‖²/‖f‖² [1]; NaN when f = 0. Likewise the other two; they sum to 1.</param>
/// <param name="CurlShare">‖curl‖²/‖f‖² [1].</param>
/// <param name="HarmonicShare">‖harmonic‖²/‖f‖² [1].</param>
public sealed record HodgeDecomposition(
    double[] Potential,
    Matrix Flow,
    Matrix Gradient,
    Matrix Curl,
    Matrix Harmonic,
    double GradientShare,
    double CurlShare,
    double HarmonicShare
)
{
    /// <summary>From a weight matrix: edges where either weight is nonzero, f[m, n] = A[m, n] − A[n, m], A = Wᵀ; unweighted least
    /// squares.</summary>
    public static HodgeDecomposition Of(Matrix w, CancellationToken cancellation = default)
    {
        Weights.Check(w);
        var n = w.Rows;
        var mask = Matrix.From(n, n, (i, j) => i != j && (w[i, j] != 0 || w[j, i] != 0) ? 1 : 0);
        var flow = Matrix.From(n, n, (i, j) => mask[i, j] * (w[j, i] - w[i, j]));
        var potential = Potentials(mask, flow);
        var gradient = Matrix.From(n, n, (i, j) => mask[i, j] * (potential[j] - potential[i]));
        var rest = Matrix.Combine(1, flow, -1, gradient);
        var curl = CurlPart(mask, rest, cancellation);
        var harmonic = Matrix.Combine(1, rest, -1, curl);
        var total = Square(flow);
        return new(
            potential,
            flow,
            gradient,
            curl,
            harmonic,
            total > 0 ? Square(gradient) / total : double.NaN,
            total > 0 ? Square(curl) / total : double.NaN,
            total > 0 ? Square(harmonic) / total : double.NaN
        );
    }

    private static double Square(Matrix x) => x.FrobeniusNorm() * x.FrobeniusNorm();

    // Least squares Σ (f_ij − φ_j + φ_i)²: L φ = divergence, L the graph Laplacian, made regular by the mean of each connected part.
    private static double[] Potentials(Matrix mask, Matrix flow)
    {
        var n = mask.Rows;
        var (component, count) = Weights.Components(mask);
        var size = new double[count];
        foreach (var c in component)
        {
            size[c]++;
        }

        var laplacian = Matrix.From(n, n, (i, j) => (component[i] == component[j] ? 1 / size[component[i]] : 0) - mask[i, j]);
        var potential = new double[n];
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                laplacian[j, j] += mask[j, i];
                potential[j] += flow[i, j];
            }
        }

        new Lu(laplacian).Solve(potential);
        return potential;
    }

    // The projection on the image of Cᵀ (C f = f_ij + f_jk − f_ik on triangles) is the least-norm solution of CᵀC x = CᵀC f, which
    // conjugate gradients
    // from 0 find without ever listing the triangles. On a complete graph CᵀC is n times the identity there: one step.
    private static Matrix CurlPart(Matrix mask, Matrix f, CancellationToken cancellation)
    {
        var n = mask.Rows;
        // common[i, j]: triangles over the edge.
        var common = mask.Times(mask);
        for (var k = 0; k < common.Values.Length; k++)
        {
            common.Values[k] *= mask.Values[k];
        }

        var x = new Matrix(n, n);
        var r = Apply(f);
        var p = r.Copy();
        double rr = Dot(r, r),
            first = rr;
        for (var step = 0; step < 10_000 && rr > 1e-31 * first && rr > 0; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var q = Apply(p);
            var alpha = rr / Dot(p, q);
            for (var k = 0; k < x.Values.Length; k++)
            {
                x.Values[k] += alpha * p.Values[k];
                r.Values[k] -= alpha * q.Values[k];
            }

            var next = Dot(r, r);
            for (var k = 0; k < x.Values.Length; k++)
            {
                p.Values[k] = r.Values[k] + (next / rr * p.Values[k]);
            }

            rr = next;
        }

        return x;

        // (CᵀC y)_ij = Σ_k mask_ik mask_jk (y_ij + y_jk + y_ki), antisymmetric like y.
        Matrix Apply(Matrix y)
        {
            var m = mask.Times(y); // m_ij = Σ_k mask_ik y_kj
            return Matrix.From(n, n, (i, j) => mask[i, j] * ((common[i, j] * y[i, j]) + m[j, i] - m[i, j]));
        }

        static double Dot(Matrix a, Matrix b)
        {
            double sum = 0;
            for (var k = 0; k < a.Values.Length; k++)
            {
                sum += a.Values[k] * b.Values[k];
            }

            return sum;
        }
    }
}
