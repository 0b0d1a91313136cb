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
}
