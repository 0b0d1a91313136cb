namespace PlasticityLab.Numerics.Statistics;

/// <summary>Wilson's score interval of a share (Wilson 1927): never leaves [0, 1] and is honest at 0 and n successes.</summary>
public static class WilsonInterval
{
    /// <summary>The interval of successes/trials; [0, 1] without a trial.</summary>
    public static Interval Of(long successes, long trials, double confidence = 0.95)
    {
        if (successes < 0 || successes > trials)
        {
            throw new ArgumentException($"Successes must lie between 0 and the number of trials, but they are {successes} of {trials}.");
        }

        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentException($"Confidence must lie in (0, 1), as 0.95, but is {confidence:R}.");
        }

        if (trials == 0)
        {
            return new(double.NaN, 0, 1, confidence);
        }

        var z = NormalLaw.Quantile((1 + confidence) / 2);
        double n = trials,
            share = successes / n,
            z2 = z * z / n;
        var centre = (share + (z2 / 2)) / (1 + z2);
        var half = z * Math.Sqrt((share * (1 - share) / n) + (z2 / (4 * n))) / (1 + z2);
        return new(share, successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half, confidence);
    }
}
