using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Reproductions.Networks;

/// <summary>One synapse between two neurons that fire independent Poisson trains, its rule's formula evaluated at every spike.</summary>
/// <remarks>
/// Between spikes a rule that acts at spikes leaves w alone and its traces decay exactly, so the simulation jumps from spike to spike and
/// has no time step.
/// A spike is S = δ(t − t_spike); the change of w is the integral of dw/dt over it, that is the formula with S = 1. Traces hold their value
/// before the spike.
/// </remarks>
internal static class PoissonPair
{
    /// <summary>Runs the pair and hands each weight to <paramref name="watch"/>.</summary>
    /// <param name="rule">The rule; its traces must count spikes.</param>
    /// <param name="preRate">ν_pre [Hz].</param>
    /// <param name="postRate">ν_post [Hz].</param>
    /// <param name="weight">Weight at the start.</param>
    /// <param name="duration">Simulated time [s].</param>
    /// <param name="random">Where the spike times come from.</param>
    /// <param name="watch">Called with the time [s] and the weight that holds from then on; may be null.</param>
    /// <returns>The weight at the end.</returns>
    public static double Run<TRule>(
        TRule rule,
        double preRate,
        double postRate,
        double weight,
        double duration,
        RandomStream random,
        Action<double, double>? watch = null
    )
        where TRule : struct, ILearningRule<TRule>
    {
        var traces = rule.Traces;
        var (preFast, preSlow, postFast, postSlow) = (0.0, 0.0, 0.0, 0.0);
        var total = preRate + postRate;
        var now = 0.0;
        while (true)
        {
            var wait = random.NextExponential() / total;
            now += wait;
            if (now >= duration)
            {
                return weight;
            }

            preFast *= Decay(traces.PreFast, wait);
            preSlow *= Decay(traces.PreSlow, wait);
            postFast *= Decay(traces.PostFast, wait);
            postSlow *= Decay(traces.PostSlow, wait);
            var isPre = random.NextDouble() * total < preRate;
            weight += Synapse.DwDt(
                rule,
                Synapse.Pre(preRate, preFast, preSlow, spikes: isPre ? 1 : 0),
                Synapse.Post(postRate, postFast, postSlow, spikes: isPre ? 0 : 1),
                weight
            );
            if (isPre)
            {
                (preFast, preSlow) = (After(traces.PreFast, preFast), After(traces.PreSlow, preSlow));
            }
            else
            {
                (postFast, postSlow) = (After(traces.PostFast, postFast), After(traces.PostSlow, postSlow));
            }

            watch?.Invoke(now, weight);
        }
    }

    private static double Decay(Trace trace, double wait) => trace.Kind == TraceKind.None ? 0 : Math.Exp(-wait / trace.Tau);

    private static double After(Trace trace, double value) =>
        trace.Kind switch
        {
            TraceKind.Spikes => value + 1,
            TraceKind.NearestSpike => 1,
            TraceKind.None => 0,
            _ => throw new NotSupportedException($"A trace of kind {trace.Kind} does not count spikes."),
        };
}
