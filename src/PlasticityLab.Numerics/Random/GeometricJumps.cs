namespace PlasticityLab.Numerics.Random;

/// <summary>Visits the successes among independent chances of one probability by the distances between them, so that failures cost
/// nothing.</summary>
/// <remarks>The number of failures before a success is ⌊ln U/ln(1 − p)⌋. For p below 1e-16 the difference 1 − p is 1, so the logarithm is
/// taken of −p itself; a distance beyond the last chance is the end, whatever its size.</remarks>
public static class GeometricJumps
{
    /// <summary>1/ln(1 − p) for p in (0, 1), the factor that <see cref="Length"/> takes.</summary>
    public static double Scale(double probability) => 1 / MathNet.Numerics.SpecialFunctions.Log1p(-probability);

    /// <summary>Failures before the next success, at most <paramref name="most"/>.</summary>
    /// <param name="uniform">U, in (0, 1].</param>
    /// <param name="scale">From <see cref="Scale"/>.</param>
    /// <param name="most">Chances that are left.</param>
    public static long Length(double uniform, double scale, long most)
    {
        var length = Math.Log(uniform) * scale;
        return length < most ? (long)length : most;
    }
}
