namespace PlasticityLab.Numerics.Statistics;

/// <summary>The one place that says whether a difference is zero within the rounding of the data that it was taken from.</summary>
/// <remarks>
/// A number that was read or computed carries an error of a few units in its last place, so 0.8 − 0.7 is not 0.1 and ten times 0.1 has a
/// standard deviation of 1.5e-17. Whatever a statistic takes for constant, tied or zero is judged by one tolerance, <see cref="Units"/>
/// units in the last place of the largest value as it came in, before anything large was taken away. It is relative to the data and
/// nothing else: the answers are the same in volts and in millivolts. A difference of 1e-9 of the values stays a difference.
/// </remarks>
public static class Rounding
{
    /// <summary>Units in the last place within which two values are one.</summary>
    public const double Units = 16;

    private const double LastPlace = 2.220446049250313e-16; // 2^-52

    /// <summary>What rounding may do to a number formed from values up to <paramref name="scale"/>, in their unit.</summary>
    /// <param name="scale">Largest magnitude of the values.</param>
    /// <param name="terms">How many of them are added up for a mean; for a sum multiply by their number.</param>
    public static double Slack(double scale, int terms = 0) => (Units + terms) * LastPlace * scale;

    /// <summary>The largest magnitude among the finite values; 0 without any.</summary>
    public static double Scale(ReadOnlySpan<double> values)
    {
        double scale = 0;
        foreach (var value in values)
        {
            scale = double.IsFinite(value) ? Math.Max(scale, Math.Abs(value)) : scale;
        }

        return scale;
    }

    /// <summary>Whether two values are one but for rounding. NaN equals nothing, an infinity itself.</summary>
    public static bool AreEqual(double a, double b) =>
        a == b || (double.IsFinite(a) && double.IsFinite(b) && Math.Abs(a - b) <= Slack(Math.Max(Math.Abs(a), Math.Abs(b))));

    /// <summary>a − b; exactly 0 when the two are one but for rounding.</summary>
    public static double Difference(double a, double b) => AreEqual(a, b) ? 0 : a - b;

    /// <summary>Whether all values are one but for rounding; true without a value, false with a NaN.</summary>
    /// <param name="values">The values.</param>
    /// <param name="scale">Largest magnitude of the data that the values were formed from, where that is larger than their own.</param>
    public static bool IsConstant(ReadOnlySpan<double> values, double scale = 0)
    {
        double low = double.PositiveInfinity,
            high = double.NegativeInfinity;
        foreach (var value in values)
        {
            if (double.IsNaN(value))
            {
                return false;
            }

            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return values.IsEmpty || low == high || high - low <= Slack(Math.Max(scale, Scale(values)));
    }

    /// <summary>A power of two that brings a magnitude near 1, so that squares of tiny and huge values stay numbers. Multiplying by it loses
    /// no digit.</summary>
    public static double Unit(double scale) => 1 / PowerOfTwo.At(scale);
}
