using MathNet.Numerics.Distributions;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>How many seeds decide a question.</summary>
/// <remarks>
/// Power is that of the t test, P(|T| &gt; t_c) with T noncentral t; the sign-flip and relabelling tests come within a percent or two of it
/// for normal data. Besides, a permutation test on n seeds
/// cannot give a p below 2/2ⁿ (pairs) or 2/C(2n, n), however large the effect, and the answers here respect that.
/// </remarks>
public static class Power
{
    private const int Most = 10_000_000;

    /// <summary>Pairs needed to find a paired effect.</summary>
    /// <param name="effect">d_z, mean difference over sd of the differences [1].</param>
    /// <param name="power">Wanted chance to find it [1].</param>
    /// <param name="level">Two-sided level after division by the number of comparisons [1].</param>
    /// <returns>Number of pairs; int.MaxValue when the effect is 0 or unknown (NaN), or beyond ten million pairs.</returns>
    public static int PairsNeeded(double effect, double power = 0.8, double level = 0.05) =>
        Least(effect, power, level, n => OfPaired(n, effect, level), n => 1 - n);

    /// <summary>Networks needed in each of two unpaired groups.</summary>
    /// <param name="effect">Hedges' g [1].</param>
    /// <param name="power">Wanted chance to find it [1].</param>
    /// <param name="level">Two-sided level after division by the number of comparisons [1].</param>
    /// <returns>Number of networks a group; int.MaxValue when the effect is 0 or unknown (NaN), or beyond ten million.</returns>
    public static int GroupSizeNeeded(double effect, double power = 0.8, double level = 0.05) =>
        Least(
            effect,
            power,
            level,
            n => OfTwoSample(n, effect, level),
            n =>
                (
                    1
                    - (MathNet.Numerics.SpecialFunctions.FactorialLn(2 * n) - (2 * MathNet.Numerics.SpecialFunctions.FactorialLn(n)))
                        / Math.Log(2)
                )
        );

    /// <summary>Power of a paired two-sided test on n pairs.</summary>
    public static double OfPaired(int pairs, double effect, double level = 0.05) =>
        Checked(level) && pairs < 2 ? 0 : TwoSided(pairs - 1, effect * Math.Sqrt(pairs), level);

    /// <summary>Power of an unpaired two-sided test with n in each group.</summary>
    public static double OfTwoSample(int each, double effect, double level = 0.05) =>
        Checked(level) && each < 2 ? 0 : TwoSided((2 * each) - 2, effect * Math.Sqrt(each / 2.0), level);

    private static bool Checked(double level) =>
        level > 0 && level < 1 ? true : throw new ArgumentException($"The level of a test must lie in (0, 1), as 0.05, but is {level:R}.");

    private static int Least(double effect, double power, double level, Func<int, double> of, Func<int, double> log2SmallestP)
    {
        if (!(power > 0 && power < 1) || !(level > 0 && level < 1))
        {
            throw new ArgumentException($"Power and level must lie in (0, 1), but they are {power:R} and {level:R}.");
        }

        if (!(Math.Abs(effect) > 0))
        {
            return int.MaxValue;
        }

        bool Enough(int n) => log2SmallestP(n) <= Math.Log2(level) + 1e-12 && of(n) >= power;
        var high = 2;
        while (!Enough(high))
        {
            if (high > Most)
            {
                return int.MaxValue;
            }

            high *= 2;
        }

        var low = high / 2;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Enough(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    // P(|T| > c), T = (Z + shift)/sqrt(V/m), V chi-square with m degrees of freedom:
    // 1 − ∫ [Φ(c s − shift) − Φ(−c s − shift)] f(s) ds over s = sqrt(V/m). The density of s is smooth and narrow about 1 (sd about
    // 1/sqrt(2m)),
    // so the trapezoid rule over ±12 sd converges faster than any power of the step.
    private static double TwoSided(int freedom, double shift, double level)
    {
        var critical = StudentT.InvCDF(0, 1, freedom, 1 - (level / 2));
        double m = freedom;
        var spread = 1 / Math.Sqrt(2 * m);
        double low = Math.Max(1e-9, 1 - (12 * spread)),
            high = 1 + (12 * spread);
        // log f(s) = log 2 + (m/2) log(m/2) − log Γ(m/2) + (m−1) log s − m s²/2
        var constant = Math.Log(2) + (m / 2 * Math.Log(m / 2)) - MathNet.Numerics.SpecialFunctions.GammaLn(m / 2);
        const int steps = 2000;
        var h = (high - low) / steps;
        double inside = 0,
            mass = 0;
        for (var k = 0; k <= steps; k++)
        {
            var s = low + (k * h);
            var weight = Math.Exp(constant + ((m - 1) * Math.Log(s)) - (m * s * s / 2)) * (k is 0 or steps ? 0.5 : 1);
            mass += weight;
            inside += weight * (NormalLaw.Cumulative((critical * s) - shift) - NormalLaw.Cumulative((-critical * s) - shift));
        }

        // Dividing by the mass of the density instead of by 1/h removes the error of the constant at huge m.
        return 1 - (inside / mass);
    }
}
