using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Tests.Numerics;

public class EigenScaleTests
{
    [Theory]
    [InlineData(900, 5)]
    [InlineData(-900, 5)]
    [InlineData(1000, 2)]
    public void Eigenvalues_of_huge_and_of_tiny_matrices_are_those_of_the_same_matrix_times_a_power_of_two(int power, int n)
    {
        var matrix = Matrix.From(n, n, (i, j) => Math.Sin((7 * i) + (3 * j) + 1));
        var scaled = Matrix.From(n, n, (i, j) => Math.ScaleB(matrix[i, j], power));
        foreach (var (plain, far) in Eigen.Values(matrix).Zip(Eigen.Values(scaled)))
        {
            Assert.Equal(plain.Real, Math.ScaleB(far.Real, -power), 1e-12);
            Assert.Equal(plain.Imaginary, Math.ScaleB(far.Imaginary, -power), 1e-12);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    public void Eigenvalues_of_what_feeds_forward_are_its_diagonal_exactly_under_any_names(int n)
    {
        var order = new PlasticityLab.Numerics.Random.RandomStreams(3)
            .Open(PlasticityLab.Numerics.Random.StreamPurpose.Analysis)
            .Permutation(n);
        var lower = Matrix.From(
            n,
            n,
            (i, j) =>
                order[i] > order[j] ? 1
                : i == j ? 0.25 * (order[i] % 3)
                : 0
        );
        var found = Eigen.Values(lower).Select(value => value.Real).ToArray();
        Assert.Equal(Enumerable.Range(0, n).Select(k => 0.25 * (k % 3)).OrderDescending(), found);
        Assert.All(Eigen.Values(lower), value => Assert.Equal(0, value.Imaginary));
    }

    [Fact]
    public void Blocks_that_link_both_ways_keep_their_eigenvalues()
    {
        // A ring of three (cube roots of 1) feeds a pair (±2).
        var w = new Matrix(5, 5);
        (w[0, 3], w[3, 4], w[4, 0], w[1, 2], w[2, 1], w[1, 0]) = (1, 1, 1, 2, 2, 7);
        var values = Eigen.Values(w);
        Assert.Equal([2, 1, -0.5, -0.5, -2], values.Select(value => Math.Round(value.Real, 12)));
        Assert.Equal(Math.Sqrt(0.75), values[2].Imaginary, 1e-12);
        var (block, count) = IrreducibleBlocks.Of(w);
        Assert.Equal(2, count);
        Assert.True(block[0] == block[3] && block[3] == block[4] && block[1] == block[2] && block[0] != block[1]);
    }
}
