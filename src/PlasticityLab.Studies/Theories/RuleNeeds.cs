using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Studies.Theories;

/// <summary>What a rule needs at the synapse, found by asking its formula.</summary>
/// <param name="Reads">The signals that the formula depends on. A rule sees its sender's and receiver's signals and its own weight and
/// nothing else, so every rule here is local by its type.</param>
/// <param name="PreTraces">Traces that every neuron must keep as a sender.</param>
/// <param name="PostTraces">Traces that every neuron must keep as a receiver.</param>
/// <param name="LongestTrace">Longest time constant of a trace [s]; 0 without traces.</param>
/// <param name="SelfLimiting">Whether the formula itself pulls large weights back: ∂(dw/dt)/∂w below 0 on average over random
/// activity.</param>
internal sealed record RuleNeeds(IReadOnlyList<string> Reads, int PreTraces, int PostTraces, double LongestTrace, bool SelfLimiting)
{
    private static readonly string[] Names =
    [
        "r pre",
        "dr/dt pre",
        "fast trace pre",
        "slow trace pre",
        "r post",
        "dr/dt post",
        "fast trace post",
        "slow trace post",
        "w",
    ];

    /// <summary>Asks a rule.</summary>
    public static RuleNeeds Of(ILearningRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var traces = rule.Traces;
        Trace[] all = [traces.PreFast, traces.PreSlow, traces.PostFast, traces.PostSlow];
        var (reads, feedback) = rule.Accept(new Probe());
        return new(
            [.. Names.Where((_, k) => reads[k])],
            all.Take(2).Count(t => t.Kind != TraceKind.None),
            all.Skip(2).Count(t => t.Kind != TraceKind.None),
            all.Where(t => t.Kind != TraceKind.None).Select(t => t.Tau).DefaultIfEmpty(0).Max(),
            feedback < -1e-9
        );
    }

    private sealed class Probe : IRuleVisitor<(bool[] Reads, double Feedback)>
    {
        public (bool[] Reads, double Feedback) Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            const int tries = 50;
            var random = new RandomStreams(6).Open(StreamPurpose.Analysis);
            var reads = new bool[Names.Length];
            double feedback = 0;
            for (var k = 0; k < tries; k++)
            {
                double[] at =
                [
                    .. Enumerable.Range(0, Names.Length).Select(i => i is 1 or 5 ? (2 * random.NextDouble()) - 1 : random.NextDouble()),
                ];
                var here = Value(rule, at);
                for (var i = 0; i < at.Length; i++)
                {
                    double[] moved = [.. at];
                    moved[i] += 0.01;
                    var there = Value(rule, moved);
                    reads[i] |= there != here;
                    feedback += i == 8 ? (there - here) / 0.01 / tries : 0;
                }
            }

            return (reads, feedback);
        }

        // A rate network's spike train is its rate.
        private static double Value<TRule>(TRule rule, double[] at)
            where TRule : struct, ILearningRule<TRule> =>
            Synapse.DwDt(rule, Synapse.Pre(at[0], at[2], at[3], at[1]), Synapse.Post(at[4], at[6], at[7], at[5]), at[8]);
    }
}
