using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Analysis.Structure;

/// <summary>Triad counts against the uniform distribution over all simple directed graphs with the same in- and out-degrees.</summary>
/// <remarks>
/// The Markov chain swaps the targets of two links and reverses directed 3-cycles. Swaps alone do not reach all graphs (a 3-cycle alone is
/// a fixed point of them); together the two moves do
/// (Rao, Jana and Bandyopadhyay 1996; Roberts and Coolen 2012). Both proposals are symmetric and a refused move counts as a step in place,
/// so the stationary law is uniform.
/// Comparing to undirected or sign-blind rewiring, a common slip, changes the answer.
/// </remarks>
public static class TriadNull
{
    /// <summary>Graphs up to this many are enumerated.</summary>
    public const int EnumerateUpTo = 200_000;

    /// <summary>The census and its null. Enumerates when there are at most <paramref name="enumerateUpTo"/> graphs with these degrees, else
    /// samples.</summary>
    /// <param name="links">links[m, n] = m → n; the diagonal is not looked at.</param>
    /// <param name="random">Source of moves.</param>
    /// <param name="samples">Graphs sampled when not enumerated.</param>
    /// <param name="enumerateUpTo">0 forces the chain.</param>
    /// <param name="cancellation">Ends the walk.</param>
    public static TriadSignificance Test(
        bool[,] links,
        RandomStream random,
        int samples = 2000,
        int enumerateUpTo = EnumerateUpTo,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(links);
        UserError.ThrowIfAny(Require.All(Require.AtLeast(samples, 1)));
        var n = links.GetLength(0);
        var graph = TriadCensus.Flat(links);
        var tally = new TriadTally(TriadCensus.Count(graph, n));
        if (n <= 12 && enumerateUpTo > 0 && new GraphEnumeration(graph, n, enumerateUpTo, tally, cancellation).Run())
        {
            return tally.Result(true);
        }

        tally = new TriadTally(TriadCensus.Count(graph, n));
        var chain = new EdgeSwapChain(graph, n, random);
        // Between samples every link has been proposed about five times; ten such sweeps are burnt.
        var sweep = Math.Max(20, 5 * chain.Links);
        chain.Walk(10 * sweep);
        for (var k = 0; k < samples; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            chain.Walk(sweep);
            tally.Add(TriadCensus.Count(chain.Graph, n));
        }

        return tally.Result(false);
    }
}
