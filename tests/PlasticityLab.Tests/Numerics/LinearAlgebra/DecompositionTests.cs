using System.Numerics;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Numerics.LinearAlgebra;

public class DecompositionTests
{
    public static TheoryData<string> Libraries => ["lapack", "managed"];

    private static ILinearAlgebra Library(string name)
    {
        if (name == "managed")
        {
            return new ManagedLinearAlgebra("managed");
        }

        var lapack = LapackLinearAlgebra.TryOpen();
        Assert.SkipUnless(lapack is not null, "This machine has no LAPACK.");
        return lapack!;
    }

    private static Matrix Random(int rows, int columns, int index = 0)
    {
        var stream = new RandomStreams(20).Open(StreamPurpose.Analysis, index);
        return Matrix.From(rows, columns, (_, _) => stream.NextGaussian());
    }

    private static double Distance(Matrix a, Matrix b) => Matrix.Combine(1, a, -1, b).FrobeniusNorm() / a.FrobeniusNorm();

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Many_equal_eigenvalues_are_found(string library)
    {
        // −1 plus low rank, as in the Jacobian of a network of low rank: n − 2 eigenvalues are −1.
        foreach (var n in new[] { 8, 24, 60 })
        {
            var (u, v) = (Random(n, 2, n), Random(2, n, n + 1));
            var a = Matrix.Combine(-1, Matrix.Identity(n), 0.3, u.Times(v));
            var values = Library(library).EigenValues(a);
            Assert.Equal(n - 2, values.Count(value => (value + 1).Magnitude < 1e-9));
            Assert.InRange(Distance(a, Recomposed(Library(library).Schur(a))), 0, 1e-12);
        }
    }

    // Where the runtime puts an array changes from call to call; kernels for older processors go by that.
    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_last_digits_do_not_depend_on_where_an_array_lies(string library)
    {
        var a = Random(60, 60);
        var symmetric = Matrix.Combine(0.5, a, 0.5, a.Transpose());
        double[] All()
        {
            var (l, b) = (Library(library), new Matrix(60, 60, [.. a.Values]));
            return
            [
                .. l.EigenVectors(b).Vectors.SelectMany(v => v).SelectMany(z => new[] { z.Real, z.Imaginary }),
                .. l.Symmetric(new(60, 60, [.. symmetric.Values])).Vectors.Values,
                .. l.Schur(b).Z.Values,
                .. l.Svd(b).U.Values,
            ];
        }

        var first = All();
        var between = new List<byte[]>();
        for (var round = 0; round < 20; round++)
        {
            between.Add(new byte[8 + (8 * (round % 3))]); // shifts what follows by 8 bytes now and then
            Assert.Equal(first, All());
        }
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1)]
    [InlineData(1e300)]
    public void Managed_code_knows_no_unit(double unit)
    {
        var plain = Random(9, 9);
        var a = Matrix.From(9, 9, (i, j) => plain[i, j] * unit);
        ILinearAlgebra managed = new ManagedLinearAlgebra("managed");
        Assert.All(
            managed.EigenValues(plain).Zip(managed.EigenValues(a)),
            z => Assert.True(Complex.Abs(z.First - (z.Second / unit)) < 1e-12)
        );
        Assert.All(managed.SingularValues(plain).Zip(managed.SingularValues(a)), z => Assert.Equal(z.First, z.Second / unit, 1e-12));
    }

    [Fact]
    public void Complex_pairs_have_equal_numbers_on_the_diagonal_of_the_Schur_form()
    {
        var (t, _) = new ManagedLinearAlgebra("managed").Schur(Random(30, 30));
        Assert.All(Enumerable.Range(0, 29).Where(i => t[i + 1, i] != 0), i => Assert.Equal(t[i, i], t[i + 1, i + 1]));
        Assert.All(Enumerable.Range(0, 29), i => Assert.True(Math.Abs(t[i, i + 1]) >= Math.Abs(t[i + 1, i])));
    }

    private static Matrix Recomposed((Matrix T, Matrix Z) schur) => schur.Z.Times(schur.T).Times(schur.Z.Transpose());

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_decomposition_of_full_matrices_has_a_residual_at_rounding(string library)
    {
        foreach (var n in new[] { 1, 2, 3, 4, 7, 30, 64 })
        {
            Assert.InRange(LinearAlgebraBackend.WorstResidual(Library(library), n), 0, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_Schur_form_is_quasi_triangular_and_orthogonal_for_random_matrices_of_all_sizes(string library)
    {
        for (var n = 1; n <= 40; n++)
        {
            var a = Random(n, n, n);
            var (t, z) = Schur.Decompose(a, Library(library));
            Assert.InRange(Distance(a, z.Times(t).Times(z.Transpose())), 0, 1e-12);
            Assert.InRange(Distance(Matrix.Identity(n), z.Times(z.Transpose())), 0, 1e-12);
            for (var i = 2; i < n; i++)
            {
                Assert.True(t[i, i - 1] == 0 || t[i - 1, i - 2] == 0, "two 2 x 2 blocks overlap");
                for (var j = 0; j < i - 1; j++)
                {
                    Assert.Equal(0, t[i, j]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Eigenvalues_come_by_descending_real_part_and_sum_to_the_trace(string library)
    {
        var a = Random(25, 25);
        var values = Eigen.Values(a, Library(library));
        Assert.Equal(values.Select(x => x.Real).OrderDescending(), values.Select(x => x.Real));
        Assert.Equal(Enumerable.Range(0, 25).Sum(i => a[i, i]), values.Sum(x => x.Real), 1e-10);
        Assert.All(values.Where(x => x.Imaginary != 0), x => Assert.Contains(values, y => Complex.Abs(y - Complex.Conjugate(x)) < 1e-12));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_cyclic_shift_has_the_roots_of_unity(string library)
    {
        const int n = 12;
        var values = Eigen.Values(Matrix.From(n, n, (i, j) => i == (j + 1) % n ? 1 : 0), Library(library));
        for (var k = 0; k < n; k++)
        {
            var root = Complex.FromPolarCoordinates(1, 2 * Math.PI * k / n);
            Assert.Contains(values, value => Complex.Abs(value - root) < 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_defective_matrix_is_decomposed_without_failure(string library)
    {
        var jordan = Matrix.From(
            6,
            6,
            (i, j) =>
                i == j ? 2
                : j == i + 1 ? 1
                : 0
        );
        var result = Eigen.Decompose(jordan, Library(library));
        Assert.All(result.Values, value => Assert.InRange(Complex.Abs(value - 2), 0, 1e-2));
        Assert.All(result.Vectors, vector => Assert.InRange(Complex.Abs(vector[0]), 0.99, 1.01));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Singular_values_of_a_rectangle_are_roots_of_the_eigenvalues_of_its_square(string library)
    {
        var a = Random(9, 5);
        var svd = Svd.Decompose(a, Library(library));
        var square = SymmetricEigen.Decompose(a.Transpose().Times(a), Library(library));
        for (var k = 0; k < 5; k++)
        {
            Assert.Equal(Math.Sqrt(square.Values[k]), svd.Values[k], 1e-12);
        }

        Assert.InRange(Distance(a, svd.U.Times(Matrix.From(9, 5, (i, j) => i < 5 ? svd.Values[i] * svd.Vt[i, j] : 0))), 0, 1e-13);
    }

    [Fact]
    public void Both_libraries_give_the_same_eigenvalues()
    {
        var a = Random(50, 50);
        var (x, y) = (Eigen.Values(a, Library("managed")), Eigen.Values(a, Library("lapack")));
        Assert.All(x, value => Assert.Contains(y, other => Complex.Abs(value - other) < 1e-11));
    }

    [Fact]
    public void Lu_solves_and_knows_the_determinant()
    {
        var a = Random(40, 40);
        var x = Random(40, 1).Values;
        Assert.All(Lu.Solve(a, a.Times(x)).Zip(x), pair => Assert.Equal(pair.Second, pair.First, 1e-10));
        var small = new Matrix(2, 2, [0, 3, 2, 1]);
        Assert.Equal(-6, new Lu(small).Determinant, 1e-14);
        Assert.True(new Lu(new Matrix(2, 2, [1, 2, 2, 4])).IsSingular);
        Assert.InRange(Distance(Matrix.Identity(40), a.Times(new Lu(a).Inverse())), 0, 1e-12);
    }

    [Fact]
    public void Qr_is_orthonormal_and_its_least_squares_residual_is_orthogonal_to_the_columns()
    {
        var a = Random(12, 5);
        var (q, r) = Qr.Decompose(a);
        Assert.InRange(Distance(a, q.Times(r)), 0, 1e-14);
        Assert.InRange(Distance(Matrix.Identity(5), q.Transpose().Times(q)), 0, 1e-14);
        Assert.All(Enumerable.Range(0, 5), k => Assert.True(r[k, k] > 0));
        var b = Random(12, 1, 3).Values;
        var residual = a.Times(Qr.LeastSquares(a, b)).Zip(b, (x, y) => x - y).ToArray();
        Assert.All(a.Transpose().Times(residual), value => Assert.Equal(0, value, 1e-12));
    }

    [Fact]
    public void A_matrix_with_a_hole_is_refused_with_a_sentence()
    {
        Assert.Contains("square", Assert.Throws<UserError>(() => Eigen.Values(new Matrix(2, 3))).Message);
        Assert.Contains("NaN", Assert.Throws<UserError>(() => Eigen.Values(new Matrix(1, 1, [double.NaN]))).Message);
    }
}
