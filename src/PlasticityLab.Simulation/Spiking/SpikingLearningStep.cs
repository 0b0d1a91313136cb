using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Whether the steps that spikes make can follow how a rule pulls a weight back.</summary>
/// <remarks>
/// A spike changes a weight at once, w ← w + f(w), where f falls with the weight in rules that pull it back: −η c_d y w of multiplicative
/// STDP. A deviation from the weight that the rule seeks is multiplied by 1 − k, k = −f′: above 1 it swings to the other side, from 2 on
/// the swings grow until a bound stops them, as in forward Euler (<see cref="Rate.LearningStep"/>). k grows with the traces of spikes. It is
/// taken as the steepest secant over quarters of the range of weights: powers of w are infinitely steep at a bound, but the step that
/// they make there is small.
/// </remarks>
public static class SpikingLearningStep
{
    /// <summary>The largest k [1] of a spike on either side, or on both, with traces up to given values.</summary>
    /// <param name="plasticity">The rule and its bounds.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="largest">Largest values of the traces of spikes.</param>
    public static double Factor(Plasticity plasticity, double timeStep, LargestTraces largest)
    {
        ArgumentNullException.ThrowIfNull(plasticity);
        var (low, high) = (plasticity.WeightMin, plasticity.WeightMax);
        return high > low ? plasticity.Rule.Accept(new Pull(low, high, timeStep, largest)) : 0;
    }

    /// <summary>A sentence when the second spike of a pair already makes a step that is too long; null when not.</summary>
    public static string? Problem(Plasticity plasticity, double timeStep)
    {
        ArgumentNullException.ThrowIfNull(plasticity);
        var traces = plasticity.Rule.Traces;
        static double AfterOne(Trace trace) =>
            trace.Kind switch
            {
                TraceKind.Spikes or TraceKind.NearestSpike => 1,
                TraceKind.Rate => 1 / trace.Tau,
                _ => 0,
            };
        var pair = new LargestTraces(
            AfterOne(traces.PreFast),
            AfterOne(traces.PreSlow),
            AfterOne(traces.PostFast),
            AfterOne(traces.PostSlow)
        );
        return Factor(plasticity, timeStep, pair) is var factor && factor >= Rate.LearningStep.Limit
            ? $"one pair of spikes would take {factor:G3} times the way to the weight that the rule seeks, and from {Rate.LearningStep.Limit} on weights swing ever further instead of reaching it; make what the rule takes of a weight (eta, its depression) at least {1.05 * factor / Rate.LearningStep.Limit:G3} times smaller."
            : null;
    }

    /// <summary>What a network is told whose steps went so far.</summary>
    internal static string Sentence(double factor) =>
        $"Spikes changed weights by up to {factor:G3} times the way to the weight that the rule seeks; from {Rate.LearningStep.Limit} on weights swing ever further. Use a smaller eta or depression.";

    private sealed class Pull(double low, double high, double timeStep, LargestTraces largest) : IRuleVisitor<double>
    {
        private const int Parts = 4;

        public double Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            // A range without an end: rules that can be unstable there are linear in w, and any stretch tells.
            var from = double.IsFinite(low) ? low : Math.Min(0, high - 1);
            var part = (double.IsFinite(high) ? high - from : 1) / Parts;
            var weights = Enumerable.Range(0, Parts + 1).Select(k => from + (k * part)).ToArray();
            double steepest = 0;
            foreach (var (pre, post) in Events(TRule.Card.Clock == RuleClock.EveryStep))
            {
                var steps = weights.Select(w => timeStep * rule.DwDt(pre, post, new Lane1(w)).Value).ToArray();
                for (var k = 0; k < Parts; k++)
                {
                    steepest = Math.Max(steepest, (steps[k] - steps[k + 1]) / part);
                }
            }

            return steepest;
        }

        private IEnumerable<(Pre<Lane1> Pre, Post<Lane1> Post)> Events(bool everyStep) =>
            from sent in new[] { 0, 1 / timeStep }
            from fired in new[] { 0, 1 / timeStep }
            where everyStep || sent > 0 || fired > 0
            from preFast in new[] { 0, largest.PreFast }.Distinct()
            from preSlow in new[] { 0, largest.PreSlow }.Distinct()
            from postFast in new[] { 0, largest.PostFast }.Distinct()
            from postSlow in new[] { 0, largest.PostSlow }.Distinct()
            select (
                new Pre<Lane1>
                {
                    Rate = new(0),
                    Spikes = new(sent),
                    Change = new(0),
                    Fast = new(preFast),
                    Slow = new(preSlow),
                },
                new Post<Lane1>
                {
                    Rate = new(0),
                    Spikes = new(fired),
                    Change = new(0),
                    Fast = new(postFast),
                    Slow = new(postSlow),
                }
            );
    }
}

/// <summary>The largest values that the traces of spikes had, in the units of the traces; 0 for other traces.</summary>
/// <param name="PreFast">Of the senders' fast trace.</param>
/// <param name="PreSlow">Of the senders' slow trace.</param>
/// <param name="PostFast">Of the receivers' fast trace.</param>
/// <param name="PostSlow">Of the receivers' slow trace.</param>
public readonly record struct LargestTraces(double PreFast, double PreSlow, double PostFast, double PostSlow)
{
    /// <summary>The larger of each.</summary>
    public LargestTraces With(LargestTraces other) =>
        new(
            Math.Max(PreFast, other.PreFast),
            Math.Max(PreSlow, other.PreSlow),
            Math.Max(PostFast, other.PostFast),
            Math.Max(PostSlow, other.PostSlow)
        );
}
