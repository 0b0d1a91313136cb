using PlasticityLab.Models.LearningRules;

namespace PlasticityLab.Models.Synapses;

/// <summary>One point of a rule's window.</summary>
/// <param name="Lag">Start of the receiver's pulse minus start of the sender's [s].</param>
/// <param name="Change">Change of the weight [weight unit].</param>
public readonly record struct WindowPoint(double Lag, double Change);

/// <summary>What a rule makes of timing, read off its formula: the change of a weight when the receiver's pulse of activity comes some time
/// after the sender's.</summary>
/// <remarks>Both neurons make one rectangular pulse of height 1 and 5 ms; the formula is integrated at 0.25 ms with the weight held at 0.5,
/// from rest until the traces are gone; after 20 s of nothing but slow traces in steps of a hundredth of the time gone by. The pulses are
/// symmetric in time, so what is not symmetric in the window is the rule's.</remarks>
public static class RuleWindow
{
    private const double Dt = 0.00025,
        Width = 0.005,
        TauChange = 0.010,
        Weight = 0.5,
        Fine = 20,
        Growth = 0.01;

    // A window counts as symmetric when what it has of direction is below this share of it: slow averages and nonlinear factors of a
    // correlational rule leave up to a few hundredths.
    private const double Directed = 0.1,
        Rounding = 1e-9;

    private static readonly double[] Leads = [0.001, 0.003, 0.005, 0.010, 0.020, 0.040, 0.080];

    /// <summary>Change of the weight.</summary>
    /// <param name="rule">The rule with its values.</param>
    /// <param name="lag">Start of the post pulse less start of the pre pulse [s].</param>
    public static double Change(ILearningRule rule, double lag)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Accept(new Pulses(lag));
    }

    /// <summary>The window at the given lags.</summary>
    /// <param name="rule">A rule that has a window (<see cref="Has"/>).</param>
    /// <param name="lags">Receiver's pulse after the sender's [s].</param>
    public static IReadOnlyList<WindowPoint> Of(ILearningRule rule, IEnumerable<double> lags)
    {
        ArgumentNullException.ThrowIfNull(lags);
        return [.. lags.Select(lag => new WindowPoint(lag, Change(rule, lag)))];
    }

    /// <summary>Whether the rule has a window of its own. One that reads the potential has none: what a pair does depends on how the neuron
    /// gets to its spike.</summary>
    public static bool Has(ILearningRule rule) => RuleCatalog.Card(rule).Clock != RuleClock.AtSpikesAndAbove;

    /// <summary>The family of a rule by its window alone.</summary>
    public static RuleFamily Family(ILearningRule rule) => Kind(rule).Family;

    /// <summary>Family and symmetry of a rule by its formula: temporal when its window tells "before" from "after".</summary>
    public static (RuleFamily Family, TimeReversal Reversal) Kind(ILearningRule rule)
    {
        var (after, before) = Both(rule);
        // What the pulses do without meeting is no part of the window.
        var (alone, aloneBefore) = (after[^1], before[^1]);
        var difference = after.Zip(before, (a, b) => Math.Abs(a - b)).Sum();
        var size = after.Sum(a => Math.Abs(a - alone)) + before.Sum(b => Math.Abs(b - aloneBefore));
        var share = size > 0 ? difference / size : 0;
        return share > Directed ? (RuleFamily.Temporal, TimeReversal.Broken)
            : share > Rounding ? (RuleFamily.Correlational, TimeReversal.Nearly)
            : (RuleFamily.Correlational, TimeReversal.Invariant);
    }

    /// <summary>What "post after pre" gains over "post before pre", summed over lags; above 0 the rule builds weights that point forwards
    /// in time.</summary>
    public static double Forward(ILearningRule rule)
    {
        var (after, before) = Both(rule);
        return after.Sum() - before.Sum();
    }

    private static (double[] After, double[] Before) Both(ILearningRule rule) =>
        ([.. Leads.Select(lead => Change(rule, lead))], [.. Leads.Select(lead => Change(rule, -lead))]);

    private sealed class Pulses(double lag) : IRuleVisitor<double>
    {
        public double Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            var follow = TraceStep.Euler(rule.Traces, Dt);
            Span<double> x = stackalloc double[4];
            x.Clear();
            var (sum, preBefore, postBefore) = (0.0, 0.0, 0.0);
            // Ten time constants after the pulses nothing is left of any trace.
            var whole = Math.Max(0.4, 10 * rule.Traces.All.Max(trace => trace.Tau));
            var tail = Math.Min(whole, Fine);
            // Counted in steps, so that every lag gives the same pulses.
            var (first, length, offset, end) = (Math.Max(0, -Steps(lag)), Steps(Width), Steps(lag), Math.Max(0, Steps(lag)) + Steps(tail));
            for (var step = -1; step < first + end; step++)
            {
                double pre = step >= first && step < first + length ? 1 : 0,
                    post = step >= first + offset && step < first + offset + length ? 1 : 0;
                sum +=
                    Dt
                    * Synapse.DwDt(
                        rule,
                        Synapse.Pre(pre, x[0], x[1], TauChange * (pre - preBefore) / Dt),
                        Synapse.Post(post, x[2], x[3], TauChange * (post - postBefore) / Dt),
                        Weight
                    );
                for (var k = 0; k < 4; k++)
                {
                    x[k] = follow[k].Next(x[k], k < 2 ? pre : post);
                }

                (preBefore, postBefore) = (pre, post);
            }

            return sum + Fading(rule, x, tail, whole);
        }

        // What traces of many seconds still do, without a pulse: at the middle of each step, by exact decay.
        private static double Fading<TRule>(TRule rule, Span<double> x, double from, double to)
            where TRule : struct, ILearningRule<TRule>
        {
            var (sum, traces) = (0.0, rule.Traces.All.ToArray());
            for (var t = from; t < to; )
            {
                var step = Math.Min(Growth * t, to - t);
                Decay(x, step / 2);
                sum += step * Synapse.DwDt(rule, Synapse.Pre(0, x[0], x[1], 0), Synapse.Post(0, x[2], x[3], 0), Weight);
                Decay(x, step / 2);
                t += step;
            }

            return sum;

            void Decay(Span<double> values, double time)
            {
                for (var k = 0; k < values.Length; k++)
                {
                    values[k] *= traces[k].Tau > 0 ? Math.Exp(-time / traces[k].Tau) : 0;
                }
            }
        }

        private static int Steps(double time) => (int)Math.Round(time / Dt);
    }
}
