namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>The singular value decomposition A = U diag(σ) Vᵀ.</summary>
/// <param name="U">Left singular vectors in columns, [m, m].</param>
/// <param name="Values">σ_k ≥ 0, descending, min(m, n) of them.</param>
/// <param name="Vt">Right singular vectors in rows, [n, n].</param>
public sealed record Svd(Matrix U, double[] Values, Matrix Vt)
{
    /// <summary>The full decomposition.</summary>
    public static Svd Decompose(Matrix a) => Decompose(a, LinearAlgebraBackend.For(a));

    /// <summary>The singular values alone, descending.</summary>
    public static double[] SingularValues(Matrix a)
    {
        Finite(a);
        return a.Values.Length == 0 ? [] : LinearAlgebraBackend.For(a).SingularValues(a);
    }

    /// <summary>Numerical rank: the number of singular values above <paramref name="relativeTolerance"/> times the largest.</summary>
    public static int Rank(Matrix a, double relativeTolerance = 1e-10)
    {
        var values = SingularValues(a);
        return values.Count(value => value > relativeTolerance * values[0]);
    }

    internal static Svd Decompose(Matrix a, ILinearAlgebra library)
    {
        Finite(a);
        if (a.Values.Length == 0)
        {
            return new(Matrix.Identity(a.Rows), [], Matrix.Identity(a.Columns));
        }

        var (u, s, vt) = library.Svd(a);
        return new(u, s, vt);
    }

    private static void Finite(Matrix a)
    {
        if (!a.IsFinite())
        {
            throw new UserError("A singular value decomposition needs finite entries, but the matrix holds NaN or infinity.");
        }
    }
}
