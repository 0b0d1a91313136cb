using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>The net flow between units split into a part that runs down a potential, a part that circulates around triangles, and a part
/// around holes (Jiang, Lim, Yao and Ye 2011).</summary>
/// <param name="Potential">φ of each unit, mean 0 in each connected part; flow runs from low to high, so φ orders a sequence.</param>
/// <param name="Flow">f, antisymmetric, [m, n]: net weight m → n.</param>
/// <param name="Gradient">φ_n − φ_m on the edges, [m, n].</param>
/// <param name="Curl">The part around filled triangles, [m, n].</param>
/// <param name="Harmonic">What is left: circulation around holes, [m, n].</param>
/// <param name="GradientShare">‖gradient‖²/‖f‖² [1]; NaN when f = 0 (within the rounding of W). Likewise the other two; they sum to 1.</param>
/// <param name="CurlShare">‖curl‖²/‖f‖² [1].</param>
/// <param name="HarmonicShare">‖harmonic‖²/‖f‖² [1].</param>
/// <param name="Components">Connected parts of the graph, units without a link among them.</param>
public sealed record HodgeDecomposition(
    double[] Potential,
    Matrix Flow,
    Matrix Gradient,
    Matrix Curl,
    Matrix Harmonic,
    double GradientShare,
    double CurlShare,
    double HarmonicShare,
    int Components
)
{
    /// <summary>Why a value is absent (NaN); empty when none is.</summary>
    public IReadOnlyList<string> Absent =>
        Absence.Of(
            ("gradientShare", GradientShare, NoFlow),
            ("curlShare", CurlShare, double.IsNaN(GradientShare) ? NoFlow : NotSettled),
            ("harmonicShare", HarmonicShare, double.IsNaN(GradientShare) ? NoFlow : NotSettled)
        );

    private const string NoFlow = "the net flow is 0 between all units: W is symmetric but for rounding",
        NotSettled = "the part around triangles was not found to the rounding of the flow";

    /// <summary>From a weight matrix: edges where either weight is nonzero, f[m, n] = A[m, n] − A[n, m], A = Wᵀ; unweighted least
    /// squares.</summary>
    public static HodgeDecomposition Of(Matrix w, CancellationToken cancellation = default)
    {
        Weights.Check(w);
        var n = w.Rows;
        var mask = Matrix.From(n, n, (i, j) => i != j && (w[i, j] != 0 || w[j, i] != 0) ? 1 : 0);
        var (component, components) = Weights.Components(mask);
        var unit = Rounding.Unit(Rounding.Scale(w.Values));
        var flow = Matrix.From(n, n, (i, j) => mask[i, j] * Rounding.Difference(w[j, i] * unit, w[i, j] * unit));
        var potential = Levels.LeastSquares(mask.Copy(), flow.Copy(), component);
        var total = flow.FrobeniusNorm();
        var gradient = Matrix.From(n, n, (i, j) => mask[i, j] * (potential[j] - potential[i]));
        var rest = Part(Matrix.Combine(1, flow, -1, gradient), total);
        var (curl, settled) = CurlPart(mask, rest, total, cancellation);
        var harmonic = Part(Matrix.Combine(1, rest, -1, curl), total);
        return new(
            [.. potential.Select(x => x / unit)],
            Back(flow),
            Back(gradient),
            Back(curl),
            Back(harmonic),
            Share(gradient, true),
            Share(curl, settled),
            Share(harmonic, settled),
            components
        );

        Matrix Back(Matrix x) => Matrix.From(n, n, (i, j) => x[i, j] / unit);
        double Share(Matrix x, bool known) => total > 0 && known ? Math.Pow(x.FrobeniusNorm() / total, 2) : double.NaN;
    }

    // What is left of the flow after a part is taken away; nothing where only rounding is left.
    private static Matrix Part(Matrix left, double total) =>
        left.FrobeniusNorm() <= Rounding.Slack(total, left.Rows * left.Rows) ? new(left.Rows, left.Columns) : left;

    // The projection on the image of Cᵀ (C f = f_ij + f_jk − f_ik on triangles) is the least-norm solution of CᵀC x = CᵀC f, which
    // conjugate gradients from 0 find without ever listing the triangles. On a complete graph CᵀC is n times the identity there: one step.
    private static (Matrix Part, bool Settled) CurlPart(Matrix mask, Matrix f, double total, CancellationToken cancellation)
    {
        var n = mask.Rows;
        // common[i, j]: triangles over the edge.
        var common = mask.Times(mask);
        for (var k = 0; k < common.Values.Length; k++)
        {
            common.Values[k] *= mask.Values[k];
        }

        // Rounding of f leaves this much of CᵀC f. Relative to f itself, never to what is left: where that is rounding alone there is nothing
        // to find. CᵀC has whole numbers in it, so its smallest eigenvalue beside 0 is far above rounding and the rank needs no other choice.
        var enough = Rounding.Slack(total, n) * n;
        var x = new Matrix(n, n);
        for (var round = 0; round < 3; round++)
        {
            // Begun anew from the true residual, so that rounding gathered by the recurrence is taken out again.
            Descend(x, Apply(Matrix.Combine(1, f, -1, x)));
            if (Apply(Matrix.Combine(1, f, -1, x)).FrobeniusNorm() <= enough)
            {
                return (Part(x, total), true);
            }
        }

        return (x, false);

        void Descend(Matrix x, Matrix r)
        {
            var p = r.Copy();
            var rr = Dot(r, r);
            for (var step = 0; step < 10_000 && rr > 0.01 * enough * enough; step++)
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
        }

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
