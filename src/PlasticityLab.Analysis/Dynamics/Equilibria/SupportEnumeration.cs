using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>All equilibria of a threshold-linear network, exactly: for each set σ of active units the linear system (1 − gW_σσ) x_σ = I_σ
/// is solved and its signs are checked.</summary>
/// <remarks>Hahnloser, Seung and Slotine 2003, Neural Comput. 15:621; Curto, Geneson and Morrison 2019, Neural Comput. 31:94. 2ⁿ linear
/// systems, so n ≤ 20.</remarks>
internal static class SupportEnumeration
{
    public const int LargestSize = 20;

    public static (List<Equilibrium> Found, long Supports, bool Degenerate, int AtThreshold) Run(
        RateNetwork network,
        CancellationToken cancellation
    )
    {
        var n = network.Dimension;
        var (found, degenerate, atThreshold) = (new List<Equilibrium>(), false, 0);
        for (var set = 0L; set < 1L << n; set++)
        {
            if (set % 1024 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var support = Enumerable.Range(0, n).Where(i => (set >> i & 1) == 1).ToArray();
            var lu = new Lu(
                Matrix.From(
                    support.Length,
                    support.Length,
                    (a, b) => (a == b ? 1 : 0) - (network.Gain * network.Weights[support[a], support[b]])
                )
            );
            var active = support.Select(network.Input).ToArray();
            if (lu.IsSingular)
            {
                // A line of equilibria, or none when the input points out of the range of the singular matrix.
                degenerate |= MayBeSolved(network, support, active);
                continue;
            }

            lu.Solve(active);
            if (!Array.TrueForAll(active, value => value > 0))
            {
                continue;
            }

            var x = new double[n];
            for (var a = 0; a < support.Length; a++)
            {
                x[support[a]] = active[a];
            }

            if (Enumerable.Range(0, n).All(i => (set >> i & 1) == 1 || network.Drive(i, x) <= 0))
            {
                // A silent unit exactly at its threshold: the count stands, but the field has a kink there.
                atThreshold += Enumerable.Range(0, n).Any(i => (set >> i & 1) == 0 && network.Drive(i, x) == 0) ? 1 : 0;
                found.Add(EquilibriumAnalysis.Of(network, x) with { Support = support });
            }
        }

        return (found, 1L << n, degenerate, atThreshold);
    }

    // M x = b has a solution when b has no part along the left kernel of M; positive x that also keep the silent units below threshold are
    // not asked for: the answer only decides what is claimed.
    private static bool MayBeSolved(RateNetwork network, int[] support, double[] input)
    {
        var k = support.Length;
        var svd = Svd.Decompose(Matrix.From(k, k, (a, b) => (a == b ? 1 : 0) - (network.Gain * network.Weights[support[a], support[b]])));
        var scale = Math.Max(svd.Values[0], 1e-300);
        return Enumerable
            .Range(0, k)
            .Where(c => svd.Values[c] <= 1e-12 * scale || svd.Values[0] == 0)
            .All(c => Math.Abs(Enumerable.Range(0, k).Sum(i => svd.U[i, c] * input[i])) <= 1e-12 * Math.Max(1, input.Max(Math.Abs)));
    }
}
