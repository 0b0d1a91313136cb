using System.Runtime.CompilerServices;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>A rule that acts at spikes on given trains, synapse by synapse: the order of <see cref="PlasticSlice{T, TV, TS, TRule}"/> without
/// its vectors, for arrivals that do not precede.</summary>
internal static class GivenSpikes
{
    public static IEnumerable<Matrix> Weights(
        GivenActivity given,
        ILearningRule rule,
        Matrix initial,
        double dt,
        double low,
        double high
    ) => rule.Accept(new Walk(given, initial, dt, low, high));

    private sealed class Walk(GivenActivity given, Matrix initial, double dt, double low, double high) : IRuleVisitor<IEnumerable<Matrix>>
    {
        private static readonly Lane1 Zero = new(0);

        public IEnumerable<Matrix> Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            var (w, traces) = (initial.Copy(), rule.Traces);
            var (preFast, preSlow, postFast, postSlow) = (
                new SpikeTrace(traces.PreFast, w.Columns, dt),
                new SpikeTrace(traces.PreSlow, w.Columns, dt),
                new SpikeTrace(traces.PostFast, w.Rows, dt),
                new SpikeTrace(traces.PostSlow, w.Rows, dt)
            );
            for (var t = 0; t < given.Pre.Rows; t++)
            {
                for (var j = 0; j < w.Columns; j++)
                {
                    for (var i = 0; given.Pre[t, j] > 0 && i < w.Rows; i++)
                    {
                        w[i, j] = Next(rule, Pre(j, 1 / dt), Post(i, 0), w[i, j]);
                    }
                }

                for (var i = 0; i < w.Rows; i++)
                {
                    for (var j = 0; given.Post[t, i] > 0 && j < w.Columns; j++)
                    {
                        w[i, j] = Next(rule, Pre(j, 0), Post(i, 1 / dt), w[i, j]);
                    }
                }

                preFast.Step(given.Pre.Row(t));
                preSlow.Step(given.Pre.Row(t));
                postFast.Step(given.Post.Row(t));
                postSlow.Step(given.Post.Row(t));
                yield return w.Copy();
            }

            Pre<Lane1> Pre(int j, double spikes) =>
                new()
                {
                    Fast = preFast[j],
                    Slow = preSlow[j],
                    Spikes = new(spikes),
                    Rate = Zero,
                    Change = Zero,
                };

            Post<Lane1> Post(int i, double spikes) =>
                new()
                {
                    Fast = postFast[i],
                    Slow = postSlow[i],
                    Spikes = new(spikes),
                    Rate = Zero,
                    Change = Zero,
                };
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private double Next<TRule>(TRule rule, Pre<Lane1> pre, Post<Lane1> post, double w)
            where TRule : struct, ILearningRule<TRule>
        {
            var next = new Lane1(w) + (new Lane1(dt) * rule.DwDt(pre, post, new Lane1(w)));
            return Lane1.Min(new(high), Lane1.Max(new(low), next)).Value;
        }
    }

    // Holds its value before the spikes of the coming step.
    private sealed class SpikeTrace(Trace trace, int count, double dt)
    {
        private readonly double[] _x = new double[count];
        private readonly double _decay = trace.Kind == TraceKind.None ? 0 : Math.Exp(-dt / trace.Tau);
        private readonly double _jump = trace.Kind == TraceKind.Rate ? 1 / trace.Tau : 1;

        public Lane1 this[int n] => new(_x[n]);

        public void Step(ReadOnlySpan<double> spikes)
        {
            for (var n = 0; trace.Kind is TraceKind.Spikes or TraceKind.Rate or TraceKind.NearestSpike && n < _x.Length; n++)
            {
                _x[n] =
                    (
                        spikes[n] == 0 ? _x[n]
                        : trace.Kind == TraceKind.NearestSpike ? 1
                        : _x[n] + _jump
                    ) * _decay;
            }
        }
    }
}
