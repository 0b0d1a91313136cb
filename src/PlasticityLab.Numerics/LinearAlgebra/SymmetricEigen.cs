namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>Eigenvalues and orthonormal eigenvectors of a real symmetric matrix.</summary>
/// <param name="Values">λ_k, descending.</param>
/// <param name="Vectors">Eigenvectors in columns, [i, k], orthonormal.</param>
public sealed record SymmetricEigen(double[] Values, Matrix Vectors)
{
    /// <summary>The decomposition of (A + Aᵀ)/2.</summary>
    public static SymmetricEigen Decompose(Matrix a) => Decompose(a, LinearAlgebraBackend.For(a));

    internal static SymmetricEigen Decompose(Matrix a, ILinearAlgebra library)
    {
        Eigen.Square(a);
        var n = a.Rows;
        if (n == 0)
        {
            return new([], a);
        }

        var (values, vectors) = library.Symmetric(Matrix.Combine(0.5, a, 0.5, a.Transpose()));
        var order = Enumerable.Range(0, n).OrderByDescending(k => values[k]).ToArray();
        return new([.. order.Select(k => values[k])], Matrix.From(n, n, (i, k) => vectors[i, order[k]]));
    }
}
