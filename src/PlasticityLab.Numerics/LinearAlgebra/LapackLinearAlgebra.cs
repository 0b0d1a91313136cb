using System.Numerics;

namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>Decompositions by the machine's LAPACK (dgeev, dsyevd, dgees, dgesdd). Anderson et al. 1999, LAPACK Users' Guide.</summary>
internal sealed unsafe class LapackLinearAlgebra : ILinearAlgebra
{
    private LapackLinearAlgebra(string description) => Description = description;

    public string Description { get; }

    public static LapackLinearAlgebra? TryOpen()
    {
        if (Lapack.Name is not { } name)
        {
            return null;
        }

        Lapack.UseOneThread();
        return new LapackLinearAlgebra(Lapack.Configuration() is { } configuration ? $"{name} ({configuration}), 1 thread" : name);
    }

    public Complex[] EigenValues(Matrix a) => General(a, false).Values;

    public (Complex[] Values, Complex[][] Vectors) EigenVectors(Matrix a) => General(a, true)!;

    public (double[] Values, Matrix Vectors) Symmetric(Matrix a)
    {
        var n = a.Rows;
        using AlignedArray copy = new(a.Values),
            w = new(n);
        byte vectors = (byte)'V',
            upper = (byte)'U';
        double size;
        int info,
            ask = -1,
            isize;
        Lapack.Dsyevd(&vectors, &upper, &n, copy.At, &n, w.At, &size, &ask, &isize, &ask, &info, 1, 1);
        int lwork = (int)size,
            liwork = isize;
        using var work = new AlignedArray(lwork);
        fixed (int* iwork = new int[liwork])
        {
            Lapack.Dsyevd(&vectors, &upper, &n, copy.At, &n, w.At, work.At, &lwork, iwork, &liwork, &info, 1, 1);
        }

        Check(info, "dsyevd");
        return (w.ToArray(), new Matrix(n, n, copy.ToArray()).Transpose());
    }

    public (Matrix T, Matrix Z) Schur(Matrix a)
    {
        var n = a.Rows;
        using AlignedArray t = new(a.Transpose().Values),
            z = new(n * n),
            wr = new(n),
            wi = new(n);
        byte vectors = (byte)'V',
            none = (byte)'N';
        double size;
        int info,
            ask = -1,
            sorted;
        Lapack.Dgees(&vectors, &none, null, &n, t.At, &n, &sorted, wr.At, wi.At, z.At, &n, &size, &ask, null, &info, 1, 1);
        var lwork = (int)size;
        using var work = new AlignedArray(lwork);
        Lapack.Dgees(&vectors, &none, null, &n, t.At, &n, &sorted, wr.At, wi.At, z.At, &n, work.At, &lwork, null, &info, 1, 1);
        Check(info, "dgees");
        return (new Matrix(n, n, t.ToArray()).Transpose(), new Matrix(n, n, z.ToArray()).Transpose());
    }

    public (Matrix U, double[] Values, Matrix Vt) Svd(Matrix a) => Gesdd(a, true)!;

    public double[] SingularValues(Matrix a) => Gesdd(a, false).Values;

    private static (Complex[] Values, Complex[][]? Vectors) General(Matrix a, bool wanted)
    {
        var n = a.Rows;
        using AlignedArray copy = new(a.Transpose().Values),
            wr = new(n),
            wi = new(n),
            v = new(wanted ? n * n : 1);
        byte none = (byte)'N',
            right = (byte)(wanted ? 'V' : 'N');
        double size;
        int info,
            ask = -1,
            one = 1;
        Lapack.Dgeev(&none, &right, &n, copy.At, &n, wr.At, wi.At, null, &one, v.At, &n, &size, &ask, &info, 1, 1);
        var lwork = (int)size;
        using var work = new AlignedArray(lwork);
        Lapack.Dgeev(&none, &right, &n, copy.At, &n, wr.At, wi.At, null, &one, v.At, &n, work.At, &lwork, &info, 1, 1);
        Check(info, "dgeev");
        var values = new Complex[n];
        for (var k = 0; k < n; k++)
        {
            values[k] = new Complex(wr.At[k], wi.At[k]);
        }

        return (values, wanted ? ComplexVectors(values, v.ToArray()) : null);
    }

    // dgeev stores a conjugate pair as two real columns: real part, imaginary part (of the member with positive imaginary part).
    internal static Complex[][] ComplexVectors(Complex[] values, double[] columns)
    {
        var n = values.Length;
        var vectors = new Complex[n][];
        for (var k = 0; k < n; k++)
        {
            vectors[k] = new Complex[n];
            if (values[k].Imaginary == 0)
            {
                for (var i = 0; i < n; i++)
                {
                    vectors[k][i] = columns[(k * n) + i];
                }
            }
            else
            {
                vectors[k + 1] = new Complex[n];
                for (var i = 0; i < n; i++)
                {
                    vectors[k][i] = new Complex(columns[(k * n) + i], columns[((k + 1) * n) + i]);
                    vectors[k + 1][i] = Complex.Conjugate(vectors[k][i]);
                }

                k++;
            }
        }

        return vectors;
    }

    private static (Matrix? U, double[] Values, Matrix? Vt) Gesdd(Matrix a, bool wanted)
    {
        int m = a.Rows,
            n = a.Columns,
            least = Math.Min(m, n),
            info,
            ask = -1;
        using AlignedArray copy = new(a.Transpose().Values),
            s = new(least),
            u = new(wanted ? m * m : 1),
            vt = new(wanted ? n * n : 1);
        var job = (byte)(wanted ? 'A' : 'N');
        int ldu = wanted ? m : 1,
            ldvt = wanted ? n : 1;
        double size;
        fixed (int* iwork = new int[8 * least])
        {
            Lapack.Dgesdd(&job, &m, &n, copy.At, &m, s.At, u.At, &ldu, vt.At, &ldvt, &size, &ask, iwork, &info, 1);
            var lwork = (int)size;
            using var work = new AlignedArray(lwork);
            Lapack.Dgesdd(&job, &m, &n, copy.At, &m, s.At, u.At, &ldu, vt.At, &ldvt, work.At, &lwork, iwork, &info, 1);
        }

        Check(info, "dgesdd");
        return wanted
            ? (new Matrix(m, m, u.ToArray()).Transpose(), s.ToArray(), new Matrix(n, n, vt.ToArray()).Transpose())
            : (null, s.ToArray(), null);
    }

    private static void Check(int info, string routine)
    {
        if (info != 0)
        {
            throw new ArithmeticException($"{routine} did not converge (info = {info}).");
        }
    }
}
