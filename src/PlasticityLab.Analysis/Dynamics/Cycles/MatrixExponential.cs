using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>exp(A t) by scaling and squaring with a Taylor polynomial (Moler and Van Loan 2003, SIAM Review 45:3).</summary>
internal static class MatrixExponential
{
    public static Matrix Of(Matrix a, double t)
    {
        var n = a.Rows;
        double norm = 0;
        for (var i = 0; i < n; i++)
        {
            double sum = 0;
            foreach (var value in a.Row(i))
            {
                sum += Math.Abs(value);
            }

            norm = Math.Max(norm, sum * Math.Abs(t));
        }

        var squarings = norm > 0.5 ? (int)Math.Ceiling(Math.Log2(norm / 0.5)) : 0;
        var scale = t / Math.Pow(2, squarings);
        // Horner from the highest term: at norm 1/2 the 15th term is below 1e-17. exp − 1 is squared instead of exp, (1+e)² − 1 = 2e + e²,
        // which loses no small digits.
        var e = new Matrix(n, n);
        for (var k = 15; k >= 1; k--)
        {
            for (var i = 0; i < n; i++)
            {
                e[i, i] += 1;
            }

            e = a.Times(e);
            var f = scale / k;
            for (var i = 0; i < e.Values.Length; i++)
            {
                e.Values[i] *= f;
            }
        }

        for (var s = 0; s < squarings; s++)
        {
            e = Matrix.Combine(2, e, 1, e.Times(e));
        }

        for (var i = 0; i < n; i++)
        {
            e[i, i] += 1;
        }

        return e;
    }
}
