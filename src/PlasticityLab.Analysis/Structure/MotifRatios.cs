using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>Pair and triad counts over what independent connections, and independent pairs, would give (Song, Sjöström, Reigl, Nelson and
/// Chklovskii 2005).</summary>
/// <param name="NoLink">Unconnected pairs.</param>
/// <param name="OneWay">Pairs linked in one direction.</param>
/// <param name="Reciprocal">Pairs linked in both.</param>
/// <param name="ConnectionProbability">p = (OneWay + 2 Reciprocal)/(2 pairs) [1].</param>
/// <param name="NoLinkRatio">NoLink over (1−p)² pairs [1].</param>
/// <param name="OneWayRatio">OneWay over 2p(1−p) pairs [1].</param>
/// <param name="ReciprocalRatio">Reciprocal over p² pairs [1].</param>
/// <param name="ExpectedReciprocal">p² pairs.</param>
public sealed record MotifRatios(
    long NoLink,
    long OneWay,
    long Reciprocal,
    double ConnectionProbability,
    double NoLinkRatio,
    double OneWayRatio,
    double ReciprocalRatio,
    double ExpectedReciprocal
)
{
    /// <summary>Why a value is absent (NaN); empty when none is.</summary>
    public IReadOnlyList<string> Absent =>
        Absence.Of(
            ("connectionProbability", ConnectionProbability, "there is no pair of units"),
            ("noLinkRatio", NoLinkRatio, Why),
            ("oneWayRatio", OneWayRatio, Why),
            ("reciprocalRatio", ReciprocalRatio, Why)
        );

    private string Why =>
        double.IsNaN(ConnectionProbability) ? "there is no pair of units"
        : ConnectionProbability > 0 ? "every unit is linked to every other"
        : "there is no link";

    /// <summary>From counts of pairs; NaN where a ratio is 0 over 0.</summary>
    public static MotifRatios OfPairs(long noLink, long oneWay, long reciprocal)
    {
        if (Math.Min(noLink, Math.Min(oneWay, reciprocal)) < 0)
        {
            throw new UserError($"Counts of pairs must be 0 or above, but they are {noLink}, {oneWay} and {reciprocal}.");
        }

        double pairs = noLink + oneWay + reciprocal,
            p = (oneWay + (2.0 * reciprocal)) / (2 * pairs);
        return new(
            noLink,
            oneWay,
            reciprocal,
            p,
            noLink / (pairs * (1 - p) * (1 - p)),
            oneWay / (pairs * 2 * p * (1 - p)),
            reciprocal / (pairs * p * p),
            pairs * p * p
        );
    }

    /// <summary>From a weight matrix; a link is a weight with |w| above the threshold.</summary>
    public static MotifRatios Of(Matrix w, double threshold = 0)
    {
        var links = TriadCensus.Links(w, threshold);
        long none = 0,
            one = 0,
            both = 0;
        for (var a = 0; a < w.Rows; a++)
        {
            for (var b = a + 1; b < w.Rows; b++)
            {
                switch (links[a, b], links[b, a])
                {
                    case (true, true):
                        both++;
                        break;
                    case (false, false):
                        none++;
                        break;
                    default:
                        one++;
                        break;
                }
            }
        }

        return OfPairs(none, one, both);
    }

    /// <summary>Expected share of each triad class, in the order of <see cref="TriadCensus.Names"/>, when the three pairs are independent
    /// with these pair counts (direction of one-way pairs at random).</summary>
    public double[] ExpectedTriadShares()
    {
        double pairs = NoLink + OneWay + Reciprocal;
        double[] share = [NoLink / pairs, OneWay / pairs / 2, OneWay / pairs / 2, Reciprocal / pairs];
        var expected = new double[16];
        for (var bits = 0; bits < 64; bits++)
        {
            // Two bits for each pair: 0 none, 1 and 2 one way, 3 both.
            expected[TriadCensus.ClassOf[bits]] += share[bits & 3] * share[(bits >> 2) & 3] * share[(bits >> 4) & 3];
        }

        return expected;
    }

    /// <summary>Observed over expected count of each triad class; NaN where none is expected.</summary>
    public double[] TriadRatios(IReadOnlyList<long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Count != 16)
        {
            throw new UserError($"There are 16 classes of triads, but {counts.Count} counts were given.");
        }

        var expected = ExpectedTriadShares();
        double triads = counts.Sum();
        return [.. counts.Select((count, k) => expected[k] > 0 ? count / (expected[k] * triads) : double.NaN)];
    }
}
