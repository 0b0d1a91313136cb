using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Sparse;

namespace PlasticityLab.Tests.Simulation.Sparse;

public class SparseMatrixTests
{
    private static RandomStream Stream(int index = 0) => new RandomStreams(5).Open(StreamPurpose.Analysis, index);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(37, 53)]
    [InlineData(64, 9)]
    public void A_sparse_product_equals_the_dense_one(int rows, int columns)
    {
        var sparse = SparseMatrix.Random(rows, columns, 0.3, Stream(), withDiagonal: true);
        Stream(1).FillGaussian(sparse.Values);
        var x = new double[columns];
        Stream(2).FillGaussian(x);
        var y = new double[rows];
        sparse.Multiply(x, y);
        var expected = sparse.ToDense().Times(x);
        Assert.All(Enumerable.Range(0, rows), i => Assert.Equal(expected[i], y[i], 1e-13));
    }

    [Fact]
    public void A_dense_matrix_survives_the_way_there_and_back()
    {
        var dense = Matrix.From(5, 7, (i, j) => (i + j) % 3 == 0 ? 0 : i - j);
        Assert.Equal(dense.Values, SparseMatrix.FromDense(dense).ToDense().Values);
    }

    [Fact]
    public void Random_connections_have_the_asked_density_and_no_self_connection()
    {
        var sparse = SparseMatrix.Random(1000, 1000, 0.02, Stream());
        Assert.InRange(sparse.Count / 999_000.0, 0.0195, 0.0205);
        for (var i = 0; i < sparse.Rows; i++)
        {
            var row = sparse.ColumnIndices[sparse.RowStarts[i]..sparse.RowStarts[i + 1]].ToArray();
            Assert.DoesNotContain(i, row);
            Assert.Equal(row.Distinct().Order(), row);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 20)]
    public void The_extreme_probabilities_give_no_and_every_synapse(double probability, int perRow) =>
        Assert.Equal(21 * perRow, SparseMatrix.Random(21, 21, probability, Stream()).Count);

    [Fact]
    public void Outer_products_are_added_only_where_a_synapse_exists()
    {
        var sparse = SparseMatrix.Random(30, 40, 0.2, Stream(), withDiagonal: true);
        var (p, q) = (Matrix.From(30, 7, (i, k) => Math.Sin(i + (3 * k))), Matrix.From(40, 7, (j, k) => Math.Cos((2 * j) - k)));
        sparse.AddOuterProducts(0.5, p, q);
        sparse.AddOuterProducts(-0.25, p, q);
        sparse.Scale(2);
        var full = p.Times(q.Transpose());
        for (var i = 0; i < 30; i++)
        {
            for (var k = sparse.RowStarts[i]; k < sparse.RowStarts[i + 1]; k++)
            {
                Assert.Equal(0.5 * full[i, sparse.ColumnIndices[k]], sparse.Values[k], 1e-13);
            }
        }
    }

    [Fact]
    public void A_vector_of_the_wrong_length_is_refused_with_both_lengths() =>
        Assert.Contains(
            "4 numbers to 3, but 3 and 3",
            Assert.Throws<ArgumentException>(() => SparseMatrix.FromDense(new Matrix(3, 4)).Multiply(new double[3], new double[3])).Message
        );

    [Fact]
    public void A_probability_above_1_is_refused() =>
        Assert.Contains("probability must lie in [0, 1]", Assert.Throws<UserError>(() => SparseMatrix.Random(3, 3, 1.5, Stream())).Message);
}
