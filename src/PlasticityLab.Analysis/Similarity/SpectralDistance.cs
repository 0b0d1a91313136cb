using System.Numerics;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>Distances of spectra: 0 for permuted or rotated copies, but not only for those. The smaller matrix is padded with
/// zeros.</summary>
/// <param name="W1">Mean |a − b| of eigenvalues under their best matching.</param>
/// <param name="W2">sqrt of the mean |a − b|² under its best matching.</param>
/// <param name="SingularValues">L2 distance of the sorted singular values.</param>
/// <param name="SymmetricPart">L2 distance of the sorted eigenvalues of the symmetric parts.</param>
/// <param name="AntisymmetricPart">L2 distance of the sorted frequencies (imaginary eigenvalues) of the antisymmetric parts.</param>
/// <param name="SpectralRadius">|ρ(A) − ρ(B)|.</param>
public sealed record SpectralDistance(
    double W1,
    double W2,
    double SingularValues,
    double SymmetricPart,
    double AntisymmetricPart,
    double SpectralRadius
)
{
    /// <summary>Compares two square matrices.</summary>
    public static SpectralDistance Of(Matrix a, Matrix b)
    {
        Pairs.SquareAndFinite(a, b);
        var n = Math.Max(a.Rows, b.Rows);
        (a, b) = (Pairs.Pad(a, n), Pairs.Pad(b, n));
        Complex[] x = Eigen.Values(a),
            y = Eigen.Values(b);
        var distance = Matrix.From(n, n, (i, j) => Complex.Abs(x[i] - y[j]));
        var square = Matrix.From(n, n, (i, j) => distance[i, j] * distance[i, j]);
        return new(
            Matched(distance) / n,
            Math.Sqrt(Matched(square) / n),
            L2(Svd.SingularValues(a), Svd.SingularValues(b)),
            L2(SymmetricEigen.Decompose(a).Values, SymmetricEigen.Decompose(b).Values),
            L2(Frequencies(a), Frequencies(b)),
            Math.Abs(x.Max(Complex.Abs) - y.Max(Complex.Abs))
        );

        static double Matched(Matrix cost)
        {
            var column = Assignment.Least(cost);
            return Enumerable.Range(0, column.Length).Sum(i => cost[i, column[i]]);
        }
    }

    internal static double L2(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    // Singular values of an antisymmetric matrix are |frequencies|, each pair twice.
    internal static double[] Frequencies(Matrix a) => Svd.SingularValues(Pairs.Part(a, -1));
}
