namespace PlasticityLab.Cli.Benchmarks;

/// <summary>Timing that a busy machine disturbs least.</summary>
internal static class Stopwatches
{
    /// <summary>Waits until nothing is left to be compiled in the background: the optimising compiler works on a thread of its own, whose
    /// time is not the network's.</summary>
    public static void Settle()
    {
        for (var (quiet, tries) = (0, 0); quiet < 2 && tries < 60; tries++)
        {
            var before = Environment.CpuUsage.TotalTime;
            Thread.Sleep(110); // it begins 100 ms after the last method was first called
            quiet = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds < 2 ? quiet + 1 : 0;
        }
    }

    /// <summary>Median of values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
    }

    /// <summary>Median over 15 slices of the process's CPU time of one step [s].</summary>
    /// <param name="steps">Does a number of steps.</param>
    /// <param name="seconds">CPU time to spend.</param>
    public static double Cpu(Action<int> steps, double seconds) =>
        Median(Slices(steps, seconds, () => Environment.CpuUsage.TotalTime.TotalSeconds));

    /// <summary>Shortest of 15 slices of wall-clock time of one step [s], for work on several threads.</summary>
    public static double Wall(Action<int> steps, double seconds) =>
        Slices(steps, seconds, () => System.Diagnostics.Stopwatch.GetTimestamp() / (double)System.Diagnostics.Stopwatch.Frequency).Min();

    private static double[] Slices(Action<int> steps, double seconds, Func<double> clock)
    {
        var start = clock();
        steps(3);
        var one = Math.Max(1e-7, (clock() - start) / 3);
        var count = Math.Max(1, (int)(seconds / 15 / one));
        steps(Math.Max(1, count / 4));
        start = clock();
        steps(count);
        count = Math.Max(1, (int)(count * (seconds / 15) / Math.Max(1e-6, clock() - start)));
        var slices = new double[15];
        for (var k = 0; k < slices.Length; k++)
        {
            start = clock();
            steps(count);
            slices[k] = (clock() - start) / count;
        }

        return slices;
    }
}
