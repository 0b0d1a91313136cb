using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Sequence;

/// <summary>The learned weights at the level of assemblies. Measures of the whole W are dominated by the leftover random matrix and say
/// nothing here.</summary>
/// <param name="Blocks">B_kl = n_A × mean W_ij over i exclusive to item k and j exclusive to item l, i ≠ j; [post item, pre item]. NaN where
/// an item has no neuron of its own: all of its neurons belong to others too.</param>
/// <param name="LagProfile">L(d) = mean_k B_{k+d,k} for d = −(P−1) … P−1, at index d + P − 1, over the blocks that exist; NaN when none
/// does.</param>
public sealed record BlockStructure(Matrix Blocks, double[] LagProfile)
{
    /// <summary>P, number of items.</summary>
    public int Items => Blocks.Rows;

    /// <summary>L(d), the mean weight to the item d places later.</summary>
    public double L(int lag) => LagProfile[lag + Items - 1];

    /// <summary>(L(1) − L(−1))/(|L(1)| + |L(−1)| + |L(0)|): direction of flow in [−1, 1].</summary>
    public double Flow => Ratio(L(1) - L(-1), Math.Abs(L(1)) + Math.Abs(L(-1)) + Math.Abs(L(0)));

    /// <summary>‖(B − Bᵀ)/2‖²/‖B‖²: share of the antisymmetric part [1].</summary>
    public double Asymmetry
    {
        get
        {
            var part = Matrix.Combine(0.5, Blocks, -0.5, Blocks.Transpose()).FrobeniusNorm();
            var whole = Blocks.FrobeniusNorm();
            return Ratio(part * part, whole * whole);
        }
    }

    /// <summary>Σ|Im λ(B)|/Σ|λ(B)|: share of rotation in the spectrum [1]; NaN when a block does not exist.</summary>
    public double ComplexShare
    {
        get
        {
            if (!Blocks.IsFinite())
            {
                return double.NaN;
            }

            var values = Eigen.Values(Blocks);
            return Ratio(values.Sum(value => Math.Abs(value.Imaginary)), values.Sum(value => value.Magnitude));
        }
    }

    /// <summary>Measures the blocks of a weight matrix; items are taken in the learned order.</summary>
    /// <param name="weights">W[post, pre].</param>
    /// <param name="assemblies">Which neurons stand for which item.</param>
    /// <param name="unit">Synapses that share a weight of 1: n_A where weights are per synapse, 1 where they are per assembly.</param>
    public static BlockStructure Of(Matrix weights, Assemblies assemblies, double unit)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(assemblies);
        var p = assemblies.Count;
        var blocks = new Matrix(p, p);
        for (var k = 0; k < p; k++)
        {
            for (var l = 0; l < p; l++)
            {
                double sum = 0;
                var count = 0;
                foreach (var i in assemblies.Exclusive[k])
                {
                    foreach (var j in assemblies.Exclusive[l])
                    {
                        if (i != j)
                        {
                            sum += weights[i, j];
                            count++;
                        }
                    }
                }

                blocks[k, l] = count == 0 ? double.NaN : unit * sum / count;
            }
        }

        return new(blocks, Lags(blocks));
    }

    private static double[] Lags(Matrix blocks)
    {
        var p = blocks.Rows;
        var profile = new double[(2 * p) - 1];
        for (var lag = 1 - p; lag < p; lag++)
        {
            profile[lag + p - 1] = Enumerable
                .Range(0, p)
                .Where(k => k + lag >= 0 && k + lag < p)
                .Select(k => blocks[k + lag, k])
                .Where(block => !double.IsNaN(block))
                .DefaultIfEmpty(double.NaN)
                .Average();
        }

        return profile;
    }

    private static double Ratio(double part, double whole) =>
        double.IsNaN(whole) ? double.NaN
        : whole > 0 ? part / whole
        : 0;
}
