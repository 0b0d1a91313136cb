using PlasticityLab.Analysis.Structure;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>Weights between assemblies: what is left of W when units of one assembly are alike. Networks with different patterns become
/// comparable, assembly by assembly.</summary>
/// <param name="Blocks">B[k, l] = size × mean of W[i, j] over i in k only, j in l only, i ≠ j; NaN where there is no such pair.</param>
/// <param name="Lags">L(d) = mean over k of B[k + d, k], lags −(P−1) .. P−1.</param>
/// <param name="Flow">(L(1) − L(−1))/(|L(1)| + |L(−1)| + |L(0)|) [1].</param>
public sealed record AssemblyBlocks(Matrix Blocks, LagProfile Lags, double Flow)
{
    /// <summary>Averages W over assemblies; units of several assemblies are left out.</summary>
    /// <param name="w">W[post, pre].</param>
    /// <param name="assemblies">Units of each assembly, in the order of the sequence.</param>
    public static AssemblyBlocks Of(Matrix w, IReadOnlyList<int[]> assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        Weights.Check(w);
        var owners = new int[w.Rows];
        foreach (var unit in assemblies.SelectMany(units => units))
        {
            if (unit < 0 || unit >= w.Rows)
            {
                throw new UserError($"Assemblies must name units 0 to {w.Rows - 1}, but one names {unit}.");
            }

            owners[unit]++;
        }

        var own = assemblies.Select(units => units.Where(i => owners[i] == 1).ToArray()).ToArray();
        var blocks = Matrix.From(
            own.Length,
            own.Length,
            (k, l) =>
            {
                var weights = (from i in own[k] from j in own[l] where i != j select w[i, j]).ToArray();
                return weights.Length == 0 ? double.NaN : assemblies[l].Length * weights.Average();
            }
        );
        if (!blocks.IsFinite())
        {
            throw new UserError("Every assembly needs at least two units of its own, but one has fewer.");
        }

        var lags = LagProfile.Linear(blocks);
        double ahead = lags.At(1),
            back = lags.At(-1),
            same = lags.At(0),
            total = Math.Abs(ahead) + Math.Abs(back) + Math.Abs(same);
        return new(blocks, lags, total > 0 ? (ahead - back) / total : double.NaN);
    }
}
