using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Verdict;

/// <summary>The numbers of one score for one pair of rules: paired by seed where the rules share seeds, else two samples.</summary>
internal static class PairScores
{
    public static PairAspect Of(AspectScores score, VerdictInput input, int a, int b, int draws, RandomStream random)
    {
        var cautions = new List<string>();
        int[] Members(int rule) => [.. Enumerable.Range(0, input.RuleOf.Length).Where(i => input.RuleOf[i] == rule)];
        int[] all = [.. Members(a), .. Members(b)],
            has = [.. all.Where(i => double.IsFinite(score.Values[i]))];
        if (has.Length < all.Length)
        {
            cautions.Add($"{all.Length - has.Length} of {all.Length} networks have no such measure and are left out.");
        }

        int[] first = [.. has.Where(i => input.RuleOf[i] == a)],
            second = [.. has.Where(i => input.RuleOf[i] == b)];
        var paired = false;
        if (input.Seeds is { } seeds)
        {
            var partner = second.ToLookup(i => seeds[i]);
            int[] left = [.. first.Where(i => partner.Contains(seeds[i]))];
            if (left.Length >= VerdictEngine.FewestSeeds)
            {
                (paired, second) = (true, [.. left.Select(i => partner[seeds[i]].First())]);
                first = left;
            }
        }

        if (Math.Min(first.Length, second.Length) < VerdictEngine.FewestSeeds)
        {
            cautions.Add(
                $"Too few seeds for this claim: {first.Length} and {second.Length}; at least {VerdictEngine.FewestSeeds} of each are needed."
            );
        }

        double[] x = [.. first.Select(i => score.Values[i])],
            y = [.. second.Select(i => score.Values[i])];
        if (Math.Min(x.Length, y.Length) < 2)
        {
            var none = new Interval(double.NaN, double.NaN, double.NaN, 0.9);
            return new(
                score.Aspect,
                score.Measure,
                Answer.Undecided,
                (x.Length, y.Length),
                none,
                double.NaN,
                score.Margin,
                none,
                double.NaN,
                double.NaN,
                double.NaN,
                int.MaxValue,
                cautions,
                Equivalent: false
            );
        }

        if (Rounding.IsConstant([.. x, .. y]))
        {
            cautions.Add("The measure is constant: all networks of both rules have the same value.");
        }

        var groups = x.Select(_ => 0).Concat(y.Select(_ => 1)).ToArray();
        var variance = VarianceComponents.Of([.. x, .. y], groups);
        var share = new Interval(variance.EtaSquared, double.NaN, double.NaN, 0.95);
        var within = Math.Sqrt(variance.Within);
        if (paired)
        {
            var differences = x.Zip(y, Rounding.Difference).ToArray();
            var scale = Math.Max(Rounding.Scale(x), Rounding.Scale(y));
            var effect = EffectSize.Paired(differences, scale);
            return new(
                score.Aspect,
                score.Measure,
                Answer.Undecided,
                (x.Length, y.Length),
                Bootstrap.Bca(differences, random, Sample.Mean, 0.9, scale: scale),
                within,
                score.Margin,
                share,
                Staged.P(n => PermutationTest.PairedSignFlip(differences, random, Alternative.TwoSided, n, scale).PValue, draws),
                double.NaN,
                double.NaN,
                double.IsNaN(effect) ? int.MaxValue : Power.PairsNeeded(effect),
                cautions,
                Tost.Paired(differences, score.Margin, random, input.Level, scale).IsEquivalent
            );
        }

        var difference = Bootstrap.UnpairedDifference(x, y, random, Sample.Mean, 0.9);
        return new(
            score.Aspect,
            score.Measure,
            Answer.Undecided,
            (x.Length, y.Length),
            difference,
            within,
            score.Margin,
            share,
            Staged.P(n => PermutationTest.TwoSample(x, y, random, Alternative.TwoSided, n).PValue, draws),
            double.NaN,
            double.NaN,
            within > 0 ? Power.GroupSizeNeeded(difference.Estimate / within) : int.MaxValue,
            cautions,
            Tost.TwoSample(x, y, score.Margin, random, input.Level).IsEquivalent
        );
    }
}
