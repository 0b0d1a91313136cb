using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Numerics;

/// <summary>Scaling by a power of two, which costs no digit: numbers near the ends of the number range would over- or underflow in
/// products.</summary>
public static class PowerOfTwo
{
    /// <summary>The power of two at or below a size, within 2^±1000 so that its inverse is a number, too; 1 when the size is 0 or not
    /// finite.</summary>
    public static double At(double size) =>
        size > 0 && double.IsFinite(size) ? Math.ScaleB(1, Math.Clamp(Math.ILogB(size), -1000, 1000)) : 1;

    /// <summary>The power of two at or below the largest magnitude in a matrix; 1 for a matrix of zeros.</summary>
    public static double Of(Matrix a) => At(Rounding.Scale(a.Values));

    /// <summary>The matrix times a number.</summary>
    public static Matrix Scaled(Matrix a, double factor) =>
        factor == 1 ? a.Copy() : Matrix.From(a.Rows, a.Columns, (i, j) => a[i, j] * factor);
}
