using System.Numerics;

namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>Eigenvalues and eigenvectors of a real general matrix, sorted by descending real part.</summary>
public static class Eigen
{
    /// <summary>λ_k, by descending real part, then descending imaginary part.</summary>
    public static Complex[] Values(Matrix a) => Values(a, LinearAlgebraBackend.For(a));

    /// <summary>Eigenvalues and right eigenvectors.</summary>
    public static EigenDecomposition Decompose(Matrix a) => Decompose(a, LinearAlgebraBackend.For(a));

    /// <summary>max |λ|, the spectral radius.</summary>
    public static double SpectralRadius(Matrix a) => Values(a).Select(Complex.Abs).DefaultIfEmpty(0).Max();

    /// <summary>max Re λ, the spectral abscissa [1/time].</summary>
    public static double SpectralAbscissa(Matrix a) => Values(a)[0].Real;

    internal static Complex[] Values(Matrix a, ILinearAlgebra library)
    {
        Square(a);
        if (a.Rows == 2)
        {
            // Squares of huge or tiny entries would be no numbers.
            var (scale, unit) = (PowerOfTwo.Of(a), 1 / PowerOfTwo.Of(a));
            var pair = OfTwoByTwo(a[0, 0] * unit, a[0, 1] * unit, a[1, 0] * unit, a[1, 1] * unit);
            return [pair[0] * scale, pair[1] * scale];
        }

        if (a.Rows <= 1)
        {
            return [.. a.Values.Select(value => new Complex(value, 0))];
        }

        var (block, count) = IrreducibleBlocks.Of(a);
        Complex[] values =
            count > 1
                ? [.. Enumerable.Range(0, count).SelectMany(k => Values(IrreducibleBlocks.Part(a, block, k), library))]
                : library.EigenValues(a);
        Array.Sort(values, Compare);
        return values;
    }

    internal static EigenDecomposition Decompose(Matrix a, ILinearAlgebra library)
    {
        Square(a);
        if (a.Rows == 0)
        {
            return new([], []);
        }

        var (values, vectors) = library.EigenVectors(a);
        foreach (var vector in vectors)
        {
            var largest = vector.MaxBy(Complex.Abs);
            var factor = largest / Complex.Abs(largest) * Math.Sqrt(vector.Sum(x => (x.Real * x.Real) + (x.Imaginary * x.Imaginary)));
            for (var i = 0; i < vector.Length; i++)
            {
                vector[i] /= factor;
            }
        }

        var order = Enumerable.Range(0, values.Length).Order(Comparer<int>.Create((i, j) => Compare(values[i], values[j]))).ToArray();
        return new([.. order.Select(i => values[i])], [.. order.Select(i => vectors[i])]);
    }

    internal static void Square(Matrix a)
    {
        if (a.Rows != a.Columns || !a.IsFinite())
        {
            throw new UserError(
                a.Rows != a.Columns
                    ? $"An eigenvalue problem needs a square matrix, but it is {a.Rows} x {a.Columns}."
                    : "An eigenvalue problem needs finite entries, but the matrix holds NaN or infinity."
            );
        }
    }

    // (tr ± sqrt((a−d)² + 4bc)) / 2, the smaller root from the product so that it keeps its digits.
    private static Complex[] OfTwoByTwo(double a, double b, double c, double d)
    {
        var (half, center) = ((a - d) / 2, (a + d) / 2);
        var discriminant = (half * half) + (b * c);
        if (discriminant < 0)
        {
            var root = Math.Sqrt(-discriminant);
            return [new(center, root), new(center, -root)];
        }

        var far = center + (center >= 0 ? Math.Sqrt(discriminant) : -Math.Sqrt(discriminant));
        var near = far == 0 ? 0 : Math.FusedMultiplyAdd(a, d, -(b * c)) / far;
        return far >= near ? [far, near] : [near, far];
    }

    private static int Compare(Complex x, Complex y)
    {
        var real = y.Real.CompareTo(x.Real);
        return real != 0 ? real : y.Imaginary.CompareTo(x.Imaginary);
    }
}
