using PlasticityLab.Analysis.Structure;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>Canonical correlations (Hotelling 1936): how well directions of one set of activity predict directions of another. Blind to how
/// much variance a direction carries.</summary>
public static class CanonicalCorrelations
{
    /// <summary>The correlations, descending; as many as the smaller rank. Directions below 1e-10 of the largest are left out.</summary>
    public static double[] Of(Matrix x, Matrix y)
    {
        Pairs.MatchedSamples(x, y, 2);
        Matrix p = Basis(Dimensionality.Centre(x)),
            q = Basis(Dimensionality.Centre(y));
        return p.Columns == 0 || q.Columns == 0 ? [] : [.. Svd.SingularValues(Pairs.Cross(p, q)).Select(r => Math.Min(1, r))];
    }

    /// <summary>Orthonormal basis of the column space, [sample, rank].</summary>
    internal static Matrix Basis(Matrix a)
    {
        var (left, values) = ThinLeft(a);
        var rank = values.Count(s => s > 1e-10 * values[0] && s > 0);
        return Matrix.From(a.Rows, rank, (i, k) => left[i, k]);
    }

    /// <summary>Left singular vectors [row, k] and all singular values, without ever forming a rows x rows matrix when rows are many: QR
    /// first, then the small factor.</summary>
    internal static (Matrix Left, double[] Values) ThinLeft(Matrix a)
    {
        if (a.Rows <= a.Columns)
        {
            var wide = Svd.Decompose(a);
            return (wide.U, wide.Values);
        }

        var (q, r) = Qr.Decompose(a);
        var small = Svd.Decompose(r);
        return (q.Times(small.U), small.Values);
    }
}
