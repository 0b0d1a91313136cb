using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Mechanisms;

/// <summary>Exact parts of a block matrix, and the synapses that carry them.</summary>
public static class BlockComponents
{
    /// <summary>The four bands; they sum to the whole and share no block.</summary>
    public static IReadOnlyList<BlockPart> ByLag { get; } =
    [BlockPart.SelfWeights, BlockPart.LagPlusOne, BlockPart.LagMinusOne, BlockPart.LongLags];

    /// <summary>Symmetric and antisymmetric part; they sum to the whole and are orthogonal.</summary>
    public static IReadOnlyList<BlockPart> ByDirection { get; } = [BlockPart.Symmetric, BlockPart.Antisymmetric];

    /// <summary>Mean, line and rest of each diagonal; they sum to the whole and are orthogonal.</summary>
    public static IReadOnlyList<BlockPart> ByPlace { get; } = [BlockPart.LagMeans, BlockPart.Gradient, BlockPart.Unevenness];

    /// <summary>One part of a block matrix, of its size.</summary>
    /// <param name="part">Which.</param>
    /// <param name="blocks">B[post item, pre item], items in the order of the sequence, every block finite.</param>
    /// <exception cref="UserError">The matrix is not square or a block does not exist.</exception>
    public static Matrix Of(BlockPart part, Matrix blocks)
    {
        Check(blocks);
        Matrix Where(Func<int, bool> lag) => Matrix.From(blocks.Rows, blocks.Rows, (k, l) => lag(k - l) ? blocks[k, l] : 0);
        return part switch
        {
            BlockPart.SelfWeights => Where(lag => lag == 0),
            BlockPart.LagPlusOne => Where(lag => lag == 1),
            BlockPart.LagMinusOne => Where(lag => lag == -1),
            BlockPart.LongLags => Where(lag => Math.Abs(lag) > 1),
            BlockPart.SelfAndLagPlusOne => Where(lag => lag is 0 or 1),
            BlockPart.Symmetric => Matrix.Combine(0.5, blocks, 0.5, blocks.Transpose()),
            BlockPart.Antisymmetric => Matrix.Combine(0.5, blocks, -0.5, blocks.Transpose()),
            BlockPart.LagMeans => Along(blocks, (line, _) => line.Mean),
            BlockPart.Gradient => Along(blocks, (line, place) => line.Slope * (place - line.Middle)),
            BlockPart.Unevenness => Matrix.Combine(
                1,
                blocks,
                -1,
                Along(blocks, (line, place) => line.Mean + (line.Slope * (place - line.Middle)))
            ),
            _ => blocks.Copy(),
        };
    }

    /// <summary>The slope along a diagonal: how much the weight to the item <paramref name="lag"/> places later changes from one place of
    /// the sequence to the next [unit of B per item]; least squares, 0 on a diagonal of one block.</summary>
    /// <param name="blocks">B[post item, pre item].</param>
    /// <param name="lag">The diagonal.</param>
    public static double Slope(Matrix blocks, int lag)
    {
        Check(blocks);
        return Line(blocks, lag).Slope;
    }

    /// <summary>‖part‖²/‖B‖² (Frobenius): shares of one reading add up to 1; 0 of blocks that are all 0.</summary>
    /// <param name="part">Which part.</param>
    /// <param name="blocks">B[post item, pre item].</param>
    public static double Share(BlockPart part, Matrix blocks)
    {
        var (size, whole) = (Of(part, blocks).FrobeniusNorm(), blocks.FrobeniusNorm());
        return whole > 0 ? size * size / (whole * whole) : 0;
    }

    /// <summary>Synapses that carry a block matrix: W_ij = Σ_kl C_kl ξ_i^k ξ_j^l / unit, W_ii = 0, with ξ_i^k = 1 where neuron i belongs
    /// to item k. Neurons of one item alone have exactly the blocks C; those of several items have the sum, as products would write it.
    /// Linear in C, so parts that sum to the whole do so here.</summary>
    /// <param name="blocks">C[post item, pre item].</param>
    /// <param name="items">Which neurons stand for which item.</param>
    /// <param name="unit">Synapses that share a weight of 1.</param>
    /// <returns>W[post, pre], N x N.</returns>
    public static Matrix Synapses(Matrix blocks, Assemblies items, double unit)
    {
        ArgumentNullException.ThrowIfNull(items);
        Check(blocks);
        var weights = new Matrix(items.Units, items.Units);
        for (var k = 0; k < blocks.Rows; k++)
        {
            for (var l = 0; l < blocks.Rows; l++)
            {
                var weight = blocks[k, l] / unit;
                foreach (var i in items[k])
                {
                    foreach (var j in items[l])
                    {
                        weights[i, j] += i == j ? 0 : weight;
                    }
                }
            }
        }

        return weights;
    }

    private readonly record struct Diagonal(double Mean, double Slope, double Middle);

    // Of every block what the line of its diagonal says; the place is that of the sender.
    private static Matrix Along(Matrix blocks, Func<Diagonal, int, double> told)
    {
        var p = blocks.Rows;
        Diagonal[] lines = [.. Enumerable.Range(1 - p, (2 * p) - 1).Select(lag => Line(blocks, lag))];
        return Matrix.From(p, p, (k, l) => told(lines[k - l + p - 1], l));
    }

    private static Diagonal Line(Matrix blocks, int lag)
    {
        int[] places = [.. Enumerable.Range(0, blocks.Rows).Where(l => l + lag >= 0 && l + lag < blocks.Rows)];
        var (mean, middle) = (places.Average(l => blocks[l + lag, l]), places.Average());
        var spread = places.Sum(l => (l - middle) * (l - middle));
        return new(mean, spread > 0 ? places.Sum(l => (l - middle) * (blocks[l + lag, l] - mean)) / spread : 0, middle);
    }

    private static void Check(Matrix blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        if (blocks.Rows != blocks.Columns || !blocks.IsFinite())
        {
            throw new UserError(
                $"Parts are defined for a square block matrix of numbers, but this is {blocks.Rows} x {blocks.Columns}{(blocks.IsFinite() ? "" : " and a block of it does not exist")}."
            );
        }
    }
}
