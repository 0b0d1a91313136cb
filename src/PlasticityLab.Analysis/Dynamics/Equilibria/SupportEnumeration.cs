using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>All equilibria of a threshold-linear network, exactly: for each set σ of active units the linear system (1 − gW_σσ) x_σ = I_σ is solved and its signs are checked.</summary>
/// <remarks>Hahnloser, Seung and Slotine 2003, Neural Comput. 15:621; Curto, Geneson and Morrison 2019, Neural Comput. 31:94. 2ⁿ linear systems, so n ≤ 20.</remarks>
internal static class SupportEnumeration
{
    public const int LargestSize = 20;

    public static (List<Equilibrium> Found, long Supports, bool Degenerate) Run(RateNetwork network, CancellationToken cancellation)
    {
        var n = network.Dimension;
        var (found, degenerate) = (new List<Equilibrium>(), false);
        for (var set = 0L; set < 1L << n; set++)
        {
            if (set % 1024 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var support = Enumerable.Range(0, n).Where(i => (set >> i & 1) == 1).ToArray();
            var lu = new Lu(Matrix.From(support.Length, support.Length, (a, b) => (a == b ? 1 : 0) - (network.Gain * network.Weights[support[a], support[b]])));
            if (lu.IsSingular)
            {
                // A line of equilibria, or none, on this support.
                degenerate = true;
                continue;
            }

            var active = support.Select(network.Input).ToArray();
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
                degenerate |= Enumerable.Range(0, n).Any(i => (set >> i & 1) == 0 && network.Drive(i, x) == 0);
                found.Add(EquilibriumAnalysis.Of(network, x) with { Support = support });
            }
        }

        return (found, 1L << n, degenerate);
    }
}
