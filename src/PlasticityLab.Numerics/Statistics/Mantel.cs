using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>Do two distance matrices over the same units go together (Mantel 1967)? "Do networks that differ in structure also differ in
/// function?"</summary>
public static class Mantel
{
    /// <summary>Pearson's r of the upper triangles; p over relabelings of the second matrix's units, all n! of them up to n = 8.</summary>
    /// <param name="first">Distances [unit, unit].</param>
    /// <param name="second">Distances of the same units.</param>
    /// <param name="random">Used above 8 units.</param>
    /// <param name="alternative">Which side; greater is the usual question.</param>
    /// <param name="draws">Random relabelings when not enumerated.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>NaN when a matrix is constant or there are fewer than 3 units.</returns>
    public static TestResult Test(
        Matrix first,
        Matrix second,
        RandomStream random,
        Alternative alternative = Alternative.Greater,
        int draws = LabelAssignments.Draws,
        CancellationToken cancellation = default
    )
    {
        Distances.Check(first);
        Distances.Check(second, first.Rows);
        var a = Standardised(Distances.UpperTriangle(first));
        var b = Square(Standardised(Distances.UpperTriangle(second)), first.Rows);
        return Test(a, b, first.Rows, random, alternative, draws, cancellation);
    }

    /// <summary>Partial Mantel test: the correlation of the two after a third matrix (as the difference in final performance) is regressed
    /// out of both (Smouse, Long and Sokal 1986).</summary>
    /// <inheritdoc cref="Test(Matrix, Matrix, RandomStream, Alternative, int, CancellationToken)"/>
    public static TestResult Partial(
        Matrix first,
        Matrix second,
        Matrix removed,
        RandomStream random,
        Alternative alternative = Alternative.Greater,
        int draws = LabelAssignments.Draws,
        CancellationToken cancellation = default
    )
    {
        Distances.Check(first);
        Distances.Check(second, first.Rows);
        Distances.Check(removed, first.Rows);
        var c = Standardised(Distances.UpperTriangle(removed));
        var a = Residual(Standardised(Distances.UpperTriangle(first)), c);
        var b = Square(Residual(Standardised(Distances.UpperTriangle(second)), c), first.Rows);
        return Test(a, b, first.Rows, random, alternative, draws, cancellation);
    }

    private static TestResult Test(
        double[] a,
        Matrix b,
        int n,
        RandomStream random,
        Alternative alternative,
        int draws,
        CancellationToken cancellation
    ) =>
        n < 3
            ? TestResult.None(double.NaN)
            : LabelAssignments.Test(
                Enumerable.Range(0, n).ToArray(),
                order =>
                {
                    double r = 0;
                    var k = 0;
                    for (var i = 0; i < n; i++)
                    {
                        for (var j = i + 1; j < n; j++)
                        {
                            r += a[k++] * b[order[i], order[j]];
                        }
                    }

                    return r;
                },
                random,
                alternative,
                draws,
                1e-12,
                cancellation
            );

    // Mean 0 and length 1, so that a correlation is one inner product; NaN for constant input.
    private static double[] Standardised(double[] values)
    {
        var mean = Sample.Mean(values);
        var norm = Math.Sqrt(Sample.SumOfSquares(values));
        return [.. values.Select(value => norm > 1e-14 * Math.Abs(mean) * Math.Sqrt(values.Length) ? (value - mean) / norm : double.NaN)];
    }

    private static double[] Residual(double[] values, double[] removed)
    {
        double slope = 0;
        for (var k = 0; k < values.Length; k++)
        {
            slope += values[k] * removed[k];
        }

        return Standardised([.. values.Select((value, k) => value - (slope * removed[k]))]);
    }

    private static Matrix Square(double[] upper, int n)
    {
        var result = new Matrix(n, n);
        var k = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
            {
                result[i, j] = result[j, i] = upper[k++];
            }
        }

        return result;
    }
}
