using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Rate;

/// <summary>Whether steps of learning can follow how a rule pulls a weight back.</summary>
/// <remarks>
/// One step is w ← w + dt (s f(w) − λ w) with s = ±1/n_A. Where f falls with the weight, as −η α r_i² w of Oja's rule does, a deviation from
/// the weight that the rule seeks is multiplied by 1 − dt (s k + λ), k = −∂f/∂w, in each step: above 1 it swings from side to side, above 2
/// the swings grow (the limit of forward Euler) until a bound stops them, and what comes out is the step's, not the rule's. k depends on
/// the signals; the largest over signals up to a given activity is taken, at the corners of their ranges.
/// </remarks>
public static class LearningStep
{
    /// <summary>Least dt (s k + λ) that forward Euler cannot follow [1].</summary>
    public const double Limit = 2;

    /// <summary>The largest dt (s k + λ) [1] that training can meet.</summary>
    /// <param name="network">The network.</param>
    /// <param name="learning">The rule and its constraints.</param>
    /// <param name="activity">Largest activity of a neuron [1]; left out, the largest that the transfer function gives. NaN where it gives
    /// any activity and none is named.</param>
    public static double Factor(RateNetwork network, LearningSpec learning, double? activity = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(learning);
        var largest = activity ?? Saturation(network);
        var bound = learning.WeightMax / network.AssemblySize;
        if (!double.IsFinite(largest) || !(bound > 0))
        {
            return double.NaN;
        }

        var pull = PlasticWeights.RuleOf(learning, bound).Accept(new Pull(largest, bound, learning.Sign));
        return network.TimeStep * ((Math.Max(0, pull) / network.AssemblySize) + learning.Decay);
    }

    /// <summary>A sentence when training can meet steps that forward Euler cannot follow; null when not, or when it cannot be known.</summary>
    public static string? Problem(RateNetwork network, LearningSpec learning) =>
        Factor(network, learning) is var factor && factor >= Limit
            ? $"a step of learning would take {factor:G3} times the way to the weight that the rule seeks, and from {Limit} on weights swing ever further instead of reaching it; make eta or decay at least {1.05 * factor / Limit:G3} times smaller, or take a smaller time_step."
            : null;

    private static double Saturation(RateNetwork network)
    {
        double high = network.Neuron.Rate(1e9),
            low = network.Neuron.Rate(-1e9),
            largest = Math.Max(Math.Abs(high), Math.Abs(low));
        return largest < 1e6 ? largest : double.NaN;
    }

    private sealed class Pull(double activity, double bound, double sign) : IRuleVisitor<double>
    {
        // The largest −∂(sign f)/∂w over signals and weights.
        public double Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            var traces = rule.Traces;
            var step = 1e-4 * bound;
            var largest = double.NegativeInfinity;
            foreach (var pre in Signals(traces.PreFast, traces.PreSlow))
            {
                foreach (var post in Signals(traces.PostFast, traces.PostSlow))
                {
                    for (var k = -2; k <= 2; k++)
                    {
                        var w = k * bound / 2;
                        largest = Math.Max(
                            largest,
                            -sign * (Change(rule, pre, post, w + step) - Change(rule, pre, post, w - step)) / (2 * step)
                        );
                    }
                }
            }

            return largest;
        }

        private static double Change<TRule>(TRule rule, in Signal pre, in Signal post, double w)
            where TRule : struct, ILearningRule<TRule> =>
            rule.DwDt(
                new Pre<Lane1>
                {
                    Rate = new(pre.Rate),
                    Spikes = new(pre.Rate),
                    Change = new(pre.Change),
                    Fast = new(pre.Fast),
                    Slow = new(pre.Slow),
                },
                new Post<Lane1>
                {
                    Rate = new(post.Rate),
                    Spikes = new(post.Rate),
                    Change = new(post.Change),
                    Fast = new(post.Fast),
                    Slow = new(post.Slow),
                },
                new Lane1(w)
            ).Value;

        private IEnumerable<Signal> Signals(Trace fast, Trace slow) =>
            from rate in new[] { 0, activity }
            from heads in new[] { 0, activity }
            from f in new[] { 0, Largest(fast) }.Distinct()
            from s in new[] { 0, Largest(slow) }.Distinct()
            select new Signal(rate, heads - rate, f, s);

        private double Largest(Trace trace) =>
            trace.Kind switch
            {
                TraceKind.Rate => activity,
                TraceKind.RateSquared => activity * activity,
                TraceKind.Spikes => trace.Tau * activity,
                _ => 0,
            };
    }

    private readonly record struct Signal(double Rate, double Change, double Fast, double Slow);
}
