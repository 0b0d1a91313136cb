using PlasticityLab.Models.Neurons;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Spiking;

public class PoissonTableTests
{
    [Theory]
    [InlineData(0.001)]
    [InlineData(0.24)]
    [InlineData(0.3)]
    [InlineData(1.2)]
    [InlineData(3.99)]
    [InlineData(30)]
    public void The_sixteen_columns_hold_the_Poisson_distribution(double mean)
    {
        var table = new PoissonTable(mean);
        var share = new double[PoissonTable.Columns];
        for (var c = 0; c < PoissonTable.Columns; c++)
        {
            share[c] += table.Own[c] / PoissonTable.Columns;
            share[table.Other[c]] += (1 - table.Own[c]) / PoissonTable.Columns;
        }

        for (var outcome = 0; outcome < PoissonTable.More; outcome++)
        {
            var expected = table.Pairs
                ? Poisson(mean, table.First[outcome]) * Poisson(mean, table.Second[outcome])
                : Poisson(table.Mean, table.First[outcome]);
            Assert.Equal(expected, share[outcome], 1e-14);
        }

        Assert.Equal(mean < 0.35, table.Pairs);
        Assert.Equal(mean, table.Mean * table.Draws / (table.Pairs ? 2 : 1), 1e-12);
        Assert.Equal(1 - Enumerable.Range(0, table.Least).Sum(k => Poisson(table.Mean, k)), share[PoissonTable.More], 1e-14);
    }

    [Theory]
    [InlineData(0.24)]
    [InlineData(4)]
    public void A_total_of_more_follows_the_tail(double mean)
    {
        var table = new PoissonTable(mean);
        const int draws = 200000;
        var counts = new int[256];
        for (var k = 0; k < draws; k++)
        {
            counts[table.Total((k + 0.5) / draws)]++;
        }

        var tail = 1 - Enumerable.Range(0, table.Least).Sum(k => Poisson(table.Mean, k));
        Assert.All(
            Enumerable.Range(0, 40),
            k => Assert.Equal(k < table.Least ? 0 : Poisson(table.Mean, k) / tail, counts[k] / (double)draws, 1e-5)
        );
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(6)]
    public void Counts_of_neighbouring_steps_and_neurons_are_independent_Poisson_numbers(double mean)
    {
        const int neurons = 4096,
            steps = 60;
        var network = new SpikingNetworkBuilder(1e-3, 7);
        var p = network.Add("p", neurons, new DeltaLif { Threshold = 1e9, TauMembrane = 1e-9 });
        SpikingNetworkBuilder.Background(p, mean * 1000, 1);
        var simulation = network.Build();
        var seen = new int[steps][];
        for (var k = 0; k < steps; k++)
        {
            simulation.Run(1e-3);
            seen[k] = [.. Enumerable.Range(0, neurons).Select(n => (int)Math.Round(simulation.Potential(p, n)))];
        }

        var most = (int)(mean + (6 * Math.Sqrt(mean)) + 2);
        Fits(seen.SelectMany(x => x), most + 1, k => Poisson(mean, k));
        // Pairs (this step, next step) from even and from odd steps, and (neuron, next neuron).
        foreach (var parity in new[] { 0, 1 })
        {
            Fits(
                Enumerable
                    .Range(0, steps - 1)
                    .Where(k => k % 2 == parity)
                    .SelectMany(k => seen[k].Zip(seen[k + 1], (a, b) => (Math.Min(a, most) * (most + 1)) + Math.Min(b, most))),
                (most + 1) * (most + 1),
                z => Capped(z / (most + 1)) * Capped(z % (most + 1))
            );
        }

        Fits(
            seen.SelectMany(x =>
                Enumerable.Range(0, neurons / 2).Select(n => (Math.Min(x[2 * n], most) * (most + 1)) + Math.Min(x[(2 * n) + 1], most))
            ),
            (most + 1) * (most + 1),
            z => Capped(z / (most + 1)) * Capped(z % (most + 1))
        );

        double Capped(int k) => k < most ? Poisson(mean, k) : 1 - Enumerable.Range(0, most).Sum(j => Poisson(mean, j));
    }

    // Pearson's χ² over the cells with at least five expected; the bound is its mean and five standard deviations.
    private static void Fits(IEnumerable<int> values, int cells, Func<int, double> probability)
    {
        var counts = new double[cells];
        var total = 0;
        foreach (var value in values)
        {
            counts[Math.Min(value, cells - 1)]++;
            total++;
        }

        var (chi, degrees, rest, restExpected) = (0.0, 0, (double)total, (double)total);
        for (var k = 0; k < cells; k++)
        {
            var expected = probability(k) * total;
            if (expected >= 5)
            {
                chi += Math.Pow(counts[k] - expected, 2) / expected;
                (rest, restExpected) = (rest - counts[k], restExpected - expected);
                degrees++;
            }
        }

        if (restExpected >= 5)
        {
            chi += Math.Pow(rest - restExpected, 2) / restExpected;
            degrees++;
        }

        Assert.True(chi < degrees - 1 + (5 * Math.Sqrt(2.0 * degrees)), $"χ² = {chi:0.0} with {degrees - 1} degrees of freedom");
    }

    private static double Poisson(double mean, int k) => Enumerable.Range(1, k).Aggregate(Math.Exp(-mean), (p, j) => p * mean / j);
}
