namespace PlasticityLab.Numerics.Statistics;

/// <summary>Cliff's delta (Cliff 1993): P(a &gt; b) − P(a &lt; b) for a random a and a random b; −1 to 1, ties (within rounding) count for
/// neither.</summary>
public static class CliffsDelta
{
    /// <summary>The delta of two samples; NaN when one is empty or holds a NaN.</summary>
    public static double Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        long balance = 0;
        foreach (var x in a)
        {
            foreach (var y in b)
            {
                if (double.IsNaN(x) || double.IsNaN(y))
                {
                    return double.NaN;
                }

                balance += Rounding.AreEqual(x, y) ? 0 : x.CompareTo(y);
            }
        }

        return a.IsEmpty || b.IsEmpty ? double.NaN : balance / ((double)a.Length * b.Length);
    }

    /// <summary>The customary word (Romano et al. 2006): negligible below 0.147, small below 0.33, medium below 0.474, else
    /// large.</summary>
    public static string Word(double delta) =>
        Math.Abs(delta) switch
        {
            < 0.147 => "negligible",
            < 0.33 => "small",
            < 0.474 => "medium",
            <= 1 => "large",
            _ => "unknown",
        };
}
