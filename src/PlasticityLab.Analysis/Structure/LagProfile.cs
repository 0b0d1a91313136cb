using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>Mean weight against the distance in the sequence: c(k) = mean of W[i, j] over i − j = k. Lag k &gt; 0 leads from earlier to
/// later units; the diagonal is lag 0.</summary>
/// <param name="Lags">The lags, ascending.</param>
/// <param name="Mean">c(k), in the unit of the weights.</param>
/// <param name="Count">Pairs at each lag.</param>
/// <param name="StandardDeviation">Population standard deviation at each lag.</param>
/// <param name="ForwardBias">Σ_{k&gt;0}(c(k) − c(−k))/Σ_{k&gt;0}(|c(k)| + |c(−k)|) [1], −1 to 1; NaN when all those are 0. In the cyclic
/// profile −k means n − k and k stays below n/2: the lag n/2 of an even ring is its own opposite and counts for neither.</param>
/// <param name="RSquared">1 − ‖W − c(i−j)‖²/‖W − mean(W)‖² [1]: how much of W the place in the sequence explains; NaN for constant
/// W.</param>
public sealed record LagProfile(int[] Lags, double[] Mean, int[] Count, double[] StandardDeviation, double ForwardBias, double RSquared)
{
    /// <summary>Why a value is absent (NaN); empty when none is.</summary>
    public IReadOnlyList<string> Absent =>
        Absence.Of(
            ("forwardBias", ForwardBias, "the mean weight is 0 at every lag, or there are too few units for a lag"),
            ("rSquared", RSquared, "all weights are equal")
        );

    /// <summary>The profile of units that stand in a line, in the order of their indices.</summary>
    public static LagProfile Linear(Matrix w)
    {
        Weights.Check(w);
        return Of(w, -(w.Rows - 1), w.Rows - 1, static (i, j, n) => i - j);
    }

    /// <summary>The profile of units that stand in a ring: lags 0 .. n−1 mean (i − j) mod n.</summary>
    public static LagProfile Cyclic(Matrix w)
    {
        Weights.Check(w);
        return Of(w, 0, w.Rows - 1, static (i, j, n) => (i - j + n) % n);
    }

    /// <summary>The profile after the units are put into an order: order[k] is the unit at place k.</summary>
    public static LagProfile Linear(Matrix w, ReadOnlySpan<int> order) => Linear(Weights.Reorder(w, order));

    /// <summary>The mean weight at a lag; NaN when there is no such lag.</summary>
    public double At(int lag) => Array.IndexOf(Lags, lag) is var k and >= 0 ? Mean[k] : double.NaN;

    private static LagProfile Of(Matrix w, int first, int last, Func<int, int, int, int> lag)
    {
        int n = w.Rows,
            size = last - first + 1;
        var (mean, count, spread) = (new double[size], new int[size], new double[size]);
        double all = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                mean[lag(i, j, n) - first] += w[i, j];
                count[lag(i, j, n) - first]++;
                all += w[i, j];
            }
        }

        for (var k = 0; k < size; k++)
        {
            mean[k] /= count[k];
        }

        all /= (double)n * n;
        var unit = Rounding.Unit(Rounding.Scale(w.Values));
        double residual = 0,
            total = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var k = lag(i, j, n) - first;
                double d = (w[i, j] - mean[k]) * unit,
                    e = (w[i, j] - all) * unit;
                spread[k] += d * d;
                residual += d * d;
                total += e * e;
            }
        }

        for (var k = 0; k < size; k++)
        {
            spread[k] = Math.Sqrt(spread[k] / count[k]) / unit;
        }

        double forward = 0,
            magnitude = 0;
        // Linear: k against −k. Cyclic: k against n − k for k < n/2.
        for (var k = 1; first < 0 ? k <= last : 2 * k < n; k++)
        {
            var ahead = mean[k - first];
            var back = first < 0 ? mean[-k - first] : mean[n - k];
            forward += ahead - back;
            magnitude += Math.Abs(ahead) + Math.Abs(back);
        }

        return new(
            [.. Enumerable.Range(first, size)],
            mean,
            count,
            spread,
            magnitude > 0 ? forward / magnitude : double.NaN,
            Rounding.IsConstant(w.Values) ? double.NaN : 1 - (residual / total)
        );
    }
}
