using MathNet.Numerics;

namespace PlasticityLab.Reproductions.Networks;

/// <summary>φ(x) = ½ [1 + erf((x − θ)/(√2 σ))], the gain function of Gillett, Pereira and Brunel 2020.</summary>
internal static class NormalGain
{
    /// <summary>φ with its two parameters fixed.</summary>
    public static Func<double, double> Of(double theta, double sigma) =>
        x => 0.5 * SpecialFunctions.Erfc((theta - x) / (Math.Sqrt(2) * sigma));
}
