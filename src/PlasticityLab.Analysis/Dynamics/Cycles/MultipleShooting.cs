namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>What works on an orbit as a mesh of points, so that no piece of it is long enough for errors to grow.</summary>
internal static class MultipleShooting
{
    /// <summary>Points equally spaced in time on an orbit that is known at other such points: each is reached from the known one before
    /// it.</summary>
    public static double[][] Resample(IFlow flow, IReadOnlyList<double[]> mesh, double period, int count, CancellationToken cancellation)
    {
        var result = new double[count][];
        for (var k = 0; k < count; k++)
        {
            // Whole numbers decide which points coincide: k / count = at / mesh.Count.
            var (at, rest) = Math.DivRem((long)k * mesh.Count, count);
            // The last of the new points is nearer than the last known one when the new mesh is the finer.
            var fromNew = k > 0 && (k - 1) * (long)mesh.Count > at * (long)count;
            result[k] = (double[])(fromNew ? result[k - 1] : mesh[(int)at]).Clone();
            if (rest > 0)
            {
                flow.Advance(result[k], fromNew ? period / count : period * rest / ((double)count * mesh.Count), cancellation);
            }
        }

        return result;
    }
}
