using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Studies.Memory;

/// <summary>Sequences found in a recording without labels: convolutive non-negative matrix factorisation with a penalty on factors that
/// tell the same story.</summary>
/// <remarks>X[n, t] ≈ Σ_k Σ_l W[n, k, l] H[k, t − l]; cost |X − X̂|² + λ Σ_{k≠k'} (Wᵀ⋆X) S Hᵀ with S_{tt'} = 1 for |t − t'| &lt; L, by
/// multiplicative updates. Mackevicius et al. 2019, eLife 8:e38471, eqs 5-8.</remarks>
public sealed class SequenceFactors
{
    private const double Tiny = 1e-10;
    private readonly double[][][] _w; // [lag][neuron][factor]
    private readonly double[][] _h; // [factor][time]

    /// <summary>Factorises a recording.</summary>
    /// <param name="recording">X[neuron, time], none below 0.</param>
    /// <param name="factors">K.</param>
    /// <param name="lags">L, length of a sequence [frames].</param>
    /// <param name="penalty">λ, relative to the mean of X.</param>
    /// <param name="iterations">Updates.</param>
    /// <param name="random">For the start.</param>
    /// <param name="cancellation">Stops.</param>
    public SequenceFactors(
        Matrix recording,
        int factors,
        int lags,
        double penalty,
        int iterations,
        RandomStream random,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(random);
        var (n, time) = (recording.Rows, recording.Columns);
        _w =
        [
            .. Enumerable
                .Range(0, lags)
                .Select(_ =>
                    Enumerable.Range(0, n).Select(_ => Enumerable.Range(0, factors).Select(_ => random.NextDouble()).ToArray()).ToArray()
                ),
        ];
        _h = [.. Enumerable.Range(0, factors).Select(_ => Enumerable.Range(0, time).Select(_ => random.NextDouble()).ToArray())];
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            UpdateH(recording, penalty);
            UpdateW(recording, penalty);
        }

        var rest = Matrix.Combine(1, recording, -1, Model(n, time));
        Explained =
            1 - (rest.FrobeniusNorm() * rest.FrobeniusNorm() / Math.Max(Tiny, recording.FrobeniusNorm() * recording.FrobeniusNorm()));
    }

    /// <summary>Power explained, 1 − |X − X̂|²/|X|².</summary>
    public double Explained { get; }

    /// <summary>Factors, strongest first.</summary>
    public int[] ByStrength() =>
        [.. Enumerable.Range(0, _h.Length).OrderByDescending(k => _h[k].Sum() * _w.Sum(lag => lag.Sum(row => row[k])))];

    /// <summary>When each neuron peaks within a factor [frames], −1 for neurons that reach less than a share of the strongest.</summary>
    public int[] PeakLags(int factor, double share = 0.15)
    {
        var n = _w[0].Length;
        var strongest = _w.Max(lag => lag.Max(row => row[factor]));
        return
        [
            .. Enumerable
                .Range(0, n)
                .Select(i =>
                    Enumerable.Range(0, _w.Length).MaxBy(l => _w[l][i][factor]) is var best && _w[best][i][factor] >= share * strongest
                        ? best
                        : -1
                ),
        ];
    }

    /// <summary>How well a factor fits a recording at each time, Σ_l Σ_n W[n, k, l] X[n, t + l].</summary>
    /// <param name="recording">X, the same neurons.</param>
    /// <param name="factor">k.</param>
    /// <param name="shifts">When given, each neuron's part of the factor is turned around by so many lags: what chance alignment
    /// gives.</param>
    public double[] Overlap(Matrix recording, int factor, int[]? shifts = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var result = new double[Math.Max(0, recording.Columns - _w.Length + 1)];
        for (var i = 0; i < recording.Rows; i++)
        {
            var row = recording.Row(i);
            for (var l = 0; l < _w.Length; l++)
            {
                var weight = _w[(l + (shifts?[i] ?? 0)) % _w.Length][i][factor];
                for (var t = 0; t < result.Length && weight > 0; t++)
                {
                    result[t] += weight * row[t + l];
                }
            }
        }

        return result;
    }

    /// <summary>Whether a factor is found in data it was not fitted to: skewness of its overlap with them, and the share of factors with
    /// shifted neurons that reach it.</summary>
    /// <remarks>A sequence that comes again gives few moments of large overlap, hence a skewed distribution. One is added to both counts.
    /// Mackevicius et al. 2019, eLife 8:e38471, methods.</remarks>
    public (double Skewness, double PValue) Significance(
        Matrix heldOut,
        int factor,
        RandomStream random,
        int draws = 500,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(random);
        var observed = Skewness(Overlap(heldOut, factor));
        var reached = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            reached +=
                Skewness(Overlap(heldOut, factor, [.. Enumerable.Range(0, heldOut.Rows).Select(_ => random.NextInt(_w.Length))]))
                >= observed
                    ? 1
                    : 0;
        }

        return (observed, double.IsNaN(observed) ? 1 : (1.0 + reached) / (draws + 1));
    }

    private static double Skewness(double[] values)
    {
        if (values.Length < 3)
        {
            return double.NaN;
        }

        var mean = values.Average();
        var (second, third) = (values.Average(x => (x - mean) * (x - mean)), values.Average(x => (x - mean) * (x - mean) * (x - mean)));
        return second > 0 ? third / Math.Pow(second, 1.5) : double.NaN;
    }

    private Matrix Model(int n, int time)
    {
        var model = new Matrix(n, time);
        for (var l = 0; l < _w.Length; l++)
        {
            for (var i = 0; i < n; i++)
            {
                var row = model.Row(i);
                for (var k = 0; k < _h.Length; k++)
                {
                    var (weight, h) = (_w[l][i][k], _h[k]);
                    for (var t = l; t < time && weight > 0; t++)
                    {
                        row[t] += weight * h[t - l];
                    }
                }
            }
        }

        return model;
    }

    /// <summary>(Wᵀ ⋆ X)[k, t] = Σ_l Σ_n W[n, k, l] X[n, t + l].</summary>
    private double[][] Project(Matrix x)
    {
        var result = _h.Select(h => new double[h.Length]).ToArray();
        for (var l = 0; l < _w.Length; l++)
        {
            for (var i = 0; i < x.Rows; i++)
            {
                var row = x.Row(i);
                for (var k = 0; k < _h.Length; k++)
                {
                    var weight = _w[l][i][k];
                    for (var t = 0; t + l < x.Columns && weight > 0; t++)
                    {
                        result[k][t] += weight * row[t + l];
                    }
                }
            }
        }

        return result;
    }

    /// <summary>Running sum over |t − t'| &lt; L.</summary>
    private double[] Smooth(double[] values)
    {
        var sums = new double[values.Length + 1];
        for (var t = 0; t < values.Length; t++)
        {
            sums[t + 1] = sums[t] + values[t];
        }

        return
        [
            .. Enumerable
                .Range(0, values.Length)
                .Select(t => sums[Math.Min(values.Length, t + _w.Length)] - sums[Math.Max(0, t - _w.Length + 1)]),
        ];
    }

    private void UpdateH(Matrix x, double penalty)
    {
        var (goal, have) = (Project(x), Project(Model(x.Rows, x.Columns)));
        var smooth = goal.Select(Smooth).ToArray();
        for (var k = 0; k < _h.Length; k++)
        {
            for (var t = 0; t < x.Columns; t++)
            {
                var cross = Enumerable.Range(0, _h.Length).Where(other => other != k).Sum(other => smooth[other][t]);
                _h[k][t] *= goal[k][t] / (have[k][t] + (penalty * cross) + Tiny);
            }

            // unit norm, so that the size is in W
            var norm = Math.Sqrt(_h[k].Sum(value => value * value)) + Tiny;
            for (var t = 0; t < x.Columns; t++)
            {
                _h[k][t] /= norm;
            }

            foreach (var row in _w.SelectMany(lag => lag))
            {
                row[k] *= norm;
            }
        }
    }

    private void UpdateW(Matrix x, double penalty)
    {
        var model = Model(x.Rows, x.Columns);
        var smooth = _h.Select(Smooth).ToArray();
        for (var l = 0; l < _w.Length; l++)
        {
            for (var i = 0; i < x.Rows; i++)
            {
                var row = x.Row(i);
                var have = model.Row(i);
                var (up, down, cross) = (new double[_h.Length], new double[_h.Length], new double[_h.Length]);
                for (var k = 0; k < _h.Length; k++)
                {
                    for (var t = l; t < x.Columns; t++)
                    {
                        up[k] += row[t] * _h[k][t - l];
                        down[k] += have[t] * _h[k][t - l];
                        cross[k] += row[t] * smooth[k][t - l];
                    }
                }

                for (var k = 0; k < _h.Length; k++)
                {
                    _w[l][i][k] *= up[k] / (down[k] + (penalty * (cross.Sum() - cross[k])) + Tiny);
                }
            }
        }
    }
}
