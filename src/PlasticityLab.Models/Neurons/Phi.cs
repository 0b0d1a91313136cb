namespace PlasticityLab.Models.Neurons;

/// <summary>The functions of exponential integrators, with their series near 0, where the closed forms divide one rounding error by
/// another.</summary>
internal static class Phi
{
    /// <summary>φ₁(z) = (e^z − 1)/z, 1 at 0.</summary>
    public static double One(double z) => Math.Abs(z) < 0.5 ? Series(z, 1) : (Math.Exp(z) - 1) / z;

    /// <summary>φ₂(z) = (e^z − 1 − z)/z², 1/2 at 0.</summary>
    public static double Two(double z) => Math.Abs(z) < 0.5 ? Series(z, 2) : (Math.Exp(z) - 1 - z) / (z * z);

    // Σ_k z^k/(k + order)!
    private static double Series(double z, int order)
    {
        double term = order == 1 ? 1 : 0.5,
            sum = 0;
        for (var k = 0; k < 20; k++)
        {
            sum += term;
            term *= z / (k + order + 1);
        }

        return sum;
    }
}
