using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Analysis.Inference;

/// <summary>What a rule makes of given rates, synapse by synapse: forward Euler, S = r, no feedback of the weights on the activity.</summary>
internal sealed class RatesRule(RuleRecording recording, Func<int, bool>? plastic = null) : IRuleVisitor<IEnumerable<Matrix>>
{
    /// <summary>The weights after so many steps, one after the other; the first reading gives the weights at the start.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="recording">Activity, times of readings, and the weights of the first.</param>
    /// <param name="plastic">Whether weights change in a step; null: always.</param>
    public static IReadOnlyList<Matrix> Weights(ILearningRule rule, RuleRecording recording, Func<int, bool>? plastic = null) =>
        [.. rule.Accept(new RatesRule(recording, plastic))];

    public IEnumerable<Matrix> Visit<TRule>(TRule rule)
        where TRule : struct, ILearningRule<TRule>
    {
        var (preChange, postChange) = recording.Changes();
        var (pre, post) = (recording.Pre, recording.Post);
        var (senders, receivers) = (
            new SignalTraces(rule.Traces, pre.Columns, recording.Dt),
            new SignalTraces(rule.Traces, post.Columns, recording.Dt)
        );
        var (w, next) = (recording.Weights[0].Copy(), 0);
        for (var t = 0; t <= pre.Rows && next < recording.Steps.Count; t++)
        {
            if (recording.Steps[next] == t)
            {
                next++;
                yield return w.Copy();
            }

            if (t == pre.Rows)
            {
                break;
            }

            if (plastic?.Invoke(t) != false)
            {
                Step(rule, w, t, senders, receivers, preChange, postChange);
            }

            senders.Step(pre.Row(t));
            receivers.Step(post.Row(t));
        }
    }

    private void Step<TRule>(TRule rule, Matrix w, int t, SignalTraces senders, SignalTraces receivers, Matrix preChange, Matrix postChange)
        where TRule : struct, ILearningRule<TRule>
    {
        var same = ReferenceEquals(recording.Pre, recording.Post);
        for (var i = 0; i < w.Rows; i++)
        {
            var post = Synapse.Post(recording.Post[t, i], receivers.PostFast[i], receivers.PostSlow[i], postChange[t, i]);
            for (var j = 0; j < w.Columns; j++)
            {
                if (same && i == j)
                {
                    continue;
                }

                var pre = Synapse.Pre(recording.Pre[t, j], senders.PreFast[j], senders.PreSlow[j], preChange[t, j]);
                var moved = w[i, j] + (recording.Dt * Synapse.DwDt(rule, in pre, in post, w[i, j]));
                w[i, j] = Math.Clamp(moved, recording.Low, recording.High);
            }
        }
    }
}
