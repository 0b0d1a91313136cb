using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>A closed orbit as polynomials on the intervals of a mesh: u(t) = u_j + h ∫ of the interpolant of its slopes at Gauss
/// nodes.</summary>
/// <param name="Rule">The nodes.</param>
/// <param name="Mesh">0 = s_0 &lt; ... &lt; s_N = 1, in periods.</param>
/// <param name="Points">u at s_0 ... s_{N−1}.</param>
/// <param name="Stages">u at the nodes, [interval][stage].</param>
/// <param name="Slopes">f there.</param>
/// <param name="Period">T [time].</param>
internal sealed record CollocatedOrbit(
    GaussRule Rule,
    double[] Mesh,
    double[][] Points,
    double[][][] Stages,
    double[][][] Slopes,
    double Period
)
{
    public int Intervals => Points.Length;

    /// <summary>u at a phase in [0, 1).</summary>
    public double[] At(double phase)
    {
        var j = Array.BinarySearch(Mesh, phase);
        j = Math.Clamp(j >= 0 ? j : ~j - 1, 0, Intervals - 1);
        return At(j, (phase - Mesh[j]) / (Mesh[j + 1] - Mesh[j]));
    }

    /// <summary>u at a share of an interval.</summary>
    public double[] At(int j, double theta)
    {
        var x = (double[])Points[j].Clone();
        var h = (Mesh[j + 1] - Mesh[j]) * Period;
        for (var k = 0; k < Rule.Stages; k++)
        {
            var weight = h * Rule.Integral(k, theta);
            for (var i = 0; i < x.Length; i++)
            {
                x[i] += weight * Slopes[j][k][i];
            }
        }

        return x;
    }

    /// <summary>For each interval the last Legendre mode of the orbit over the excursion of the coordinate, the largest among the
    /// coordinates: how well the mesh resolves it [1].</summary>
    public double[] Tails()
    {
        var n = Points[0].Length;
        var excursion = new double[n];
        for (var i = 0; i < n; i++)
        {
            excursion[i] = Math.Max(Points.Max(x => x[i]) - Points.Min(x => x[i]), 1e-300);
        }

        return
        [
            .. Enumerable
                .Range(0, Intervals)
                .Select(j =>
                {
                    var h = (Mesh[j + 1] - Mesh[j]) * Period;
                    double largest = 0;
                    for (var i = 0; i < n; i++)
                    {
                        double last = 0;
                        for (var k = 0; k < Rule.Stages; k++)
                        {
                            last += Rule.Last[k] * Slopes[j][k][i];
                        }

                        largest = Math.Max(largest, Math.Abs(h * last) / excursion[i] / (2 * Rule.Stages));
                    }

                    return largest;
                }),
        ];
    }

    /// <summary>∫ over one period of a function of the state, times T.</summary>
    public double Integral(Func<double[], double> function)
    {
        double sum = 0;
        for (var j = 0; j < Intervals; j++)
        {
            for (var k = 0; k < Rule.Stages; k++)
            {
                sum += (Mesh[j + 1] - Mesh[j]) * Rule.Weights[k] * function(Stages[j][k]);
            }
        }

        return sum * Period;
    }

    /// <summary>Largest and smallest value of a coordinate with their times.</summary>
    public CycleExtremum Extremum(int coordinate)
    {
        var best = new CycleExtremum(double.NegativeInfinity, 0, double.PositiveInfinity, 0);
        var parts = 2 * Rule.Stages;
        for (var j = 0; j < Intervals; j++)
        {
            for (var p = 0; p < parts; p++)
            {
                var (a, b) = ((double)p / parts, (p + 1.0) / parts);
                best = Noted(best, j, a, coordinate);
                var (low, high) = (Slope(j, a, coordinate), Slope(j, b, coordinate));
                if (low * high >= 0)
                {
                    continue;
                }

                // Between two slopes of opposite sign lies a turning point.
                for (var round = 0; round < 60; round++)
                {
                    var middle = 0.5 * (a + b);
                    (a, b) = Slope(j, middle, coordinate) * low > 0 ? (middle, b) : (a, middle);
                }

                best = Noted(best, j, 0.5 * (a + b), coordinate);
            }
        }

        return best;
    }

    /// <summary>Equally spaced in time, [sample, coordinate].</summary>
    public Matrix Samples(int count)
    {
        var samples = new Matrix(count, Points[0].Length);
        for (var k = 0; k < count; k++)
        {
            At((double)k / count).CopyTo(samples.Row(k));
        }

        return samples;
    }

    private double Slope(int j, double theta, int coordinate)
    {
        double sum = 0;
        for (var k = 0; k < Rule.Stages; k++)
        {
            sum += Rule.Value(k, theta) * Slopes[j][k][coordinate];
        }

        return sum;
    }

    private CycleExtremum Noted(CycleExtremum best, int j, double theta, int coordinate)
    {
        var value = At(j, theta)[coordinate];
        var time = (Mesh[j] + (theta * (Mesh[j + 1] - Mesh[j]))) * Period;
        best = value > best.Max ? best with { Max = value, TimeOfMax = time } : best;
        return value < best.Min ? best with { Min = value, TimeOfMin = time } : best;
    }
}
