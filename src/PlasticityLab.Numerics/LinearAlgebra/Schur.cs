namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>The real Schur form A = Z T Zᵀ: T upper quasi-triangular (2 x 2 blocks are complex pairs), Z orthogonal.</summary>
/// <param name="T">The quasi-triangular factor, [n, n].</param>
/// <param name="Z">The Schur vectors in columns, [n, n].</param>
public sealed record Schur(Matrix T, Matrix Z)
{
    /// <summary>The decomposition; the order of the eigenvalues along the diagonal is the algorithm's.</summary>
    public static Schur Decompose(Matrix a) => Decompose(a, LinearAlgebraBackend.For(a));

    internal static Schur Decompose(Matrix a, ILinearAlgebra library)
    {
        Eigen.Square(a);
        if (a.Rows == 0)
        {
            return new(a, a);
        }

        var (t, z) = library.Schur(a);
        return new(t, z);
    }
}
