namespace PlasticityLab.Numerics.Statistics;

/// <summary>Holm's step-down correction of p values for several tests (Holm 1979): keeps the chance of any false claim below the level,
/// without assumptions on dependence.</summary>
public static class HolmCorrection
{
    /// <summary>Adjusted p values in the order given. NaN (a test that could not be done) stays NaN and is not counted as a test.</summary>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        var p = pValues.ToArray();
        if (Array.FindIndex(p, value => value is < 0 or > 1) is var bad and >= 0)
        {
            throw new ArgumentException($"A p value must lie in [0, 1], but value {bad + 1} of {p.Length} is {p[bad]:R}.");
        }

        var order = Enumerable.Range(0, p.Length).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i]).ToArray();
        var adjusted = Enumerable.Repeat(double.NaN, p.Length).ToArray();
        double highest = 0;
        for (var k = 0; k < order.Length; k++)
        {
            highest = Math.Max(highest, Math.Min(1, (order.Length - k) * p[order[k]]));
            adjusted[order[k]] = highest;
        }

        return adjusted;
    }
}
