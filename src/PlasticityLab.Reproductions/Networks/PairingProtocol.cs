using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;

namespace PlasticityLab.Reproductions.Networks;

/// <summary>One synapse under given spike times: traces decay exactly between spikes and hold their value before the spike that reads
/// them.</summary>
internal static class PairingProtocol
{
    /// <summary>Weight after the spikes; where both fire at once the sender's spike acts first.</summary>
    public static double Run<TRule>(TRule rule, IEnumerable<double> pre, IEnumerable<double> post, double weight)
        where TRule : struct, ILearningRule<TRule>
    {
        var traces = rule.Traces;
        Span<double> x = stackalloc double[4];
        Span<Trace> kinds = [traces.PreFast, traces.PreSlow, traces.PostFast, traces.PostSlow];
        var now = double.NegativeInfinity;
        foreach (var (time, isPost) in pre.Select(t => (t, false)).Concat(post.Select(t => (t, true))).Order())
        {
            for (var k = 0; k < 4; k++)
            {
                x[k] = kinds[k].Kind == TraceKind.None || double.IsInfinity(now) ? 0 : x[k] * Math.Exp((now - time) / kinds[k].Tau);
            }

            now = time;
            weight += Synapse.DwDt(
                rule,
                Synapse.Pre(0, x[0], x[1], spikes: isPost ? 0 : 1),
                Synapse.Post(0, x[2], x[3], spikes: isPost ? 1 : 0),
                weight
            );
            for (var k = isPost ? 2 : 0; k < (isPost ? 4 : 2); k++)
            {
                x[k] = kinds[k].Kind switch
                {
                    TraceKind.None => 0,
                    TraceKind.NearestSpike => 1,
                    _ => x[k] + 1,
                };
            }
        }

        return weight;
    }

    /// <summary>Change of the weight after 60 pairings at a frequency [Hz], the receiver <paramref name="lead"/> seconds after the sender
    /// (negative: before).</summary>
    public static double Sixty<TRule>(TRule rule, double frequency, double lead)
        where TRule : struct, ILearningRule<TRule>
    {
        var first = Enumerable.Range(0, 60).Select(k => k / frequency).ToArray();
        var second = first.Select(t => t + Math.Abs(lead)).ToArray();
        return lead > 0 ? Run(rule, first, second, 0) : Run(rule, second, first, 0);
    }
}
