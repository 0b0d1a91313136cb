using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Reductions;

/// <summary>A rate network seen through its assemblies: one unit for each block of units, with averaged weights.</summary>
/// <param name="Network">The reduced network: W_AB = mean over i in A of Σ_{j in B} w_ij.</param>
/// <param name="Spread">|W − its block means| over |W|, both Frobenius norms within the chosen units: 0 when the reduction is exact
/// [1].</param>
/// <param name="Sentence">What the plane is and what the rest of the network does, to be printed with every figure of it.</param>
/// <remarks>Where all units of an assembly have the same rate and input, the full network's rates obey the reduced equations exactly if
/// every unit of A receives the same total weight from each B;
/// otherwise the reduction describes the mean and neglects the spread.</remarks>
public sealed record BlockReduction(RateNetwork Network, double Spread, string Sentence)
{
    /// <summary>Reduces to the given blocks; units in no block are held at fixed rates.</summary>
    /// <param name="network">The full network.</param>
    /// <param name="blocks">Units of each assembly, numbered from 0, without overlap.</param>
    /// <param name="heldRates">Rates of all units; only those in no block matter. Null: they are silent.</param>
    /// <exception cref="UserError">A block is empty, names an unknown unit or shares one.</exception>
    public static BlockReduction Of(RateNetwork network, IReadOnlyList<int[]> blocks, double[]? heldRates = null)
    {
        var n = network.Dimension;
        var owner = Enumerable.Repeat(-1, n).ToArray();
        var problems = new List<string>();
        for (var a = 0; a < blocks.Count; a++)
        {
            if (blocks[a].Length == 0)
            {
                problems.Add($"Assembly {a + 1} must have at least one unit.");
            }

            foreach (var i in blocks[a])
            {
                if (i < 0 || i >= n)
                {
                    problems.Add($"Assembly {a + 1} names unit {i + 1}, but the network has the units 1 ... {n}.");
                }
                else if (owner[i] >= 0)
                {
                    problems.Add($"Unit {i + 1} is in assembly {owner[i] + 1} and in assembly {a + 1}; assemblies must not overlap.");
                }
                else
                {
                    owner[i] = a;
                }
            }
        }

        UserError.ThrowIfAny(problems);
        var weights = Matrix.From(blocks.Count, blocks.Count, (a, b) => blocks[a].Average(i => blocks[b].Sum(j => network.Weights[i, j])));
        var held = Enumerable.Range(0, n).Where(i => owner[i] < 0).ToArray();
        var input = blocks
            .Select(block =>
                block.Average(i =>
                    network.Input(i) + (heldRates is null ? 0 : network.Gain * held.Sum(j => network.Weights[i, j] * heldRates[j]))
                )
            )
            .ToArray();
        double spread = 0,
            size = 0;
        for (var a = 0; a < blocks.Count; a++)
        {
            for (var b = 0; b < blocks.Count; b++)
            {
                foreach (var i in blocks[a])
                {
                    var sum = blocks[b].Sum(j => network.Weights[i, j]);
                    spread += Math.Pow(sum - weights[a, b], 2);
                    size += sum * sum;
                }
            }
        }

        var relative = size > 0 ? Math.Sqrt(spread / size) : 0;
        var rest =
            held.Length == 0 ? ""
            : heldRates is null ? $" Slice: the other {held.Length} units are silent."
            : $" Slice: the other {held.Length} units are held at stated rates.";
        var exact =
            relative < 1e-12
                ? "exact where the units of an assembly are equal"
                : $"total weights within blocks vary by {relative:P1}, which is neglected";
        return new(
            new RateNetwork(network.Transfer, weights, input, network.Gain, network.Parameter("tau")),
            relative,
            $"Reduction to {blocks.Count} assemblies with block-averaged weights ({exact}).{rest}"
        );
    }
}
