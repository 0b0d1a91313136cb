using System.Numerics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Surgery;

/// <summary>Additive components of a weight matrix: W = component + rest.</summary>
public static class WeightComponents
{
    /// <summary>(W + Wᵀ)/2: the part with an energy function.</summary>
    public static Matrix Symmetric(Matrix weights) => Matrix.Combine(0.5, Square(weights), 0.5, weights.Transpose());

    /// <summary>(W − Wᵀ)/2: the part that turns.</summary>
    public static Matrix Antisymmetric(Matrix weights) => Matrix.Combine(0.5, Square(weights), -0.5, weights.Transpose());

    /// <summary>The weights from assembly a to assembly a + lag, all others 0.</summary>
    /// <param name="weights">W[post, pre].</param>
    /// <param name="assemblies">Neurons of each assembly, in the order of the sequence; neurons of no assembly belong to no band, a neuron
    /// of several to each.</param>
    /// <param name="lag">1 is one step forward, −1 one back, 0 within.</param>
    /// <param name="cyclic">Whether the last assembly is followed by the first.</param>
    public static Matrix LagBand(Matrix weights, IReadOnlyList<IReadOnlyList<int>> assemblies, int lag, bool cyclic)
    {
        Square(weights);
        UserError.ThrowIfAny(
            assemblies.SelectMany(
                (members, a) =>
                    members
                        .Where(i => i < 0 || i >= weights.Rows)
                        .Select(i => $"assemblies[{a}] holds neuron {i}, but the weights have neurons 0 to {weights.Rows - 1}.")
            )
        );
        var result = new Matrix(weights.Rows, weights.Columns);
        var count = assemblies.Count;
        for (var a = 0; a < count; a++)
        {
            var b = a + lag;
            if (cyclic)
            {
                b = ((b % count) + count) % count;
            }

            if (b < 0 || b >= count)
            {
                continue;
            }

            foreach (var post in assemblies[b])
            {
                foreach (var pre in assemblies[a])
                {
                    result[post, pre] = weights[post, pre];
                }
            }
        }

        return result;
    }

    /// <summary>Radius of the disc that the eigenvalues of a random matrix with the same entries in random places would fill: sqrt(N ·
    /// variance of the entries off the diagonal) (Girko 1984).</summary>
    public static double BulkRadius(Matrix weights)
    {
        var n = Square(weights).Rows;
        var entries = Enumerable.Range(0, n * n).Where(k => k / n != k % n).Select(k => weights.Values[k]).ToArray();
        if (entries.Length == 0)
        {
            return 0;
        }

        var mean = entries.Average();
        return Math.Sqrt(n * entries.Average(w => (w - mean) * (w - mean)));
    }

    /// <summary>The sum of λ v uᴴ over all eigenvalues beyond a radius (complex pairs stay together): what sticks out of the
    /// bulk.</summary>
    /// <param name="weights">W[post, pre].</param>
    /// <param name="radius">Modulus beyond which an eigenvalue counts; 1.1 × <see cref="BulkRadius"/> is a usual choice.</param>
    /// <param name="outliers">The eigenvalues taken.</param>
    public static Matrix OutlierModes(Matrix weights, double radius, out IReadOnlyList<Complex> outliers)
    {
        var n = Square(weights).Rows;
        var result = new Matrix(n, n);
        // Left eigenvectors are the right ones of the transpose: yᵀ W = λ yᵀ. Two decompositions cost less than inverse iteration for each
        // eigenvalue.
        var (right, left) = (Eigen.Decompose(weights), Eigen.Decompose(weights.Transpose()));
        Complex[] taken = [.. right.Values.Where(z => z.Magnitude > radius)];
        for (var k = 0; k < n; k++)
        {
            var lambda = right.Values[k];
            if (lambda.Magnitude <= radius || lambda.Imaginary < 0)
            {
                continue;
            }

            var (v, y) = (right.Vectors[k], left.Vectors[Enumerable.Range(0, n).MinBy(l => (left.Values[l] - lambda).Magnitude)]);
            var product = Complex.Zero;
            for (var i = 0; i < n; i++)
            {
                product += y[i] * v[i];
            }

            var factor = (lambda.Imaginary == 0 ? 1 : 2) * lambda / product;
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    result[i, j] += (factor * v[i] * y[j]).Real;
                }
            }
        }

        outliers = taken;
        return result;
    }

    /// <summary>Z D Zᵀ with D the normal part of the diagonal blocks of the real Schur form: a normal matrix with the eigenvalues of
    /// W.</summary>
    /// <remarks>A 2 x 2 block [a b; c a] with bc below 0 has eigenvalues a ± i sqrt(−bc); its normal part is the rotation with that
    /// frequency, the rest of it is feedforward.</remarks>
    public static Matrix SchurRecurrent(Matrix weights)
    {
        var schur = Schur.Decompose(Square(weights));
        var (n, t) = (weights.Rows, schur.T);
        var part = new Matrix(n, n);
        for (var i = 0; i < n; i++)
        {
            part[i, i] = t[i, i];
            if (i + 1 < n && t[i + 1, i] != 0)
            {
                var frequency = Math.CopySign(Math.Sqrt(Math.Max(0, -t[i, i + 1] * t[i + 1, i])), t[i, i + 1]);
                (part[i, i + 1], part[i + 1, i]) = (frequency, -frequency);
            }
        }

        return schur.Z.Times(part).Times(schur.Z.Transpose());
    }

    /// <summary>W minus its recurrent Schur part: the hidden feedforward chains (Goldman 2009, Neuron 61:621). Zero for normal
    /// weights.</summary>
    public static Matrix SchurFeedforward(Matrix weights) => Matrix.Combine(1, Square(weights), -1, SchurRecurrent(weights));

    private static Matrix Square(Matrix weights) =>
        weights.Rows == weights.Columns
            ? weights
            : throw new UserError($"Components are defined for square weights, but these are {weights.Rows} x {weights.Columns}.");
}
