using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Tests.LearningRules;

/// <summary>Runs a rule on a given activity through the kernels, without a network.</summary>
internal static class RuleBench
{
    /// <summary>Smooth periodic activity in (0, 1) of n neurons: a few random harmonics.</summary>
    public static Func<double, double[]> Smooth(int n, int seed, double period = 1)
    {
        var stream = new RandomStreams((ulong)seed).Open(StreamPurpose.Analysis);
        var (a, b) = (new double[n, 4], new double[n, 4]);
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < 4; k++)
            {
                (a[i, k], b[i, k]) = (0.12 * stream.NextGaussian(), 0.12 * stream.NextGaussian());
            }
        }

        return t =>
            [
                .. Enumerable
                    .Range(0, n)
                    .Select(i =>
                        Math.Clamp(
                            0.5
                                + Enumerable
                                    .Range(0, 4)
                                    .Sum(k =>
                                        (a[i, k] * Math.Cos(2 * Math.PI * (k + 1) * t / period))
                                        + (b[i, k] * Math.Sin(2 * Math.PI * (k + 1) * t / period))
                                    ),
                            0.01,
                            0.99
                        )
                    ),
            ];
    }

    /// <summary>The weights after a run from the given start, plastic from <paramref name="from"/> to <paramref name="to"/> [s].</summary>
    public static PlasticMatrix<TScalar> Run<TScalar>(
        ILearningRule rule,
        Matrix start,
        Func<double, double[]> activity,
        double dt,
        double from,
        double to,
        PassKind kind,
        PlasticMatrixOptions? options = null
    )
        where TScalar : unmanaged, System.Numerics.IFloatingPointIeee754<TScalar>
    {
        var n = start.Rows;
        var w = PlasticMatrix.Create<TScalar>(rule, start, options, kind);
        var traces = rule.Traces;
        var all = new[] { traces.PreFast, traces.PreSlow, traces.PostFast, traces.PostSlow };
        var values = all.Select(_ => new double[n]).ToArray();
        var result = new double[n];
        var steps = (int)Math.Round(to / dt);
        var first = (int)Math.Round(from / dt);
        for (var step = 0; step < steps; step++)
        {
            var (r, later) = (activity(step * dt), activity((step + 1) * dt));
            var change = r.Select((x, i) => (later[i] - x) / dt * 0.01).ToArray();
            if (step >= first)
            {
                w.UpdateAndMultiply(
                    dt,
                    new()
                    {
                        Rate = r,
                        Spikes = r,
                        Change = change,
                        Fast = values[0],
                        Slow = values[1],
                    },
                    new()
                    {
                        Rate = r,
                        Spikes = r,
                        Change = change,
                        Fast = values[2],
                        Slow = values[3],
                        Voltage = change,
                    },
                    later,
                    result
                );
            }

            for (var k = 0; k < 4; k++)
            {
                for (var i = 0; i < n; i++)
                {
                    ref var x = ref values[k][i];
                    var (tau, middle) = (all[k].Tau, 0.5 * (r[i] + later[i]));
                    var target = all[k].Kind switch
                    {
                        TraceKind.None => 0,
                        TraceKind.Spikes or TraceKind.NearestSpike => middle * tau,
                        TraceKind.Rate => middle,
                        _ => middle * middle,
                    };
                    x = all[k].Kind == TraceKind.None ? 0 : target + ((x - target) * Math.Exp(-dt / tau));
                }
            }
        }

        return w;
    }

    public static Matrix Start(int n, int seed, double scale = 0.1)
    {
        var stream = new RandomStreams((ulong)seed).Open(StreamPurpose.InitialWeights);
        return Matrix.From(n, n, (_, _) => scale * stream.NextGaussian());
    }

    public static double Distance(Matrix a, Matrix b) => Matrix.Combine(1, a, -1, b).FrobeniusNorm();
}
