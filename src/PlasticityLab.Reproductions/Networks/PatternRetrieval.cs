using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Sparse;

namespace PlasticityLab.Reproductions.Networks;

/// <summary>A rate network with fixed sparse weights, let go from a given state and watched through its correlations with stored patterns:
/// τ dr/dt = −r + φ(W r).</summary>
internal static class PatternRetrieval
{
    /// <summary>Runs the network and reads out Pearson(g(ξ^μ), r(t)).</summary>
    /// <param name="weights">W[post, pre].</param>
    /// <param name="gain">φ.</param>
    /// <param name="initial">r(0), length N.</param>
    /// <param name="templates">g(ξ), [neuron, pattern].</param>
    /// <param name="tau">τ [s].</param>
    /// <param name="duration">Simulated time [s].</param>
    /// <param name="timeStep">Step of Euler's method and of the read-out [s].</param>
    /// <returns>Correlations, [time, pattern], the first row at t = 0.</returns>
    public static Matrix Correlations(
        SparseMatrix weights,
        Func<double, double> gain,
        double[] initial,
        Matrix templates,
        double tau,
        double duration,
        double timeStep,
        CancellationToken cancellation
    )
    {
        var steps = (int)Math.Round(duration / timeStep);
        var result = new Matrix(steps + 1, templates.Columns);
        var r = (double[])initial.Clone();
        var input = new double[r.Length];
        var centred = Standardised(templates);
        Read(centred, r, result.Row(0));
        for (var step = 1; step <= steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            weights.Multiply(r, input);
            for (var i = 0; i < r.Length; i++)
            {
                r[i] += timeStep / tau * (gain(input[i]) - r[i]);
            }

            Read(centred, r, result.Row(step));
        }

        return result;
    }

    /// <summary>Largest correlation of each pattern and when it is reached [s].</summary>
    public static (double Value, double Time)[] Peaks(Matrix correlations, double timeStep)
    {
        var peaks = new (double Value, double Time)[correlations.Columns];
        for (var mu = 0; mu < peaks.Length; mu++)
        {
            var best = Enumerable.Range(0, correlations.Rows).MaxBy(t => correlations[t, mu]);
            peaks[mu] = (correlations[best, mu], best * timeStep);
        }

        return peaks;
    }

    /// <summary>How many patterns of the first sequence are retrieved in order: each peaks after its predecessor, above chance, and is then
    /// more correlated than every pattern of the other sequences.</summary>
    /// <remarks>Neighbours in the same sequence are no rivals: activity that moves on carries them both, and at high load one may exceed
    /// the other by less than chance. A chance correlation has a
    /// standard deviation of 1/√N; five of them are not reached among all patterns and times.</remarks>
    public static int RetrievedInOrder(Matrix correlations, double timeStep, int length, int neurons)
    {
        var peaks = Peaks(correlations, timeStep);
        for (var mu = 1; mu < length; mu++)
        {
            var rivals = correlations.Row((int)Math.Round(peaks[mu].Time / timeStep))[length..];
            var bar = 5 / Math.Sqrt(neurons);
            foreach (var rival in rivals)
            {
                bar = Math.Max(bar, rival);
            }

            if (peaks[mu].Time <= peaks[mu - 1].Time || peaks[mu].Value <= bar)
            {
                return mu;
            }
        }

        return length;
    }

    /// <summary>Mean time between successive peaks, leaving out differences that are not positive or lie beyond two standard deviations,
    /// until none is left out any more [s].</summary>
    /// <remarks>After Gillett and Brunel 2024. The first and last steps differ from the rest because these patterns lack a neighbour; left
    /// out once, the slowest hide the next slowest, hence the repetition.</remarks>
    public static double StepTime(IReadOnlyList<double> peakTimes)
    {
        var steps = peakTimes.Zip(peakTimes.Skip(1), (a, b) => b - a).Where(x => x > 0).ToArray();
        while (true)
        {
            var mean = steps.Average();
            var limit = 2 * Math.Sqrt(steps.Average(x => (x - mean) * (x - mean)));
            var kept = steps.Where(x => Math.Abs(x - mean) <= limit + 1e-12).ToArray();
            if (kept.Length == steps.Length)
            {
                return mean;
            }

            steps = kept;
        }
    }

    // Columns with mean 0 and norm 1, so that a correlation is one dot product divided by the norm of the centred state.
    private static Matrix Standardised(Matrix templates)
    {
        var result = templates.Copy();
        for (var mu = 0; mu < result.Columns; mu++)
        {
            double mean = 0,
                square = 0;
            for (var i = 0; i < result.Rows; i++)
            {
                mean += result[i, mu] / result.Rows;
            }

            for (var i = 0; i < result.Rows; i++)
            {
                square += (result[i, mu] - mean) * (result[i, mu] - mean);
            }

            for (var i = 0; i < result.Rows; i++)
            {
                result[i, mu] = (result[i, mu] - mean) / Math.Sqrt(square);
            }
        }

        return result;
    }

    private static void Read(Matrix centred, double[] r, Span<double> correlations)
    {
        var mean = r.Average();
        double square = 0;
        for (var i = 0; i < r.Length; i++)
        {
            square += (r[i] - mean) * (r[i] - mean);
            var row = centred.Row(i);
            for (var mu = 0; mu < row.Length; mu++)
            {
                correlations[mu] += row[mu] * r[i];
            }
        }

        var norm = Math.Sqrt(square);
        for (var mu = 0; mu < correlations.Length; mu++)
        {
            correlations[mu] = norm > 0 ? correlations[mu] / norm : 0;
        }
    }
}
