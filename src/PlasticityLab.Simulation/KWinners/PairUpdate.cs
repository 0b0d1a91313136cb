using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.KWinners;

/// <summary>What a learning rule does to one synapse when the network hands over from one sparse code to the next, as a table over states of the synapse.</summary>
/// <remarks>
/// The k-winners network lives in discrete time, the rule in continuous time, so its own formula is integrated over one hand-over: all activities relax from the old code's
/// 0 or 1 to the new code's with time constant τ = 10 ms during one note of 40 ms, r(s) = new + (old − new) e^(−s/τ), and the traces that the rule asks for follow as they do
/// in a rate network. Before the hand-over the old code was held for one note, and before that every neuron was at the mean activity k/N: a trace reaches back one note.
/// What happens to the synapse then depends on four bits only, whether post and pre belong to the old and to the new code, and on its own weight. One learning rate per rule
/// makes the largest change of a weight at 0 equal to the full range 1, and the result is rounded to the nearest state: a synapse with few states, as in
/// Amit &amp; Fusi 1994, Neural Comput. 6:957. Nothing here knows any rule by name.
/// </remarks>
public sealed class PairUpdate
{
    /// <summary>τ of the hand-over [s].</summary>
    public const double TauRate = 0.010;

    /// <summary>Length of a note [s].</summary>
    public const double NoteLength = 0.040;

    private const double TimeStep = 1e-4;
    private readonly sbyte[] _next;

    /// <summary>Integrates a rule over a hand-over.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="levels">L, states on each side of 0.</param>
    /// <param name="meanActivity">k/N, mean activity before the old code [1].</param>
    /// <exception cref="UserError">The rule needs single spikes.</exception>
    public PairUpdate(ILearningRule rule, int levels, double meanActivity)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var traces = rule.Traces;
        if (new[] { traces.PreFast, traces.PreSlow, traces.PostFast, traces.PostSlow }.Any(trace => trace.Kind == TraceKind.NearestSpike))
        {
            throw new UserError($"The rule {RuleCatalog.Card(rule).Id} pairs single spikes and has no meaning for codes; choose a rule of rates.");
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

        var largest = Enumerable.Range(0, 16).Max(bits => Math.Abs(raw[Index(bits, 0)]));
        for (var bits = 0; bits < 16; bits++)
        {
            steps[bits] = largest > 0 ? raw[Index(bits, 0)] / largest : 0;
            for (var state = -levels; state <= levels; state++)
            {
                var change = largest > 0 ? raw[Index(bits, state)] / largest : 0;
                _next[Index(bits, state)] = (sbyte)Math.Clamp(Math.Round(state + (change * levels), MidpointRounding.AwayFromZero), -levels, levels);
            }
        }
    }

    /// <summary>L, states on each side of 0.</summary>
    public int Levels { get; }

    /// <summary>Change of a synapse at weight 0, by bits: post in old, post in new, pre in old, pre in new (8, 4, 2, 1); the largest is ±1.</summary>
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

    private int Index(int bits, int state) => (bits * ((2 * Levels) + 1)) + state + Levels;

    private sealed class HandOver(int bits, double weight, double mean) : IRuleVisitor<double>
    {
        public double Visit<TRule>(TRule rule) where TRule : struct, ILearningRule<TRule>
        {
            var (postOld, postNew, preOld, preNew) = ((bits >> 3) & 1, (bits >> 2) & 1, (bits >> 1) & 1, bits & 1);
            var traces = rule.Traces;
            double preFast = Rest(traces.PreFast), preSlow = Rest(traces.PreSlow), postFast = Rest(traces.PostFast), postSlow = Rest(traces.PostSlow);
            var steps = (int)Math.Round(NoteLength / TimeStep);
            double change = 0;
            for (var s = -steps; s < steps; s++)
            {
                // midpoint of the step: old code held before 0, hand-over after
                var x = s < 0 ? 1 : Math.Exp(-(s + 0.5) * TimeStep / TauRate);
                var pre = preNew + ((preOld - preNew) * x);
                var post = postNew + ((postOld - postNew) * x);
                if (s >= 0)
                {
                    change += TimeStep * rule.DwDt(
                        new Pre<Lane1> { Rate = new(pre), Spikes = new(pre), Change = new((preNew - preOld) * x), Fast = new(preFast), Slow = new(preSlow) },
                        new Post<Lane1> { Rate = new(post), Spikes = new(post), Change = new((postNew - postOld) * x), Fast = new(postFast), Slow = new(postSlow), Voltage = new(0) },
                        new Lane1(weight)).Value;
                }

                Follow(traces.PreFast, ref preFast, pre);
                Follow(traces.PreSlow, ref preSlow, pre);
                Follow(traces.PostFast, ref postFast, post);
                Follow(traces.PostSlow, ref postSlow, post);
            }

            return change;
        }

        private double Rest(Trace trace) => trace.Kind switch
        {
            TraceKind.Spikes => trace.Tau * mean,
            TraceKind.Rate or TraceKind.RateSquared => mean, // codes are 0 or 1, so the mean of r² is the mean of r
            _ => 0,
        };

        private static void Follow(Trace trace, ref double value, double rate)
        {
            if (trace.Kind != TraceKind.None)
            {
                var goal = trace.Kind switch { TraceKind.Spikes => trace.Tau * rate, TraceKind.RateSquared => rate * rate, _ => rate };
                value = goal + ((value - goal) * Math.Exp(-TimeStep / trace.Tau));
            }
        }
    }
}
