namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>exp(A) by scaling and squaring with the diagonal Padé approximant of degree 13. Managed, about 15 n³ multiply-adds.</summary>
/// <remarks>Higham 2005, SIAM J. Matrix Anal. Appl. 26:1179, algorithm 2.3.</remarks>
public static class MatrixExponential
{
    private static readonly double[] B =
    [
        64764752532480000,
        32382376266240000,
        7771770303897600,
        1187353796428800,
        129060195264000,
        10559470521600,
        670442572800,
        33522128640,
        1323241920,
        40840800,
        960960,
        16380,
        182,
        1,
    ];

    /// <summary>exp(A).</summary>
    public static Matrix Of(Matrix a)
    {
        Eigen.Square(a);
        var n = a.Rows;
        double norm = 0;
        for (var i = 0; i < n; i++)
        {
            double sum = 0;
            foreach (var x in a.Row(i))
            {
                sum += Math.Abs(x);
            }

            norm = Math.Max(norm, sum);
        }

        var squarings = norm > 5.37 ? (int)Math.Ceiling(Math.Log2(norm / 5.37)) : 0;
        var x1 = Scaled(a, Math.ScaleB(1, -squarings));
        var x2 = x1.Times(x1);
        var x4 = x2.Times(x2);
        var x6 = x2.Times(x4);
        var odd = x6.Times(Sum(x6, B[13], x4, B[11], x2, B[9], 0));
        odd = x1.Times(Plus(odd, Sum(x6, B[7], x4, B[5], x2, B[3], B[1])));
        var even = Plus(x6.Times(Sum(x6, B[12], x4, B[10], x2, B[8], 0)), Sum(x6, B[6], x4, B[4], x2, B[2], B[0]));
        var result = new Lu(Matrix.Combine(1, even, -1, odd)).Solve(Plus(even, odd));
        for (var k = 0; k < squarings; k++)
        {
            result = result.Times(result);
        }

        return result;
    }

    private static Matrix Scaled(Matrix a, double factor) => new(a.Rows, a.Columns, [.. a.Values.Select(x => factor * x)]);

    private static Matrix Plus(Matrix a, Matrix b) => Matrix.Combine(1, a, 1, b);

    private static Matrix Sum(Matrix a, double fa, Matrix b, double fb, Matrix c, double fc, double diagonal) =>
        Matrix.From(a.Rows, a.Columns, (i, j) => (fa * a[i, j]) + (fb * b[i, j]) + (fc * c[i, j]) + (i == j ? diagonal : 0));
}
