using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>Local minima of ½‖A − C B Cᵀ‖² over one component of the orthogonal group, by BFGS in the Lie algebra.</summary>
/// <remarks>
/// With M = C B Cᵀ and C → e^Ω C, Ω antisymmetric, the change is −⟨A, [Ω, M]⟩ = −⟨Ω, A Mᵀ − Mᵀ A⟩, so the gradient in the coordinates Ω_ij
/// (i &lt; j) is −(K − Kᵀ) with K = A Mᵀ − Mᵀ A.
/// Steps use Cayley's transform, which is orthogonal to rounding. The quasi-Newton matrix is kept in these moving coordinates (translation
/// on the group as transport; Qi, Gallivan and Absil 2010).
/// </remarks>
internal static class OrthogonalSearch
{
    /// <summary>Uniform on one component of O(r): QR of a Gaussian matrix with a positive diagonal (Stewart 1980).</summary>
    public static Matrix RandomOrthogonal(int r, RandomStream random, bool reflection)
    {
        var q = Qr.Decompose(Matrix.From(r, r, (_, _) => random.NextGaussian())).Q;
        if (new Lu(q).DeterminantSign < 0 != reflection)
        {
            for (var i = 0; i < r; i++)
            {
                q[i, 0] = -q[i, 0];
            }
        }

        return q;
    }

    public static (double Distance, Matrix C) Minimise(Matrix a, Matrix b, Matrix c)
    {
        var r = a.Rows;
        var p = r * (r - 1) / 2;
        var m = c.Times(b).Times(c.Transpose());
        var value = Value(a, m);
        var gradient = Gradient(a, m);
        var scale = Math.Max(Pairs.Inner(a, a), Pairs.Inner(b, b));
        var inverse = Start(p, scale);
        var fresh = true;
        for (var step = 0; step < 500 && p > 0; step++)
        {
            if (Norm(gradient) <= 1e-13 * scale)
            {
                break;
            }

            var direction = inverse.Times(gradient);
            for (var k = 0; k < p; k++)
            {
                direction[k] = -direction[k];
            }

            var slope = Dot(direction, gradient);
            if (slope >= 0)
            {
                if (fresh)
                {
                    break;
                }

                (inverse, fresh) = (Start(p, scale), true);
                continue;
            }

            // Steps beyond a turn of about 60 degrees leave the region where the quadratic model means anything.
            var length = Math.Min(1, 1 / Norm(direction));
            Matrix turn,
                next;
            double nextValue;
            while (true)
            {
                turn = Cayley(direction, length, r);
                next = turn.Times(m).Times(turn.Transpose());
                nextValue = Value(a, next);
                if (nextValue <= value + (1e-4 * length * slope) || length < 1e-12)
                {
                    break;
                }

                length *= 0.5;
            }

            if (nextValue >= value && length < 1e-12)
            {
                if (fresh)
                {
                    break;
                }

                (inverse, fresh) = (Start(p, scale), true);
                continue;
            }

            var nextGradient = Gradient(a, next);
            fresh = !Update(inverse, direction, length, gradient, nextGradient) && fresh;
            (c, m, gradient) = (turn.Times(c), next, nextGradient);
            // Near the end the value no longer changes in its last digit although the gradient still falls: go on until that is small, too.
            value = nextValue;
        }

        // Products of many turns drift off orthogonality by rounding; one QR takes the drift back.
        c = Qr.Decompose(c).Q is var q && Pairs.Inner(q, c) > 0 ? q : c;
        return (Matrix.Combine(1, a, -1, c.Times(b).Times(c.Transpose())).FrobeniusNorm(), c);
    }

    // In units of the curvature: the second derivative is of the order of ‖A‖‖B‖.
    private static Matrix Start(int p, double scale) => Matrix.From(p, p, (i, j) => i == j ? 1 / Math.Max(scale, double.Epsilon) : 0);

    // BFGS update of the inverse; skipped (false) where the curvature along the step is not positive.
    private static bool Update(Matrix inverse, double[] direction, double length, double[] before, double[] after)
    {
        var p = direction.Length;
        var (s, y) = (new double[p], new double[p]);
        for (var k = 0; k < p; k++)
        {
            (s[k], y[k]) = (length * direction[k], after[k] - before[k]);
        }

        var sy = Dot(s, y);
        if (sy <= 1e-14 * Norm(s) * Norm(y))
        {
            return false;
        }

        var hy = inverse.Times(y);
        var factor = (1 + (Dot(y, hy) / sy)) / sy;
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j < p; j++)
            {
                inverse[i, j] += (factor * s[i] * s[j]) - (((hy[i] * s[j]) + (s[i] * hy[j])) / sy);
            }
        }

        return true;
    }

    private static double Value(Matrix a, Matrix m)
    {
        double sum = 0;
        for (var k = 0; k < a.Values.Length; k++)
        {
            var d = a.Values[k] - m.Values[k];
            sum += d * d;
        }

        return sum / 2;
    }

    private static double[] Gradient(Matrix a, Matrix m)
    {
        // K = A Mᵀ − Mᵀ A, formed with A − M in place of A (M Mᵀ − MᵀM is symmetric and drops out): near a planted copy the digits stay.
        var d = Matrix.Combine(1, a, -1, m);
        var t = m.Transpose();
        var k = Matrix.Combine(1, d.Times(t), -1, t.Times(d));
        var r = a.Rows;
        var gradient = new double[r * (r - 1) / 2];
        var place = 0;
        for (var i = 0; i < r; i++)
        {
            for (var j = i + 1; j < r; j++)
            {
                gradient[place++] = k[j, i] - k[i, j];
            }
        }

        return gradient;
    }

    private static Matrix Cayley(double[] direction, double length, int r)
    {
        var omega = new Matrix(r, r);
        var place = 0;
        for (var i = 0; i < r; i++)
        {
            for (var j = i + 1; j < r; j++)
            {
                omega[i, j] = length * direction[place] / 2;
                omega[j, i] = -omega[i, j];
                place++;
            }
        }

        var identity = Matrix.Identity(r);
        return new Lu(Matrix.Combine(1, identity, -1, omega)).Solve(Matrix.Combine(1, identity, 1, omega));
    }

    private static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (var k = 0; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }

    private static double Norm(double[] x) => Math.Sqrt(Dot(x, x));
}
