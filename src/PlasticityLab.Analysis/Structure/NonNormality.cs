using System.Numerics;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>How far W is from having orthogonal eigenvectors: hidden feed-forward structure and transient growth (Henrici 1962; Trefethen
/// and Embree 2005).</summary>
/// <param name="Henrici">sqrt(‖W‖² − Σ|λ|²), in the unit of the weights.</param>
/// <param name="HenriciNormalised">Henrici/‖W‖ [1]: 0 normal, 1 nilpotent (a pure chain), 1/√2 for a large Gaussian matrix. NaN for W =
/// 0.</param>
/// <param name="CommutatorNorm">‖WWᵀ − WᵀW‖, in squared units of the weights.</param>
/// <param name="NumericalAbscissa">Largest eigenvalue of (W + Wᵀ)/2: the fastest initial growth.</param>
/// <param name="SpectralAbscissa">Largest real part of an eigenvalue: the growth that lasts.</param>
/// <param name="EigenvectorCondition">2-norm condition number of the unit eigenvectors [1]; infinite for a defective matrix.</param>
public sealed record NonNormality(
    double Henrici,
    double HenriciNormalised,
    double CommutatorNorm,
    double NumericalAbscissa,
    double SpectralAbscissa,
    double EigenvectorCondition
)
{
    /// <summary>Why a value is absent (NaN); empty when none is.</summary>
    public IReadOnlyList<string> Absent => Absence.Of(("henriciNormalised", HenriciNormalised, "all weights are 0"));

    /// <summary>The measures of a square matrix.</summary>
    public static NonNormality Of(Matrix w)
    {
        Weights.Check(w);
        var unit = Rounding.Unit(Rounding.Scale(w.Values));
        var found = OfScaled(Matrix.From(w.Rows, w.Rows, (i, j) => w[i, j] * unit));
        return found with
        {
            Henrici = found.Henrici / unit,
            CommutatorNorm = found.CommutatorNorm / unit / unit,
            NumericalAbscissa = found.NumericalAbscissa / unit,
            SpectralAbscissa = found.SpectralAbscissa / unit,
        };
    }

    private static NonNormality OfScaled(Matrix w)
    {
        var eigen = Eigen.Decompose(w);
        var norm = w.FrobeniusNorm();
        // Eigenvalues are those of the irreducible blocks, so all that links one block to another departs from normality.
        var (block, count) = IrreducibleBlocks.Of(w);
        var between = Matrix.From(w.Rows, w.Rows, (i, j) => block[i] == block[j] ? 0 : w[i, j]).FrobeniusNorm();
        var departure = Math.Sqrt(
            (between * between)
                + Enumerable.Range(0, count).Select(k => IrreducibleBlocks.Part(w, block, k)).Sum(part => Math.Pow(Departure(part), 2))
        );
        var transpose = w.Transpose();
        return new(
            departure,
            norm > 0 ? departure / norm : double.NaN,
            Matrix.Combine(1, w.Times(transpose), -1, transpose.Times(w)).FrobeniusNorm(),
            SymmetricEigen.Decompose(w).Values[0],
            Eigen.SpectralAbscissa(w),
            Condition(eigen.Vectors)
        );
    }

    // ‖W‖² − Σ|λ|² loses half its digits for nearly normal matrices. The Schur form T has the same norm and holds |λ|² in its diagonal
    // blocks,
    // so the departure is the norm of what stands above them, with nothing subtracted but inside 2 x 2 blocks:
    // there ‖block‖² − 2|λ|² = (a − d)² + ... = b² + c² + 2bc for the standard form a = d, bc < 0, and in general (a−d)²/2·… is formed from
    // the block itself.
    private static double Departure(Matrix w)
    {
        if (w.Rows < 2 || w.FrobeniusNorm() == 0)
        {
            return 0;
        }

        var t = Schur.Decompose(w).T;
        var n = t.Rows;
        double sum = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
            {
                if (j > i + 1 || t[j, i] == 0)
                {
                    sum += t[i, j] * t[i, j];
                }
            }

            if (i + 1 < n && t[i + 1, i] != 0)
            {
                // A complex pair: λ = (a+d)/2 ± i sqrt(−bc − (a−d)²/4), so a² + b² + c² + d² − 2|λ|² = (a−d)² + (b + c)².
                double a = t[i, i],
                    b = t[i, i + 1],
                    c = t[i + 1, i],
                    d = t[i + 1, i + 1];
                sum += ((a - d) * (a - d)) + ((b + c) * (b + c));
            }
        }

        return Math.Sqrt(sum);
    }

    // Singular values of a complex V = X + iY are those of the real [[X, −Y], [Y, X]], each twice.
    private static double Condition(Complex[][] vectors)
    {
        var n = vectors.Length;
        var real = Matrix.From(
            2 * n,
            2 * n,
            (i, k) =>
            {
                var entry = vectors[k % n][i % n];
                return (i < n) == (k < n) ? entry.Real
                    : i < n ? -entry.Imaginary
                    : entry.Imaginary;
            }
        );
        var values = Svd.SingularValues(real);
        return values[^1] > 0 ? values[0] / values[^1] : double.PositiveInfinity;
    }
}
