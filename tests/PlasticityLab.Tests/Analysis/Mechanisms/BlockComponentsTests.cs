using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Analysis.Mechanisms;

/// <summary>Parts of a block matrix: what they are, that they sum to the whole, and the synapses that carry them (docs/theory/mechanisms.md).</summary>
public sealed class BlockComponentsTests
{
    private static readonly IReadOnlyList<BlockPart>[] Readings =
    [
        BlockComponents.ByLag,
        BlockComponents.ByDirection,
        BlockComponents.ByPlace,
    ];

    [Fact]
    public void Each_reading_sums_to_the_whole_in_orthogonal_parts()
    {
        var random = new RandomStreams(1).Open(StreamPurpose.Analysis, "blocks");
        for (var p = 1; p <= 9; p++)
        {
            var blocks = Matrix.From(p, p, (_, _) => random.NextGaussian());
            foreach (var reading in Readings)
            {
                Matrix[] parts = [.. reading.Select(part => BlockComponents.Of(part, blocks))];
                Near(blocks, parts.Aggregate((a, b) => Matrix.Combine(1, a, 1, b)));
                Assert.Equal(1, reading.Sum(part => BlockComponents.Share(part, blocks)), 1e-12);
                foreach (var (a, b) in parts.SelectMany((a, i) => parts.Skip(i + 1).Select(b => (a, b))))
                {
                    Assert.Equal(0, a.Values.Zip(b.Values, (x, y) => x * y).Sum(), 1e-10);
                }

                // Taking a part of a part changes nothing: they are projections.
                Assert.All(reading.Zip(parts), pair => Near(pair.Second, BlockComponents.Of(pair.First, pair.Second)));
            }

            Near(blocks, BlockComponents.Of(BlockPart.AllBlocks, blocks));
            Near(
                BlockComponents.Of(BlockPart.SelfAndLagPlusOne, blocks),
                Matrix.Combine(1, BlockComponents.Of(BlockPart.SelfWeights, blocks), 1, BlockComponents.Of(BlockPart.LagPlusOne, blocks))
            );
        }
    }

    [Fact]
    public void A_forward_chain_is_lag_plus_one_and_half_antisymmetric()
    {
        // Row receives: item k drives item k + 1.
        var chain = Matrix.From(5, 5, (k, l) => k == l + 1 ? 0.8 : 0);
        Near(chain, BlockComponents.Of(BlockPart.LagPlusOne, chain));
        Near(chain, BlockComponents.Of(BlockPart.LagMeans, chain));
        Assert.Equal(0, BlockComponents.Of(BlockPart.LagMinusOne, chain).FrobeniusNorm());
        Assert.Equal(0.5, BlockComponents.Share(BlockPart.Antisymmetric, chain), 1e-12);
    }

    [Fact]
    public void Self_weights_that_grow_are_symmetric_and_a_gradient()
    {
        var blocks = Matrix.From(6, 6, (k, l) => k == l ? 1 + (0.1 * k) : 0);
        Assert.Equal(0.1, BlockComponents.Slope(blocks, 0), 1e-12);
        Assert.Equal(0, BlockComponents.Of(BlockPart.Antisymmetric, blocks).FrobeniusNorm());
        Near(Matrix.From(6, 6, (k, l) => k == l ? 0.1 * (k - 2.5) : 0), BlockComponents.Of(BlockPart.Gradient, blocks));
        Assert.Equal(0, BlockComponents.Of(BlockPart.Unevenness, blocks).FrobeniusNorm(), 1e-12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Synapses_carry_exactly_the_blocks_they_are_made_of(bool overlapping)
    {
        var items = Assemblies.Draw(200, 5, 12, overlapping, new(3));
        var random = new RandomStreams(2).Open(StreamPurpose.Analysis, "weights");
        var blocks = Matrix.From(5, 5, (_, _) => random.NextGaussian());
        var synapses = BlockComponents.Synapses(blocks, items, 12);
        Near(blocks, BlockStructure.Of(synapses, items, 12).Blocks);
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(0, synapses[i, i]));
        // Taken away from a network, a part leaves its blocks without it, whatever else there is.
        var weights = Matrix.From(200, 200, (i, j) => i == j ? 0 : random.NextGaussian());
        var before = BlockStructure.Of(weights, items, 12).Blocks;
        var part = BlockComponents.Of(BlockPart.Antisymmetric, before);
        var after = BlockStructure.Of(Matrix.Combine(1, weights, -1, BlockComponents.Synapses(part, items, 12)), items, 12).Blocks;
        Near(BlockComponents.Of(BlockPart.Symmetric, before), after);
    }

    [Fact]
    public void A_block_that_does_not_exist_has_no_parts() =>
        Assert.Contains(
            "does not exist",
            Assert
                .Throws<UserError>(() => BlockComponents.Of(BlockPart.Symmetric, Matrix.From(2, 2, (k, _) => k == 0 ? double.NaN : 1)))
                .Message,
            StringComparison.Ordinal
        );

    private static void Near(Matrix expected, Matrix found) =>
        Assert.All(expected.Values.Zip(found.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
}
