using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Reductions;

/// <summary>Two orthonormal directions in state space onto which orbits are projected. A projection is a picture: projected orbits may
/// cross, and there are no nullclines.</summary>
/// <param name="Center">The point that becomes the origin.</param>
/// <param name="First">First direction, unit length.</param>
/// <param name="Second">Second direction, unit length, orthogonal to the first.</param>
/// <param name="Share">Share of the variance of the orbits that lies in the plane [1].</param>
/// <param name="Frequency">Angular frequency of the rotation plane [rad/time]; null for principal components.</param>
/// <param name="Sentence">What the plane is, to be printed with every figure of it.</param>
public sealed record ProjectionPlane(double[] Center, double[] First, double[] Second, double Share, double? Frequency, string Sentence)
{
    /// <summary>The plane of the two leading principal components.</summary>
    /// <param name="states">Points of orbits, [time, unit].</param>
    public static ProjectionPlane Principal(Matrix states)
    {
        var (center, covariance) = Moments(states);
        var eigen = SymmetricEigen.Decompose(covariance);
        var share = Math.Max(0, eigen.Values[0] + eigen.Values[1]) / Math.Max(1e-300, eigen.Values.Sum());
        return new(
            center,
            Column(eigen.Vectors, 0),
            Column(eigen.Vectors, 1),
            share,
            null,
            $"Projection onto the two leading principal components, {share:P1} of the variance."
        );
    }

    /// <summary>The plane of fastest rotation: dx/dt ≈ M x fitted with skew-symmetric M within the leading principal components, and the
    /// plane of M's largest eigenvalue.</summary>
    /// <remarks>Churchland et al. 2012, Nature 487:51 (jPCA). The normal equations M C + C M = D − Dᵀ, with C the covariance and D the mean
    /// of ẋ xᵀ, are solved in C's eigenbasis.</remarks>
    /// <param name="states">Points of one orbit or of several of equal sampling, [time, unit].</param>
    /// <param name="derivatives">dx/dt at the points, [time, unit].</param>
    /// <param name="components">Principal components kept.</param>
    public static ProjectionPlane Rotation(Matrix states, Matrix derivatives, int components = 6)
    {
        var (center, covariance) = Moments(states);
        var eigen = SymmetricEigen.Decompose(covariance);
        var k = Math.Min(components, eigen.Values.Count(value => value > 1e-12 * eigen.Values[0]));
        if (k < 2)
        {
            return Principal(states) with
            {
                Sentence = "Projection onto the leading principal components; the orbit lies on a line, so there is no plane of rotation.",
            };
        }

        var basis = Matrix.From(states.Columns, k, (i, c) => eigen.Vectors[i, c]);
        var x = Matrix.From(states.Rows, states.Columns, (t, i) => states[t, i] - center[i]).Times(basis);
        var d = x.Transpose().Times(derivatives.Times(basis));
        // Entry (a, b) of M pairs ẋ_a with x_b: D_ab = mean ẋ_a x_b.
        var m = Matrix.From(k, k, (a, b) => (d[b, a] - d[a, b]) / states.Rows / (eigen.Values[a] + eigen.Values[b]));
        var rotation = Eigen.Decompose(m);
        var fastest = Enumerable.Range(0, k).MaxBy(c => rotation.Values[c].Imaginary);
        var (u, v) = (
            rotation.Vectors[fastest].Select(z => z.Real).ToArray(),
            rotation.Vectors[fastest].Select(z => z.Imaginary).ToArray()
        );
        var (first, second) = (Unit(basis.Times(u)), basis.Times(v));
        var overlap = Dot(first, second);
        second = Unit([.. second.Select((value, i) => value - (overlap * first[i]))]);
        double Variance(double[] w) => Dot(w, covariance.Times(w));
        var share = (Variance(first) + Variance(second)) / eigen.Values.Sum();
        var omega = rotation.Values[fastest].Imaginary;
        return new(
            center,
            first,
            second,
            share,
            omega,
            $"Projection onto the plane of fastest rotation (angular frequency {omega:G4}), {share:P1} of the variance."
        );
    }

    /// <summary>A state in the plane.</summary>
    public (double X, double Y) Project(ReadOnlySpan<double> state) => Along(state, Center);

    /// <summary>A velocity in the plane.</summary>
    public (double X, double Y) ProjectVelocity(ReadOnlySpan<double> velocity) => Along(velocity, []);

    private (double X, double Y) Along(ReadOnlySpan<double> x, double[] origin)
    {
        double a = 0,
            b = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var value = x[i] - (origin.Length > 0 ? origin[i] : 0);
            a += value * First[i];
            b += value * Second[i];
        }

        return (a, b);
    }

    private static (double[] Center, Matrix Covariance) Moments(Matrix states)
    {
        var (rows, n) = (states.Rows, states.Columns);
        if (rows < 2 || n < 2)
        {
            throw new UserError(
                $"A projection needs at least two points of at least two state variables, but there are {rows} points of {n}."
            );
        }

        var center = new double[n];
        for (var t = 0; t < rows; t++)
        {
            for (var i = 0; i < n; i++)
            {
                center[i] += states[t, i] / rows;
            }
        }

        var shifted = Matrix.From(rows, n, (t, i) => states[t, i] - center[i]);
        var square = shifted.Transpose().Times(shifted);
        return (center, Matrix.From(n, n, (i, j) => square[i, j] / rows));
    }

    private static double[] Column(Matrix m, int k) => [.. Enumerable.Range(0, m.Rows).Select(i => m[i, k])];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double[] Unit(double[] x)
    {
        var length = Math.Sqrt(Dot(x, x));
        return [.. x.Select(value => value / (length > 0 ? length : 1))];
    }
}
