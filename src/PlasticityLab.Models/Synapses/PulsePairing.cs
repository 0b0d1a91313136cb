using PlasticityLab.Models.LearningRules;

namespace PlasticityLab.Models.Synapses;

/// <summary>One synapse under pairs of events: what any rule, correlational or temporal, makes of timing, with the values it
/// is given.</summary>
/// <remarks>
/// Spikes: the activity is 1 for 1 ms, so a product of activities is felt only when they coincide, as spikes do. Bumps: full drive for 5 ms
/// that the neurons follow with τ = 10 ms, a bump of height 0.39, as in the study's networks.
/// The weight starts at 0 and has no bounds. Traces are advanced exactly and hold their value before the event that reads them.
/// </remarks>
public static class PulsePairing
{
    private const double TimeStep = 0.001,
        Tau = 0.010;

    /// <summary>Change of the weight after pairs of pulses.</summary>
    /// <param name="rule">The rule with its values.</param>
    /// <param name="lead">Post pulse after pre pulse [s]; negative: before.</param>
    /// <param name="pairs">Number of pairs.</param>
    /// <param name="frequency">Pairs per second [Hz].</param>
    /// <param name="bumps">Bumps of activity instead of spikes.</param>
    public static double Change(ILearningRule rule, double lead, int pairs = 1, double frequency = 1, bool bumps = false) =>
        rule.Accept(new Run(lead, pairs, frequency, bumps));

    private sealed class Run(double lead, int pairs, double frequency, bool bumps) : IRuleVisitor<double>
    {
        public double Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            var follow = TraceStep.Exact(rule.Traces, TimeStep);
            Span<double> x = stackalloc double[4];
            x.Clear();
            var (period, width, offset) = ((int)Math.Round(1 / (frequency * TimeStep)), bumps ? 5 : 1, (int)Math.Round(lead / TimeStep));
            int preStart = Math.Max(0, -offset),
                postStart = Math.Max(0, offset),
                tail = (int)Math.Round(0.5 / TimeStep);
            double weight = 0,
                pre = 0,
                post = 0,
                rise = bumps ? TimeStep / Tau : 1;
            var steps = ((pairs - 1) * period) + Math.Abs(offset) + width + tail;
            for (var step = 0; step < steps; step++)
            {
                double preDrive = On(step - preStart),
                    postDrive = On(step - postStart);
                double preChange = preDrive - pre,
                    postChange = postDrive - post; // τ dr/dt; of a spike, its edges
                weight +=
                    TimeStep
                    * Synapse.DwDt(rule, Synapse.Pre(pre, x[0], x[1], preChange), Synapse.Post(post, x[2], x[3], postChange), weight);
                for (var k = 0; k < 4; k++)
                {
                    x[k] = follow[k].Next(x[k], k < 2 ? pre : post);
                }

                pre += rise * preChange;
                post += rise * postChange;
            }

            return weight;

            double On(int since) => since >= 0 && since / period < pairs && since % period < width ? 1 : 0;
        }
    }
}
