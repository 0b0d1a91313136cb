using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Reproductions.Networks;

/// <summary>One synapse, its rule's formula evaluated with plain numbers: the way to hold a rule against theory.</summary>
internal static class Synapse
{
    /// <summary>What the synapse sees of its sender. A rate network's spike train is its rate.</summary>
    public static Pre<Lane1> Pre(double rate, double fast = 0, double slow = 0, double change = 0, double? spikes = null) =>
        new()
        {
            Rate = new(rate),
            Spikes = new(spikes ?? rate),
            Fast = new(fast),
            Slow = new(slow),
            Change = new(change),
        };

    /// <summary>What the synapse sees of its receiver. A rate network's spike train is its rate.</summary>
    public static Post<Lane1> Post(double rate, double fast = 0, double slow = 0, double change = 0, double? spikes = null) =>
        new()
        {
            Rate = new(rate),
            Spikes = new(spikes ?? rate),
            Fast = new(fast),
            Slow = new(slow),
            Change = new(change),
        };

    /// <summary>dw/dt of a rule [weight/s].</summary>
    public static double DwDt<TRule>(TRule rule, in Pre<Lane1> pre, in Post<Lane1> post, double w)
        where TRule : struct, ILearningRule<TRule> => rule.DwDt(in pre, in post, new Lane1(w)).Value;

    /// <summary>The right side of a trace's equation [1/s]: −x/τ + S, or (−x + r)/τ, or (−x + r²)/τ.</summary>
    public static double TraceFlow(Trace trace, double value, double rate) =>
        trace.Kind switch
        {
            TraceKind.None => 0,
            TraceKind.Spikes => rate - (value / trace.Tau),
            TraceKind.Rate => (rate - value) / trace.Tau,
            TraceKind.RateSquared => ((rate * rate) - value) / trace.Tau,
            _ => throw new NotSupportedException($"A trace of kind {trace.Kind} has no rate equation."),
        };
}
