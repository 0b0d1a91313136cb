namespace PlasticityLab.Analysis.Dynamics.Attractors;

/// <summary>How much of a set of starts an attractor collects.</summary>
/// <param name="Count">Starts that ended there.</param>
/// <param name="Fraction">Count over all starts.</param>
/// <param name="Low95">Lower end of Wilson's 95 % interval for random starts. Wilson 1927, J. Am. Stat. Assoc. 22:209.</param>
/// <param name="High95">Upper end.</param>
public sealed record BasinShare(int Count, double Fraction, double Low95, double High95)
{
    /// <summary>The share of a count.</summary>
    public static BasinShare Of(int count, int total)
    {
        if (total == 0)
        {
            return new(0, double.NaN, 0, 1);
        }

        const double z = 1.959963984540054;
        double p = (double)count / total,
            n = total;
        var center = (p + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
        // At either end the interval ends there exactly, which the difference does to rounding alone.
        return new(count, p, count == 0 ? 0 : center - half, count == total ? 1 : center + half);
    }
}
