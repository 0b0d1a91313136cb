using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.Synapses;

/// <summary>One synapse, its rule's formula evaluated with plain numbers: the way to hold a rule against theory or data.</summary>
public static class Synapse
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
}
