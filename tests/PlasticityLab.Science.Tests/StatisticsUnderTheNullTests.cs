using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Science.Tests;

/// <summary>
/// What intervals and power promise, held against simulation: how often an interval holds the truth. How often a test rejects when nothing is
/// there stands in <see cref="FalsePositiveRateTests"/>.
/// The bounds are exact binomial ones: were the promise kept, a simulation this large would fall outside with a chance below 10⁻⁶ (one in a
/// million, each).
/// </summary>
public class StatisticsUnderTheNullTests
{
    private const int Studies = 2000;
    private const double Level = 0.05,
        Chance = 1e-6;

    private static RandomStream Stream(int index) => new RandomStreams(2024).Open(StreamPurpose.Analysis, index);

    private static double[] Normal(RandomStream random, int n, double shift = 0, double spread = 1) =>
        [.. Enumerable.Range(0, n).Select(_ => shift + (spread * random.NextGaussian()))];

    // The most rejections that a test whose true rate is at most p gives in n studies, but for a chance below 10⁻⁶; and the fewest when its
    // rate is at least p.
    internal static (int Fewest, int Most) Bounds(int n, double p)
    {
        var term = Math.Exp(n * Math.Log(1 - p));
        double below = 0;
        var (fewest, most) = (-1, n);
        for (var k = 0; k <= n; k++)
        {
            // P(X ≤ k − 1) is below, P(X ≤ k) is below + term.
            fewest = fewest < 0 && below + term > Chance ? k : fewest;
            below += term;
            if (1 - below < Chance)
            {
                most = k;
                break;
            }

            term *= (n - k) * p / ((k + 1) * (1 - p));
        }

        return (fewest, most);
    }

    private static int Rejections(int index, Func<RandomStream, double> p, int studies = Studies)
    {
        var rejected = 0;
        Parallel.For(0, studies, study => Interlocked.Add(ref rejected, p(Stream((index * 100000) + study)) <= Level ? 1 : 0));
        return rejected;
    }

    [Fact]
    public void The_bounds_are_those_of_the_binomial()
    {
        // P(X = 0) of 20 at 1/2 is 9.5e-7, P(X ≤ 1) is 2.0e-5.
        Assert.Equal((1, 19), Bounds(20, 0.5));
        Assert.InRange(Bounds(2000, 0.05).Most, 145, 155);
    }

    private static int Covered(int index, Func<RandomStream, Interval> interval, double truth, int studies = Studies)
    {
        var covered = 0;
        Parallel.For(
            0,
            studies,
            study =>
            {
                var found = interval(Stream((index * 100000) + study));
                Interlocked.Add(ref covered, found.Low <= truth && truth <= found.High ? 1 : 0);
            }
        );
        return covered;
    }

    // Bootstrap intervals of small samples are too short, as their documentation says; the promise held here is the one that is made: about
    // 0.92 to 0.96 at 20 values.
    [Fact]
    public void A_percentile_interval_of_the_mean_covers_as_documented() =>
        Assert.InRange(
            Covered(20, random => Bootstrap.Percentile(Normal(random, 20), random, resamples: 999), 0),
            Bounds(Studies, 0.91).Fewest,
            Bounds(Studies, 0.96).Most
        );

    [Fact]
    public void A_bca_interval_of_the_mean_covers_as_documented() =>
        Assert.InRange(
            Covered(21, random => Bootstrap.Bca(Normal(random, 20), random, resamples: 999), 0),
            Bounds(Studies, 0.91).Fewest,
            Bounds(Studies, 0.96).Most
        );

    [Fact]
    public void An_interval_of_a_paired_difference_covers_as_documented() =>
        Assert.InRange(
            Covered(22, random => Bootstrap.PairedDifference(Normal(random, 20, 0.3), Normal(random, 20), random, resamples: 999), 0.3),
            Bounds(Studies, 0.91).Fewest,
            Bounds(Studies, 0.96).Most
        );

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void Wilsons_interval_of_a_share_covers_on_average_over_nearby_shares(double share)
    {
        // Coverage of a discrete interval jumps with the true share; its mean over nearby shares is what 95 % means (Brown, Cai and
        // DasGupta 2001).
        Assert.InRange(
            Covered(
                23 + (int)(10 * share),
                random =>
                {
                    var truth = Math.Clamp(share + (0.08 * (random.NextDouble() - 0.5)), 0.01, 0.99);
                    var found = WilsonInterval.Of(Enumerable.Range(0, 20).Count(_ => random.NextDouble() < truth), 20);
                    return new(share, found.Low <= truth && truth <= found.High ? share : 2, 2, 0.95);
                },
                share
            ),
            Bounds(Studies, 0.92).Fewest,
            Bounds(Studies, 0.975).Most
        );
    }

    [Fact]
    public void Power_is_what_it_says()
    {
        // 34 pairs decide an effect of 0.5 in 80 % of studies; the permutation test comes near the t test that the number is computed for.
        var pairs = Power.PairsNeeded(0.5);
        var found = Rejections(40, random => PermutationTest.PairedSignFlip(Normal(random, pairs, 0.5), random, draws: 999).PValue);
        Assert.InRange(found, Bounds(Studies, 0.77).Fewest, Bounds(Studies, 0.83).Most);
    }
}
