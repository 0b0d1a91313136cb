using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>Distance of two weight matrices modulo the names of the units: min over permutations of ‖A − P B Pᵀ‖.</summary>
/// <param name="Distance">Least distance found, in the unit of the weights.</param>
/// <param name="Permutation">p with (P B Pᵀ)[i, j] = B[p[i], p[j]].</param>
/// <param name="Normalised">Distance/sqrt(‖A‖² + ‖B‖²) [1]; NaN for two empty networks.</param>
/// <param name="Identity">Distance without any renaming.</param>
/// <param name="LowerBound">No permutation can do better than this (eigenvalues of symmetric and antisymmetric parts; Hoffman and Wielandt
/// 1953).</param>
/// <param name="IsExact">Whether all permutations were searched; else the distance is an upper bound.</param>
/// <param name="ShareOfStarts">Share of the search's starts that reached this distance [1].</param>
public sealed record GraphMatching(
    double Distance,
    int[] Permutation,
    double Normalised,
    double Identity,
    double LowerBound,
    bool IsExact,
    double ShareOfStarts
)
{
    /// <summary>Up to this size all permutations are searched (with cuts).</summary>
    public const int ExactUpTo = 9;

    /// <summary>(Distance − LowerBound)/Distance [1]: 0 proves the optimum.</summary>
    public double Gap => Distance > 0 ? Math.Max(0, (Distance - LowerBound) / Distance) : 0;

    /// <summary>Matches B to A.</summary>
    /// <param name="a">W[post, pre] of one network.</param>
    /// <param name="b">W[post, pre] of the other; when sizes differ the smaller is padded with units without connections.</param>
    /// <param name="random">Starts of the search.</param>
    /// <param name="starts">Starts; 0 chooses 31 for small networks and fewer for large ones.</param>
    /// <param name="exactUpTo">Largest size that is searched exactly.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static GraphMatching Of(
        Matrix a,
        Matrix b,
        RandomStream random,
        int starts = 0,
        int exactUpTo = ExactUpTo,
        CancellationToken cancellation = default
    )
    {
        Pairs.SquareAndFinite(a, b);
        var n = Math.Max(a.Rows, b.Rows);
        (a, b) = (Pairs.Pad(a, n), Pairs.Pad(b, n));
        starts =
            starts > 0 ? starts
            : n <= 60 ? 31
            : n <= 150 ? 10
            : 4;
        var (permutation, share) =
            n <= exactUpTo ? (PermutationSearch.Exact(a, b, cancellation), 1) : PermutationSearch.Faq(a, b, random, starts, cancellation);
        var distance = Math.Sqrt(PermutationSearch.Cost(a, b, permutation));
        double na = a.FrobeniusNorm(),
            nb = b.FrobeniusNorm();
        return new(
            distance,
            permutation,
            na + nb > 0 ? distance / Math.Sqrt((na * na) + (nb * nb)) : double.NaN,
            Matrix.Combine(1, a, -1, b).FrobeniusNorm(),
            Bound(a, b),
            n <= exactUpTo,
            share
        );
    }

    // ‖A − PBPᵀ‖² splits into symmetric and antisymmetric parts. Both are normal, so each is at least the distance of its matched spectra.
    private static double Bound(Matrix a, Matrix b)
    {
        var even = SpectralDistance.L2(SymmetricEigen.Decompose(a).Values, SymmetricEigen.Decompose(b).Values);
        var odd = SpectralDistance.L2(SpectralDistance.Frequencies(a), SpectralDistance.Frequencies(b));
        return Math.Sqrt((even * even) + (odd * odd));
    }
}
