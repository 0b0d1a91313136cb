using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>Equivalence by two one-sided permutation tests (Schuirmann 1987): "the same" is claimed only when the difference is shown to
/// lie within a margin fixed beforehand. A difference that is merely not significant shows nothing.</summary>
public static class Tost
{
    /// <summary>Pairs: is the mean difference inside (−margin, margin)?</summary>
    /// <param name="differences">Finite differences, one for each seed.</param>
    /// <param name="margin">Half-width of what counts as the same, above 0, in the unit of the differences; fix it before looking.</param>
    /// <param name="random">Source of sign patterns above 16 pairs.</param>
    /// <param name="level">Level of each one-sided test.</param>
    /// <param name="scale">Largest magnitude of the values that the differences were taken from, whose rounding they carry; left out, that of
    /// the differences.</param>
    public static TostResult Paired(
        ReadOnlySpan<double> differences,
        double margin,
        RandomStream random,
        double level = 0.05,
        double scale = 0
    )
    {
        Check(margin, level);
        // Taken before the move: a difference at the margin is 0 after it, and 0 has no last place.
        scale = Math.Max(Math.Max(scale, margin), Rounding.Scale(differences));
        // Differences moved by the margin are symmetric about 0 at the edge of the null, which is what sign flipping needs.
        var aboveLow = PermutationTest.PairedSignFlip(Moved(differences, margin), random, Alternative.Greater, scale: scale);
        var belowHigh = PermutationTest.PairedSignFlip(Moved(differences, -margin), random, Alternative.Less, scale: scale);
        return new(differences.IsEmpty ? double.NaN : Sample.Mean(differences), margin, aboveLow.PValue, belowHigh.PValue, level);
    }

    /// <summary>Pairs that share a seed: is the mean of a − b inside (−margin, margin)? Pairs without a finite value are left out, as in
    /// <see cref="PairedComparison"/>, which says so.</summary>
    /// <inheritdoc cref="Paired(ReadOnlySpan{double}, double, RandomStream, double, double)"/>
    public static TostResult Paired(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double margin, RandomStream random, double level = 0.05)
    {
        var (x, y) = PairedComparison.Complete(a, b);
        return Paired(Bootstrap.Differences(x, y), margin, random, level, Math.Max(Rounding.Scale(x), Rounding.Scale(y)));
    }

    /// <summary>Unpaired samples: is mean(a) − mean(b) inside (−margin, margin)?</summary>
    /// <inheritdoc cref="Paired(ReadOnlySpan{double}, double, RandomStream, double, double)"/>
    public static TostResult TwoSample(
        ReadOnlySpan<double> a,
        ReadOnlySpan<double> b,
        double margin,
        RandomStream random,
        double level = 0.05
    )
    {
        Check(margin, level);
        var scale = Math.Max(Math.Max(Rounding.Scale(a), Rounding.Scale(b)), margin);
        var aboveLow = PermutationTest.TwoSample(Moved(a, margin), b, random, Alternative.Greater, scale: scale);
        var belowHigh = PermutationTest.TwoSample(Moved(a, -margin), b, random, Alternative.Less, scale: scale);
        return new(Sample.Mean(a) - Sample.Mean(b), margin, aboveLow.PValue, belowHigh.PValue, level);
    }

    private static double[] Moved(ReadOnlySpan<double> values, double by)
    {
        var moved = values.ToArray();
        for (var i = 0; i < moved.Length; i++)
        {
            moved[i] += by;
        }

        return moved;
    }

    private static void Check(double margin, double level)
    {
        if (!(level > 0 && level < 1))
        {
            throw new ArgumentException($"The level of a test must lie in (0, 1), as 0.05, but is {level:R}.");
        }

        if (!(margin > 0 && double.IsFinite(margin)))
        {
            throw new ArgumentException($"An equivalence margin must be a finite number above 0, but is {margin:R}.");
        }
    }
}
