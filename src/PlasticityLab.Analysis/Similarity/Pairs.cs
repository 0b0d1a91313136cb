using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>What comparisons of two matrices check and share.</summary>
internal static class Pairs
{
    public static void SquareAndFinite(Matrix a, Matrix b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        UserError.ThrowIfAny([.. Structure.Weights.Problems(a, "The first matrix"), .. Structure.Weights.Problems(b, "The second matrix")]);
    }

    public static void MatchedSamples(Matrix x, Matrix y, int least)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Rows != y.Rows || x.Rows < least || x.Columns == 0 || y.Columns == 0 || !x.IsFinite() || !y.IsFinite())
        {
            throw new UserError(
                $"Two sets of activity need the same number of matched samples in rows (at least {least}), at least one unit and finite values, but they are {x.Rows} x {x.Columns}{(x.IsFinite() ? "" : " with values that are not finite")} and {y.Rows} x {y.Columns}{(y.IsFinite() ? "" : " with values that are not finite")}."
            );
        }
    }

    /// <summary>Zero-pads to n x n.</summary>
    public static Matrix Pad(Matrix a, int n) =>
        a.Rows == n && a.Columns == n ? a : Matrix.From(n, n, (i, j) => i < a.Rows && j < a.Columns ? a[i, j] : 0);

    public static Matrix Part(Matrix a, int sign) => Matrix.Combine(0.5, a, 0.5 * sign, a.Transpose());

    /// <summary>Xᵀ Y.</summary>
    public static Matrix Cross(Matrix x, Matrix y) => x.Transpose().Times(y);

    public static double Inner(Matrix a, Matrix b)
    {
        double sum = 0;
        for (var k = 0; k < a.Values.Length; k++)
        {
            sum += a.Values[k] * b.Values[k];
        }

        return sum;
    }
}
