using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Inference;

/// <summary>A fit of given columns whose rows fall into clusters, the units that are resampled: coefficients with bootstrap intervals, a ridge
/// whose strength is found by leaving clusters out, and whether what is left over is noise.</summary>
internal sealed class ClusterFit
{
    private const double Confidence = 0.95;
    private const int Folds = 5;

    private static readonly double[] Strengths = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];

    private readonly GramFit[] _clusters;
    private readonly int[] _all;

    /// <summary>The products of the columns, cluster by cluster.</summary>
    /// <param name="columns">Columns; rows of a synapse one after the other.</param>
    /// <param name="response">What they explain.</param>
    /// <param name="cluster">Cluster of each synapse, from 0.</param>
    /// <param name="readings">Rows of a synapse.</param>
    public ClusterFit(IReadOnlyList<double[]> columns, double[] response, int[] cluster, int readings)
    {
        _all = [.. Enumerable.Range(0, columns.Count)];
        var members = cluster.Select((c, s) => (c, s)).GroupBy(pair => pair.c, pair => pair.s).OrderBy(group => group.Key);
        _clusters =
        [
            .. members.Select(group =>
            {
                var of = columns
                    .Append(response)
                    .Select(column => group.SelectMany(s => column.Skip(s * readings).Take(readings)).ToArray())
                    .ToArray();
                return new GramFit(of[..^1], of[^1]);
            }),
        ];
        Fit = Sum(Enumerable.Range(0, _clusters.Length));
    }

    /// <summary>All clusters together.</summary>
    public GramFit Fit { get; }

    public int Clusters => _clusters.Length;

    /// <summary>Coefficients of some of the columns with percentile intervals of resampled clusters, and R².</summary>
    public (Interval[] Coefficients, Interval R2) Bootstrap(int resamples, RandomStream random)
    {
        var estimate = new double[_all.Length];
        var left = Fit.Residual(_all, estimate);
        var draws = new List<double[]>();
        var r2 = new List<double>();
        for (var k = 0; k < resamples; k++)
        {
            var drawn = Sum(Enumerable.Range(0, Clusters).Select(_ => random.NextInt(Clusters)));
            var coefficients = new double[_all.Length];
            if (drawn.Residual(_all, coefficients) is var rest && double.IsFinite(rest))
            {
                draws.Add(coefficients);
                r2.Add(1 - (rest / drawn.Total));
            }
        }

        return ([.. _all.Select(a => Between(estimate[a], draws.Select(draw => draw[a])))], Between(1 - (left / Fit.Total), r2));
    }

    /// <summary>Ridge regression: its strength in units of each column's length, its coefficients, and the R² of clusters that were left
    /// out.</summary>
    public (double Strength, double[] Coefficients, double R2) Ridge()
    {
        var (best, r2) = (Strengths[0], double.NegativeInfinity);
        foreach (var strength in Strengths)
        {
            var (left, total) = (0.0, 0.0);
            for (var fold = 0; fold < Math.Min(Folds, Clusters); fold++)
            {
                int[] inside = [.. Enumerable.Range(0, Clusters).Where(c => c % Folds != fold)];
                int[] outside = [.. Enumerable.Range(0, Clusters).Where(c => c % Folds == fold)];
                var (train, test) = (Sum(inside), Sum(outside));
                var coefficients = new double[_all.Length];
                train.Residual(_all, coefficients, strength);
                left += test.Left(_all, coefficients);
                total += test.Total;
            }

            if (1 - (left / total) > r2)
            {
                (best, r2) = (strength, 1 - (left / total));
            }
        }

        var whole = new double[_all.Length];
        Fit.Residual(_all, whole, best);
        return (best, whole, r2);
    }

    /// <summary>The ratio of von Neumann (1941, Annals of Mathematical Statistics 12:367) of what is left over, from reading to reading: 2 for
    /// noise, less where neighbouring readings err alike.</summary>
    public static Interval Roughness(double[] left, int[] cluster, int readings, int resamples, RandomStream random)
    {
        var count = cluster.Max() + 1;
        var (steps, squares) = (new double[count], new double[count]);
        for (var s = 0; s < cluster.Length; s++)
        {
            for (var k = 0; k < readings; k++)
            {
                var at = (s * readings) + k;
                squares[cluster[s]] += left[at] * left[at];
                steps[cluster[s]] += k == 0 ? 0 : Math.Pow(left[at] - left[at - 1], 2);
            }
        }

        var draws = new double[resamples];
        for (var k = 0; k < resamples; k++)
        {
            int[] drawn = [.. Enumerable.Range(0, count).Select(_ => random.NextInt(count))];
            draws[k] = drawn.Sum(c => steps[c]) / drawn.Sum(c => squares[c]);
        }

        return Between(steps.Sum() / squares.Sum(), draws);
    }

    private GramFit Sum(IEnumerable<int> clusters)
    {
        var of = clusters.GroupBy(c => c).Select(group => (Cluster: _clusters[group.Key], Times: (double)group.Count())).ToArray();
        return new(
            _all.Length,
            (a, b) => of.Sum(one => one.Times * one.Cluster[a, b]),
            a => of.Sum(one => one.Times * one.Cluster.Right(a)),
            of.Sum(one => one.Times * one.Cluster.Total)
        );
    }

    private static Interval Between(double estimate, IEnumerable<double> draws)
    {
        double[] sorted = [.. draws.Where(double.IsFinite).Order()];
        return sorted.Length < 20
            ? new(estimate, double.NaN, double.NaN, Confidence)
            : new(estimate, Sample.Quantile(sorted, (1 - Confidence) / 2), Sample.Quantile(sorted, (1 + Confidence) / 2), Confidence);
    }
}
