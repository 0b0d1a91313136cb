using PlasticityLab.Analysis.Structure;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>Distance of two sets of activity on the same samples after the best rotation or reflection (Schönemann 1966; Williams et al.
/// 2021). The columns are centred and the narrower set is padded with silent units.</summary>
/// <param name="NuclearNorm">‖X̃ᵀỸ‖_*, the sum of singular values.</param>
/// <param name="Euclidean">sqrt(‖X̃‖² + ‖Ỹ‖² − 2‖X̃ᵀỸ‖_*), in the unit of activity.</param>
/// <param name="Angular">arccos(‖X̃ᵀỸ‖_*/(‖X̃‖‖Ỹ‖)) [rad], a metric on shapes; NaN for constant activity.</param>
/// <param name="UnitNorm">sqrt(2 − 2 cos Angular) [1].</param>
/// <param name="Disparity">1 − cos² Angular [1].</param>
public sealed record Procrustes(double NuclearNorm, double Euclidean, double Angular, double UnitNorm, double Disparity)
{
    /// <summary>Compares X and Y, [sample, unit].</summary>
    public static Procrustes Of(Matrix x, Matrix y)
    {
        Pairs.MatchedSamples(x, y, 2);
        Matrix a = Dimensionality.Centre(x),
            b = Dimensionality.Centre(y);
        var nuclear = Svd.SingularValues(Pairs.Cross(a, b)).Sum();
        double na = a.FrobeniusNorm(),
            nb = b.FrobeniusNorm();
        var cosine = na * nb > 0 ? Math.Min(1, nuclear / (na * nb)) : double.NaN;
        return new(
            nuclear,
            Math.Sqrt(Math.Max(0, (na * na) + (nb * nb) - (2 * nuclear))),
            Math.Acos(cosine),
            Math.Sqrt(2 - (2 * cosine)),
            1 - (cosine * cosine)
        );
    }
}
