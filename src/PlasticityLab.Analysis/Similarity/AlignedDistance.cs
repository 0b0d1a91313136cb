using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>Distance of two matrices whose units already correspond (as assemblies do), split into symmetric and antisymmetric parts: the
/// diagonal of a block matrix would else drown its direction of flow.</summary>
/// <param name="Frobenius">‖A − B‖.</param>
/// <param name="Normalised">‖A − B‖/sqrt(‖A‖² + ‖B‖²) [1]; NaN for two zero matrices.</param>
/// <param name="SymmetricPart">Frobenius distance of the symmetric parts.</param>
/// <param name="AntisymmetricPart">Frobenius distance of the antisymmetric parts.</param>
/// <param name="SymmetricCosine">Cosine of the symmetric parts [1]; NaN when one is 0.</param>
/// <param name="AntisymmetricCosine">Cosine of the antisymmetric parts [1]: 1 same flow, −1 opposite flow; NaN when one is 0.</param>
public sealed record AlignedDistance(
    double Frobenius,
    double Normalised,
    double SymmetricPart,
    double AntisymmetricPart,
    double SymmetricCosine,
    double AntisymmetricCosine
)
{
    /// <summary>Compares two square matrices of one size.</summary>
    public static AlignedDistance Of(Matrix a, Matrix b)
    {
        Pairs.SquareAndFinite(a, b);
        if (a.Rows != b.Rows)
        {
            throw new UserError($"Aligned matrices must have the same size, but they have {a.Rows} and {b.Rows} units.");
        }

        Matrix ea = Pairs.Part(a, 1),
            eb = Pairs.Part(b, 1),
            oa = Pairs.Part(a, -1),
            ob = Pairs.Part(b, -1);
        double distance = Matrix.Combine(1, a, -1, b).FrobeniusNorm(),
            norm = Math.Sqrt(Pairs.Inner(a, a) + Pairs.Inner(b, b));
        return new(
            distance,
            norm > 0 ? distance / norm : double.NaN,
            Matrix.Combine(1, ea, -1, eb).FrobeniusNorm(),
            Matrix.Combine(1, oa, -1, ob).FrobeniusNorm(),
            Cosine(ea, eb),
            Cosine(oa, ob)
        );
    }

    private static double Cosine(Matrix a, Matrix b) =>
        a.FrobeniusNorm() * b.FrobeniusNorm() is var norm and > 0 ? Pairs.Inner(a, b) / norm : double.NaN;
}
