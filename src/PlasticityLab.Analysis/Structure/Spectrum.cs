using System.Numerics;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>Eigenvalues of W beside those of a random matrix with the same mean, spread and reciprocal correlation of entries.</summary>
/// <param name="Values">λ_k, by descending real part.</param>
/// <param name="Centre">Where the random bulk is centred: the mean diagonal minus the mean weight.</param>
/// <param name="Radius">R = σ√n, σ the standard deviation of the off-diagonal entries (Girko 1984; Ginibre 1965).</param>
/// <param name="Reciprocity">ρ, correlation of w_ij and w_ji: the bulk fills an ellipse with half-axes R(1 + ρ) and R(1 − ρ) (Sommers et
/// al. 1988); NaN counts as 0.</param>
/// <param name="MeanOutlier">Where a single outlier is expected from the mean weight m: centre + n m.</param>
/// <param name="Outliers">Indices of eigenvalues outside the ellipse by more than the finite-size margin.</param>
/// <param name="ShareInside">Share of eigenvalues inside the ellipse with its margin [1].</param>
/// <param name="SpectralRadius">max |λ|.</param>
/// <param name="ImaginaryShare">Σ|Im λ|/(Σ|Re λ| + Σ|Im λ|) [1]: 0 symmetric, 1 purely rotating.</param>
public sealed record Spectrum(
    Complex[] Values,
    double Centre,
    double Radius,
    double Reciprocity,
    double MeanOutlier,
    int[] Outliers,
    double ShareInside,
    double SpectralRadius,
    double ImaginaryShare
)
{
    /// <summary>Why a value is absent (NaN); empty when none is.</summary>
    public IReadOnlyList<string> Absent =>
        Absence.Of(
            ("reciprocity", Reciprocity, "all weights between units are equal, or there is one unit"),
            ("imaginaryShare", ImaginaryShare, "all eigenvalues are 0")
        );

    /// <summary>The spectrum of a square matrix.</summary>
    /// <remarks>The edge of a finite random matrix fluctuates; an eigenvalue counts as an outlier when it lies outside the ellipse enlarged
    /// by 1 + 3 n^(−1/2).</remarks>
    public static Spectrum Of(Matrix w)
    {
        Weights.Check(w);
        var n = w.Rows;
        var off = Weights.OffDiagonal(w);
        var scale = Rounding.Scale(w.Values);
        double mean = off.Length > 0 ? Sample.Mean(off) : 0,
            diagonal = 0;
        for (var i = 0; i < n; i++)
        {
            diagonal += w[i, i] / n;
        }

        var radius = off.Length > 1 ? Sample.StandardDeviation(off) * Math.Sqrt(n) : 0;
        var rho = Asymmetry.Of(w).Pearson;
        var tau = double.IsNaN(rho) ? 0 : rho;
        // W = m 11ᵀ + (diagonal − m) I + noise: the bulk is centred at diagonal − m, the mean gives one eigenvalue n m above it.
        var centre = diagonal - mean;
        var unit = Rounding.Unit(scale);
        var values = Eigen.Values(Matrix.From(n, n, (i, j) => w[i, j] * unit)).Select(v => v / unit).ToArray();
        var margin = 1 + (3 / Math.Sqrt(n));
        double along = radius * (1 + tau) * margin,
            across = radius * (1 - tau) * margin;
        var outliers = Enumerable.Range(0, n).Where(k => !Inside(values[k] - centre)).ToArray();
        double real = values.Sum(v => Math.Abs(v.Real)),
            imaginary = values.Sum(v => Math.Abs(v.Imaginary));
        return new(
            values,
            centre,
            radius,
            rho,
            centre + (n * mean),
            outliers,
            1 - (outliers.Length / (double)n),
            values.Max(Complex.Abs),
            real + imaginary > 0 ? imaginary / (real + imaginary) : double.NaN
        );

        // Written without division, so that a degenerate ellipse (a symmetric matrix, all weights equal) is a segment or a point.
        bool Inside(Complex z)
        {
            var slack = 1e-9 * (Math.Abs(centre) + radius + scale);
            double x = Math.Abs(z.Real),
                y = Math.Abs(z.Imaginary);
            if (along <= slack || across <= slack)
            {
                return x <= along + slack && y <= across + slack;
            }

            return (x / along * (x / along)) + (y / across * (y / across)) <= 1;
        }
    }
}
