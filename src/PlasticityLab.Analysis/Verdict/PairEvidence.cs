using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Verdict;

/// <summary>The numbers of one measure for one pair of rules.</summary>
internal static class PairEvidence
{
    private const int Resamples = 1999;

    public static PairAspect Of(
        AspectDistances aspect,
        int[] ruleOf,
        int a,
        int b,
        int draws,
        RandomStream random,
        CancellationToken cancellation
    )
    {
        var d = aspect.Distances;
        var cautions = new List<string>();
        var members = Enumerable.Range(0, ruleOf.Length).Where(i => ruleOf[i] == a || ruleOf[i] == b).ToArray();
        // A network without the measure has NaN against everyone else; it is left out and counted.
        var has = members.Where(i => members.Any(j => j != i && double.IsFinite(d[i, j]))).ToArray();
        has = [.. has.Where(i => has.All(j => i == j || double.IsFinite(d[i, j])))];
        if (has.Length < members.Length)
        {
            cautions.Add($"{members.Length - has.Length} of {members.Length} networks have no such measure and are left out.");
        }

        int[] first = [.. has.Where(i => ruleOf[i] == a)],
            second = [.. has.Where(i => ruleOf[i] == b)];
        if (Math.Min(first.Length, second.Length) < VerdictEngine.FewestSeeds)
        {
            cautions.Add(
                $"Too few seeds for this claim: {first.Length} and {second.Length}; at least {VerdictEngine.FewestSeeds} of each are needed."
            );
        }

        if (first.Length == 0 || second.Length == 0 || first.Length + second.Length < 3)
        {
            var none = new Interval(double.NaN, double.NaN, double.NaN, 0.9);
            return new(
                aspect.Aspect,
                aspect.Measure,
                Answer.Undecided,
                (first.Length, second.Length),
                none,
                double.NaN,
                aspect.Margin ?? double.NaN,
                none,
                double.NaN,
                double.NaN,
                double.NaN,
                int.MaxValue,
                cautions
            );
        }

        int[] order = [.. first, .. second];
        var sub = Matrix.From(order.Length, order.Length, (i, j) => i == j ? 0 : 0.5 * (d[order[i], order[j]] + d[order[j], order[i]]));
        var groups = order.Select((_, k) => k < first.Length ? 0 : 1).ToArray();
        var within = (
            from i in Enumerable.Range(0, order.Length)
            from j in Enumerable.Range(0, i)
            where groups[i] == groups[j]
            select sub[i, j]
        ).ToArray();
        if (sub.Values.All(x => x == 0))
        {
            cautions.Add("The measure is constant: all networks of both rules have the same value.");
        }
        else if (sub.Values.Where((x, k) => k / order.Length != k % order.Length).Distinct().Count() == 1)
        {
            cautions.Add("All distances are tied.");
        }

        var margin = aspect.Margin ?? (within.Length > 0 ? Sample.Quantile(within, 0.95) : double.NaN);
        var permanova = Permanova.Test(sub, groups, random, 1, cancellation);
        var p = Staged.P(n => Permanova.Test(sub, groups, random, n, cancellation).PValue, draws);
        var dispersion = Dispersion.Test(sub, groups, random, 999, cancellation);
        if (dispersion.PValue <= 0.05 && p <= 0.05)
        {
            cautions.Add(
                $"The rules also differ in spread (p = {dispersion.PValue:G2}): part of the difference may be of spread, not of place."
            );
        }

        var (between, share) = Resample(sub, first.Length, random);
        // Two groups: f² = R²/(1 − R²) = (d/2)² for equal sizes; R² first loses what chance gives it.
        var chance = 1.0 / (order.Length - 1);
        var effect = permanova.R2 > chance ? 2 * Math.Sqrt((permanova.R2 - chance) / (1 - permanova.R2 + 1e-12)) : 0;
        return new(
            aspect.Aspect,
            aspect.Measure,
            Answer.Undecided,
            (first.Length, second.Length),
            between,
            within.Length > 0 ? Sample.Mean(within) : double.NaN,
            margin,
            share with
            {
                Estimate = permanova.R2,
            },
            p,
            double.NaN,
            dispersion.PValue,
            Power.GroupSizeNeeded(effect),
            cautions
        );
    }

    // Networks are resampled within each rule: the seed is the unit, not the pair. Squared distances of a network to its own copy are 0,
    // which shrinks the
    // within sum like (n − 1)/n; it is given back, so that R² does not grow by resampling alone.
    private static (Interval Between, Interval R2) Resample(Matrix d, int first, RandomStream random)
    {
        int n = d.Rows,
            second = n - first;
        var pick = new int[n];
        var (means, shares) = (new double[Resamples], new double[Resamples]);
        for (var k = 0; k < Resamples; k++)
        {
            for (var i = 0; i < n; i++)
            {
                pick[i] = i < first ? random.NextInt(first) : first + random.NextInt(second);
            }

            double between = 0,
                squareBetween = 0,
                squareA = 0,
                squareB = 0;
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var x = d[pick[i], pick[j]];
                    if (i >= first && j < first)
                    {
                        between += x;
                        squareBetween += x * x;
                    }
                    else if (i < first)
                    {
                        squareA += x * x;
                    }
                    else
                    {
                        squareB += x * x;
                    }
                }
            }

            means[k] = between / ((double)first * second);
            squareA *= first > 1 ? first / (first - 1.0) : 1;
            squareB *= second > 1 ? second / (second - 1.0) : 1;
            double total = (squareA + squareB + squareBetween) / n,
                within = (squareA / first) + (squareB / second);
            shares[k] = total > 0 ? Math.Max(0, (total - within) / total) : double.NaN;
        }

        double observed = 0;
        for (var i = first; i < n; i++)
        {
            for (var j = 0; j < first; j++)
            {
                observed += d[i, j] / ((double)first * second);
            }
        }

        return (
            new(observed, Sample.Quantile(means, 0.05), Sample.Quantile(means, 0.95), 0.9),
            new(double.NaN, Sample.Quantile(shares, 0.025), Sample.Quantile(shares, 0.975), 0.95)
        );
    }
}
