using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>One point of a rule's window.</summary>
/// <param name="Lag">Start of the receiver's pulse minus start of the sender's [s].</param>
/// <param name="Change">Change of the weight [weight unit].</param>
public readonly record struct WindowPoint(double Lag, double Change);

/// <summary>What a rule does with a pair of pulses: its learning window, computed from its formula.</summary>
/// <remarks>Both neurons make one rectangular pulse of height 1 and 5 ms; the formula is integrated at 0.25 ms with the weight held at 0.5,
/// from rest until the traces are gone. Signals of change follow the pulse with 10 ms.</remarks>
public static class RuleWindow
{
    private static readonly double[] Probes = [0.005, 0.010, 0.020, 0.040];

    /// <summary>The window at the given lags.</summary>
    /// <param name="rule">A rule whose formula does not read the membrane potential.</param>
    /// <param name="lags">Receiver's pulse after the sender's [s].</param>
    public static IReadOnlyList<WindowPoint> Of(ILearningRule rule, IEnumerable<double> lags)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Accept(new WindowOf([.. lags]));
    }

    /// <summary>The family of a rule by its window alone: temporal when it does something else for a lag than for the opposite lag, by
    /// more than a hundredth of its largest change; else correlational.</summary>
    public static RuleFamily Family(ILearningRule rule)
    {
        var window = Of(rule, [0, .. Probes, .. Probes.Select(lag => -lag)]);
        var largest = window.Max(point => Math.Abs(point.Change));
        var asymmetry = Enumerable.Range(1, Probes.Length).Max(k => Math.Abs(window[k].Change - window[k + Probes.Length].Change));
        return asymmetry > 0.01 * largest ? RuleFamily.Temporal : RuleFamily.Correlational;
    }

    private sealed class WindowOf(double[] lags) : IRuleVisitor<IReadOnlyList<WindowPoint>>
    {
        private const double Dt = 0.00025,
            Width = 0.005,
            TauChange = 0.010;

        public IReadOnlyList<WindowPoint> Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> => [.. lags.Select(lag => new WindowPoint(lag, Integrate(rule, lag)))];

        private static double Integrate<TRule>(TRule rule, double lag)
            where TRule : struct, ILearningRule<TRule>
        {
            var (sum, traces) = (0.0, new double[4]);
            var kinds = new[] { rule.Traces.PreFast, rule.Traces.PreSlow, rule.Traces.PostFast, rule.Traces.PostSlow };
            var (preBefore, postBefore) = (0.0, 0.0);
            for (var t = -0.1; t < 0.4; t += Dt)
            {
                var (pre, post) = (t >= 0 && t < Width ? 1.0 : 0, t >= lag && t < lag + Width ? 1.0 : 0);
                var (preChange, postChange) = (TauChange * (pre - preBefore) / Dt, TauChange * (post - postBefore) / Dt);
                var x = new Pre<Lane1>
                {
                    Rate = new(pre),
                    Spikes = new(pre),
                    Change = new(preChange),
                    Fast = new(traces[0]),
                    Slow = new(traces[1]),
                };
                var y = new Post<Lane1>
                {
                    Rate = new(post),
                    Spikes = new(post),
                    Change = new(postChange),
                    Fast = new(traces[2]),
                    Slow = new(traces[3]),
                };
                sum += Dt * rule.DwDt(in x, in y, new Lane1(0.5)).Value;
                for (var k = 0; k < 4; k++)
                {
                    var (r, tau) = (k < 2 ? pre : post, kinds[k].Tau);
                    traces[k] += kinds[k].Kind switch
                    {
                        TraceKind.None => 0,
                        TraceKind.Spikes or TraceKind.NearestSpike => Dt * (r - (traces[k] / tau)),
                        TraceKind.Rate => Dt * (r - traces[k]) / tau,
                        _ => Dt * ((r * r) - traces[k]) / tau,
                    };
                }

                (preBefore, postBefore) = (pre, post);
            }

            return sum;
        }
    }
}
