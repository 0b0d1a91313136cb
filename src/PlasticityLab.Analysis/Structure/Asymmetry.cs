using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>How far W is from Wᵀ: what a rule that knows the order of activity leaves behind.</summary>
/// <param name="Index">‖(W − Wᵀ)/2‖²/‖W‖² [1]: 0 symmetric, 1 antisymmetric, about 1/2 for independent entries. NaN for W = 0.</param>
/// <param name="SymmetryCorrelation">tr(WW)/tr(WWᵀ) = 1 − 2 Index [1].</param>
/// <param name="Pearson">Pearson correlation of w_ij with w_ji over ordered off-diagonal pairs [1]; NaN when all are equal.</param>
/// <param name="NormRatio">‖W − Wᵀ‖/‖W + Wᵀ‖ [1]: 0 symmetric, infinite antisymmetric.</param>
public sealed record Asymmetry(double Index, double SymmetryCorrelation, double Pearson, double NormRatio)
{
    /// <summary>Why a value is absent (NaN); empty when none is.</summary>
    public IReadOnlyList<string> Absent =>
        Absence.Of(
            ("index", Index, NoWeight),
            ("symmetryCorrelation", SymmetryCorrelation, NoWeight),
            ("pearson", Pearson, "all weights between units are equal, or there is one unit"),
            ("normRatio", NormRatio, NoWeight)
        );

    private const string NoWeight = "all weights are 0";

    /// <summary>The asymmetry of a square matrix.</summary>
    public static Asymmetry Of(Matrix w)
    {
        Weights.Check(w);
        var unit = Rounding.Unit(Rounding.Scale(w.Values));
        double all = 0,
            cross = 0;
        for (var i = 0; i < w.Rows; i++)
        {
            for (var j = 0; j < w.Columns; j++)
            {
                double there = w[i, j] * unit,
                    back = w[j, i] * unit;
                all += there * there;
                cross += there * back;
            }
        }

        // ‖W ∓ Wᵀ‖² = 2(all ∓ cross), formed from differences of entries so that a matrix that is symmetric but for
        // rounding gives exactly 0.
        double odd = 0,
            even = 0;
        for (var i = 0; i < w.Rows; i++)
        {
            for (var j = 0; j < w.Columns; j++)
            {
                double minus = Rounding.Difference(w[i, j] * unit, w[j, i] * unit),
                    plus = Rounding.Difference(w[i, j] * unit, -w[j, i] * unit);
                odd += minus * minus;
                even += plus * plus;
            }
        }

        return new(
            all > 0 ? odd / (4 * all) : double.NaN,
            all > 0 ? cross / all : double.NaN,
            Sample.Pearson(Weights.OffDiagonal(w), Weights.OffDiagonal(w.Transpose())),
            all > 0 ? Math.Sqrt(odd / even) : double.NaN
        );
    }
}
