namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>Which library does the dense decompositions: LAPACK where the machine has one that passes a residual check, else managed code.
/// Small matrices are always done by managed code, so that the measures of a run, which are of a few assemblies, have the same bits whatever
/// LAPACK a machine has.</summary>
/// <remarks>Setting the environment variable PLASTICITY_LINEAR_ALGEBRA to <c>managed</c> chooses the managed code.</remarks>
public static class LinearAlgebraBackend
{
    private static readonly Lazy<ILinearAlgebra> Chosen = new(Choose);

    /// <summary>Name, version and processor kernels of the library in use, for a result's provenance.</summary>
    public static string Description => Current.Description;

    /// <summary>Up to this number of rows and columns managed code is as fast.</summary>
    internal const int Small = 32;

    internal static ILinearAlgebra Current => Chosen.Value;

    /// <summary>The library for a matrix of this size.</summary>
    internal static ILinearAlgebra For(Matrix a) => Math.Max(a.Rows, a.Columns) <= Small ? Managed : Current;

    private static ManagedLinearAlgebra Managed { get; } = new("managed (small matrix)");

    private static ILinearAlgebra Choose()
    {
        var asked = Environment.GetEnvironmentVariable("PLASTICITY_LINEAR_ALGEBRA");
        if (string.Equals(asked, "managed", StringComparison.OrdinalIgnoreCase))
        {
            return new ManagedLinearAlgebra("managed (asked for)");
        }

        if (LapackLinearAlgebra.TryOpen() is not { } lapack)
        {
            return new ManagedLinearAlgebra("managed (no libopenblas.so.0 or liblapack.so.3 on this machine)");
        }

        // Old OpenBLAS versions are known to return wrong numbers on processors newer than they are, so nothing is believed unchecked.
        var residual = WorstResidual(lapack, 64);
        return residual < 1e-11
            ? lapack
            : new ManagedLinearAlgebra($"managed ({lapack.Description} failed its self-check with residual {residual:G3})");
    }

    /// <summary>The largest relative residual of all decompositions of one fixed n x n matrix; NaN counts as infinite.</summary>
    internal static double WorstResidual(ILinearAlgebra library, int n)
    {
        // A fixed, full, non-normal matrix: quasi-random entries by the golden ratio.
        var a = Matrix.From(n, n, (i, j) => (((((i * n) + j + 1) * 0.6180339887498949) % 1) - 0.5) / Math.Sqrt(n));
        var symmetric = Matrix.Combine(0.5, a, 0.5, a.Transpose());
        var scale = a.FrobeniusNorm();
        var (t, z) = library.Schur(a);
        var schur = Matrix.Combine(1, a, -1, z.Times(t).Times(z.Transpose())).FrobeniusNorm() / scale;
        var (u, s, vt) = library.Svd(a);
        var svd = Matrix.Combine(1, a, -1, u.Times(Matrix.From(n, n, (i, j) => s[i] * vt[i, j]))).FrobeniusNorm() / scale;
        var (d, v) = library.Symmetric(symmetric);
        var self = Matrix.Combine(1, symmetric, -1, v.Times(Matrix.From(n, n, (i, j) => d[i] * v[j, i]))).FrobeniusNorm() / scale;
        var (values, vectors) = library.EigenVectors(a);
        double eigen = 0;
        for (var k = 0; k < n; k++)
        {
            double error = 0,
                length = 0;
            for (var i = 0; i < n; i++)
            {
                var sum = -values[k] * vectors[k][i];
                for (var j = 0; j < n; j++)
                {
                    sum += a[i, j] * vectors[k][j];
                }

                error += (sum.Real * sum.Real) + (sum.Imaginary * sum.Imaginary);
                length += (vectors[k][i].Real * vectors[k][i].Real) + (vectors[k][i].Imaginary * vectors[k][i].Imaginary);
            }

            eigen = Math.Max(eigen, Math.Sqrt(error / length) / scale);
        }

        var worst = Math.Max(Math.Max(schur, svd), Math.Max(self, eigen));
        return double.IsNaN(worst) ? double.PositiveInfinity : worst;
    }
}
