using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>A closed orbit as a trigonometric polynomial: u' = T f(u) at an odd number of equispaced points of one period.</summary>
/// <remarks>Spectral collocation (Trefethen 2000, Spectral Methods in MATLAB, ch. 3). It shares nothing with shooting but the field, so the
/// difference of the two periods is an honest error.</remarks>
internal static class FourierCollocation
{
    internal sealed record Result(Matrix Samples, double Period, double Tail, bool Converged);

    /// <summary>Largest number of unknowns of the dense Newton system: 2100 unknowns take a few seconds.</summary>
    private const int MaxUnknowns = 2100;

    public static Result Refine(IVectorField field, IFlow flow, IReadOnlyList<double[]> mesh, double period, CancellationToken cancellation)
    {
        var n = field.Dimension;
        var most = Math.Max(9, (MaxUnknowns / n) | 1);
        var count = Math.Min(41, most);
        Matrix samples;
        var before = double.PositiveInfinity;
        while (true)
        {
            samples = Sample(flow, mesh, period, count, cancellation);
            // More modes until the last ones are rounding: either below 3e-15, or small and no longer falling.
            var tail = Tail(samples);
            if (tail < 3e-15 || (tail < 1e-13 && tail > 0.2 * before) || count >= most)
            {
                break;
            }

            before = tail;

            count = Math.Min(most, ((int)(count * 1.5)) | 1);
        }

        if (n * 9 > MaxUnknowns)
        {
            return new Result(samples, period, Tail(samples), false);
        }

        return Newton(field, samples, period, cancellation);
    }

    /// <summary>Equispaced points of one period.</summary>
    public static Matrix Sample(IFlow flow, IReadOnlyList<double[]> mesh, double period, int count, CancellationToken cancellation)
    {
        var points = MultipleShooting.Resample(flow, mesh, period, count, cancellation);
        return Matrix.From(count, points[0].Length, (k, i) => points[k][i]);
    }

    private static Result Newton(IVectorField field, Matrix start, double period, CancellationToken cancellation)
    {
        var (m, n) = (start.Rows, start.Columns);
        var u = start.Copy();
        var t = period;
        var f = new Matrix(m, n);
        var jacobian = new Matrix(n, n);
        var reference = new Matrix(m, n);
        for (var j = 0; j < m; j++)
        {
            field.Evaluate(u.Row(j), reference.Row(j));
        }

        // The start is an orbit of the shooting, right to many digits, so that one factorisation serves all rounds; a second one only where
        // they do not contract.
        var size = (m * n) + 1;
        Lu? lu = null;
        var (converged, last) = (false, double.PositiveInfinity);
        for (var round = 0; round < 6 && !converged; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var a = lu is null ? new Matrix(size, size) : null;
            var b = new double[size];
            for (var j = 0; j < m; j++)
            {
                field.Evaluate(u.Row(j), f.Row(j));
                field.Jacobian(u.Row(j), jacobian);
                for (var i = 0; i < n; i++)
                {
                    var row = (j * n) + i;
                    double derivative = 0;
                    for (var k = 0; k < m; k++)
                    {
                        if (k != j)
                        {
                            var d = Derivative(j - k, m);
                            derivative += d * u[k, i];
                            if (a is not null)
                            {
                                a[row, (k * n) + i] = d;
                            }
                        }
                    }

                    b[row] = (t * f[j, i]) - derivative;
                    for (var l = 0; l < n && a is not null; l++)
                    {
                        a[row, (j * n) + l] -= t * jacobian[i, l];
                    }

                    if (a is not null)
                    {
                        a[row, size - 1] = -f[j, i];
                        a[size - 1, row] = reference[j, i];
                    }
                }
            }

            lu ??= new Lu(a!);
            lu.Solve(b);
            if (lu.IsSingular || !Array.TrueForAll(b, double.IsFinite))
            {
                return new Result(u, t, Tail(u), false);
            }

            for (var k = 0; k < m * n; k++)
            {
                u.Values[k] += b[k];
            }

            t += b[^1];
            var moved = Linear.Norm(b.AsSpan(0, m * n)) / Math.Sqrt(m);
            converged = moved < 1e-12 && Math.Abs(b[^1]) < 1e-12 * t;
            lu = moved < 0.2 * last ? lu : null;
            last = moved;
        }

        return new Result(u, t, Tail(u), converged);
    }

    private static double Derivative(int offset, int m) => ((offset & 1) == 0 ? 1 : -1) * Math.PI / Math.Sin(Math.PI * offset / m);

    private static double Tail(Matrix samples)
    {
        double largest = 0,
            tail = 0;
        for (var i = 0; i < samples.Columns; i++)
        {
            var wave = new TrigonometricPolynomial(samples, i);
            for (var k = 1; k <= wave.Modes; k++)
            {
                var amplitude = wave.Amplitude(k);
                largest = Math.Max(largest, amplitude);
                if (k > wave.Modes - 3)
                {
                    tail = Math.Max(tail, amplitude);
                }
            }
        }

        return tail / Math.Max(largest, 1e-300);
    }
}
