namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>Scaling by a power of two, which costs no digit: entries near the ends of the number range would over- or underflow in
/// products.</summary>
internal static class PowerOfTwo
{
    /// <summary>The power of two next to the largest entry; 1 for a matrix of zeros.</summary>
    public static double Of(Matrix a)
    {
        double largest = 0;
        for (var i = 0; i < a.Rows; i++)
        {
            foreach (var value in a.Row(i))
            {
                largest = Math.Max(largest, Math.Abs(value));
            }
        }

        return largest == 0 || !double.IsFinite(largest) ? 1 : Math.ScaleB(1, Math.Clamp(Math.ILogB(largest), -1000, 1000));
    }

    /// <summary>The matrix times a number.</summary>
    public static Matrix Scaled(Matrix a, double factor) =>
        factor == 1 ? a.Copy() : Matrix.From(a.Rows, a.Columns, (i, j) => a[i, j] * factor);
}
