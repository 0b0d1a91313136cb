using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.KWinners;

/// <summary>What a learning rule does to one synapse when the network hands over from one sparse code to the next, as a table over states
/// of the synapse.</summary>
/// <remarks>
/// The k-winners network lives in discrete time: one step is one note, and each neuron is active or not. The rule's own formula is applied
/// twice a step.
/// <list type="bullet">
/// <item>While the new code is held: activity r = 1 in the new code, else 0; the traces stand where the old code left them, since a rule
/// reads a trace before the current spike.</item>
/// <item>At the hand-over, activity is half-way and changes by ±1; only what the formula makes of that change counts here, f(r, ṙ) − f(r,
/// 0) at r = (old + new)/2.</item>
/// </list>
/// A trace follows the old code for one note of 40 ms, from the mean activity k/N before: it reaches back one note. What happens to a
/// synapse then depends on four bits only,
/// whether post and pre belong to the old and to the new code, and on its own weight. The learning rate makes the largest change of a
/// weight at 0 between two neurons of one
/// code each equal to 1, the whole range on one side; the result is rounded to the nearest state: a synapse with few states, as in Amit
/// &amp; Fusi 1994, Neural Comput. 6:957.
/// Nothing here knows any rule by name. Integrating the formula over a smooth hand-over instead was tried: it adds an auto-associative part
/// to every rule with a trace,
/// and causal trace Hebb then replays no tune without fatigue.
/// </remarks>
public sealed class PairUpdate
{
    /// <summary>Length of a note [s].</summary>
    public const double NoteLength = 0.040;

    /// <summary>Spikes that an active neuron fires, for rules of spikes [Hz].</summary>
    public const double ActiveRate = 100;

    private readonly sbyte[] _next;

    /// <summary>Applies a rule to every kind of pair.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="levels">L, states on each side of 0.</param>
    /// <param name="meanActivity">k/N, mean activity before the old code [1].</param>
    /// <exception cref="UserError">The rule needs single spikes.</exception>
    public PairUpdate(ILearningRule rule, int levels, double meanActivity)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (PairsSpikes(rule))
        {
            throw new UserError(
                $"The rule {RuleCatalog.Card(rule).Id} pairs single spikes and has no meaning for codes; choose a rule of rates."
            );
        }

        Levels = levels;
        var steps = new double[16];
        Change = steps;
        _next = new sbyte[16 * ((2 * levels) + 1)];
        var raw = new double[_next.Length];
        for (var bits = 0; bits < 16; bits++)
        {
            for (var state = -levels; state <= levels; state++)
            {
                raw[Index(bits, state)] = rule.Accept(new HandOver(bits, (double)state / levels, meanActivity));
            }
        }

        var largest = new[] { 0b0101, 0b0110, 0b1001, 0b1010 }.Max(bits => Math.Abs(raw[Index(bits, 0)]));
        for (var bits = 0; bits < 16; bits++)
        {
            steps[bits] = largest > 0 ? raw[Index(bits, 0)] / largest : 0;
            for (var state = -levels; state <= levels; state++)
            {
                var change = largest > 0 ? raw[Index(bits, state)] / largest : 0;
                _next[Index(bits, state)] = (sbyte)
                    Math.Clamp(Math.Round(state + (change * levels), MidpointRounding.AwayFromZero), -levels, levels);
            }
        }
    }

    /// <summary>Whether a rule has a meaning for codes; rules that pair single spikes have none.</summary>
    public static bool Takes(ILearningRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return !PairsSpikes(rule);
    }

    /// <summary>L, states on each side of 0.</summary>
    public int Levels { get; }

    /// <summary>Change of a synapse at weight 0, by bits: post in old, post in new, pre in old, pre in new (8, 4, 2, 1); the largest
    /// between two neurons of one code each is ±1.</summary>
    public IReadOnlyList<double> Change { get; }

    /// <summary>The synapse's state after the hand-over.</summary>
    internal sbyte Next(int bits, sbyte state) => _next[Index(bits, state)];

    /// <summary>Whether these bits leave every state as it is.</summary>
    internal bool IsIdle(int bits)
    {
        for (var state = -Levels; state <= Levels; state++)
        {
            if (Next(bits, (sbyte)state) != state)
            {
                return false;
            }
        }

        return true;
    }

    private static bool PairsSpikes(ILearningRule rule) =>
        rule.Traces is var traces
        && new[] { traces.PreFast, traces.PreSlow, traces.PostFast, traces.PostSlow }.Any(trace => trace.Kind == TraceKind.NearestSpike);

    private int Index(int bits, int state) => (bits * ((2 * Levels) + 1)) + state + Levels;

    private sealed class HandOver(int bits, double weight, double mean) : IRuleVisitor<double>
    {
        public double Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            var (postOld, postNew, preOld, preNew) = ((bits >> 3) & 1, (bits >> 2) & 1, (bits >> 1) & 1, bits & 1);
            var traces = rule.Traces;
            double preFast = Rest(traces.PreFast),
                preSlow = Rest(traces.PreSlow),
                postFast = Rest(traces.PostFast),
                postSlow = Rest(traces.PostSlow);
            Follow(traces.PreFast, ref preFast, preOld);
            Follow(traces.PreSlow, ref preSlow, preOld);
            Follow(traces.PostFast, ref postFast, postOld);
            Follow(traces.PostSlow, ref postSlow, postOld);
            double Flow(double pre, double preChange, double post, double postChange) =>
                Synapse.DwDt(
                    rule,
                    Synapse.Pre(pre, preFast, preSlow, preChange, ActiveRate * pre),
                    Synapse.Post(post, postFast, postSlow, postChange, ActiveRate * post),
                    weight
                );
            var (preMiddle, postMiddle) = ((preOld + preNew) / 2.0, (postOld + postNew) / 2.0);
            return Flow(preNew, 0, postNew, 0)
                + Flow(preMiddle, preNew - preOld, postMiddle, postNew - postOld)
                - Flow(preMiddle, 0, postMiddle, 0);
        }

        private double Rest(Trace trace) =>
            trace.Kind switch
            {
                TraceKind.Spikes => trace.Tau * ActiveRate * mean,
                TraceKind.Rate or TraceKind.RateSquared => mean, // codes are 0 or 1, so the mean of r² is the mean of r
                _ => 0,
            };

        private static void Follow(Trace trace, ref double value, double rate)
        {
            if (trace.Kind != TraceKind.None)
            {
                var goal = trace.Kind switch
                {
                    TraceKind.Spikes => trace.Tau * ActiveRate * rate,
                    TraceKind.RateSquared => rate * rate,
                    _ => rate,
                };
                value = goal + ((value - goal) * Math.Exp(-NoteLength / trace.Tau));
            }
        }
    }
}
