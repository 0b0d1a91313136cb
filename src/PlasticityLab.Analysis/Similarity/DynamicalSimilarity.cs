using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>Dynamical similarity analysis (Ostrow, Eisen, Kozachkov and Fiete 2023): distance of two linear operators modulo rotations and
/// reflections of state space, min over C in O(r) of ‖A − C B Cᵀ‖.</summary>
/// <remarks>The problem has several local minima already at r = 3, so both components of O(r) are searched from many starts and the share
/// that reached the best value is part of the answer: without it the number is no evidence.</remarks>
/// <param name="Euclidean">Least ‖A − C B Cᵀ‖ found.</param>
/// <param name="Angular">Least angle between A and C B Cᵀ [rad]; the same C is best. NaN when an operator is 0.</param>
/// <param name="BestInRotations">Least distance with det C = +1.</param>
/// <param name="BestInReflections">Least distance with det C = −1.</param>
/// <param name="ShareOfStarts">Share of starts that reached the best value [1]; 1 for symmetric pairs, which have a closed form.</param>
/// <param name="LocalMinima">Number of different values at which starts ended.</param>
/// <param name="Starts">Number of starts.</param>
/// <param name="Alignment">The best C, [r, r].</param>
public sealed record DynamicalSimilarity(
    double Euclidean,
    double Angular,
    double BestInRotations,
    double BestInReflections,
    double ShareOfStarts,
    int LocalMinima,
    int Starts,
    Matrix Alignment
)
{
    /// <summary>Compares two square operators; the smaller one is padded with zeros.</summary>
    /// <param name="a">One operator.</param>
    /// <param name="b">The other.</param>
    /// <param name="random">Random starts.</param>
    /// <param name="starts">Starts in each component of O(r), 50 or more for a number to report.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static DynamicalSimilarity Of(Matrix a, Matrix b, RandomStream random, int starts = 50, CancellationToken cancellation = default)
    {
        Pairs.SquareAndFinite(a, b);
        UserError.ThrowIfAny(Require.All(Require.AtLeast(starts, 1)));
        var r = Math.Max(a.Rows, b.Rows);
        (a, b) = (Pairs.Pad(a, r), Pairs.Pad(b, r));
        double na = a.FrobeniusNorm(),
            nb = b.FrobeniusNorm(),
            scale = Math.Max(Math.Max(na, nb), double.Epsilon);
        if (Pairs.Part(a, -1).FrobeniusNorm() <= 1e-14 * scale && Pairs.Part(b, -1).FrobeniusNorm() <= 1e-14 * scale)
        {
            return Symmetric(a, b, na, nb);
        }

        var results = new (double Distance, Matrix C)[2 * starts];
        for (var k = 0; k < results.Length; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            var c = OrthogonalSearch.RandomOrthogonal(r, random, reflection: k % 2 == 1);
            results[k] = OrthogonalSearch.Minimise(a, b, c);
        }

        var best = results.MinBy(x => x.Distance);
        var tolerance = 1e-6 * scale;
        var minima = 0;
        var last = double.NegativeInfinity;
        foreach (var distance in results.Select(x => x.Distance).Order())
        {
            minima += distance > last + tolerance ? 1 : 0;
            last = distance;
        }

        return new(
            best.Distance,
            Angle(a, b, best.C, na, nb),
            results.Where((_, k) => k % 2 == 0).Min(x => x.Distance),
            results.Where((_, k) => k % 2 == 1).Min(x => x.Distance),
            results.Count(x => x.Distance <= best.Distance + tolerance) / (double)results.Length,
            minima,
            results.Length,
            best.C
        );
    }

    // For symmetric operators the minimum pairs sorted eigenvectors; flipping the sign of one eigenvector changes det C and nothing else.
    private static DynamicalSimilarity Symmetric(Matrix a, Matrix b, double na, double nb)
    {
        SymmetricEigen x = SymmetricEigen.Decompose(a),
            y = SymmetricEigen.Decompose(b);
        var c = x.Vectors.Times(y.Vectors.Transpose());
        var distance = SpectralDistance.L2(x.Values, y.Values);
        return new(distance, Angle(a, b, c, na, nb), distance, distance, 1, 1, 0, c);
    }

    // 2 asin(‖u − v‖/2) of the unit operators: the arc cosine has only half the digits near 0.
    private static double Angle(Matrix a, Matrix b, Matrix c, double na, double nb) =>
        na * nb > 0
            ? 2 * Math.Asin(Math.Min(1, Matrix.Combine(1 / na, a, -1 / nb, c.Times(b).Times(c.Transpose())).FrobeniusNorm() / 2))
            : double.NaN;
}
