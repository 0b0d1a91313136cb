using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Studies.Theories;

/// <summary>One synapse under pairs of events: what any rule, correlational or temporal, makes of timing, with the values that the study
/// uses.</summary>
/// <remarks>
/// Spikes: the activity is 1 for 1 ms, so a product of activities is felt only when they coincide, as spikes do. Bumps: full drive for 5 ms
/// that the neurons follow with τ = 10 ms, a bump of height 0.39, as in the study's networks.
/// The weight starts at 0 and has no bounds. Traces are advanced exactly and hold their value before the event that reads them.
/// </remarks>
internal static class PulsePairing
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
            var traces = rule.Traces;
            Span<Trace> kinds = [traces.PreFast, traces.PreSlow, traces.PostFast, traces.PostSlow];
            Span<double> x = stackalloc double[4],
                decay = stackalloc double[4];
            for (var k = 0; k < 4; k++)
            {
                decay[k] = kinds[k].Kind == TraceKind.None ? 0 : Math.Exp(-TimeStep / kinds[k].Tau);
            }

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
                var a = new Pre<Lane1>
                {
                    Rate = new(pre),
                    Spikes = new(pre),
                    Change = new(preChange),
                    Fast = new(x[0]),
                    Slow = new(x[1]),
                };
                var b = new Post<Lane1>
                {
                    Rate = new(post),
                    Spikes = new(post),
                    Change = new(postChange),
                    Fast = new(x[2]),
                    Slow = new(x[3]),
                };
                weight += TimeStep * rule.DwDt(in a, in b, new Lane1(weight)).Value;
                for (var k = 0; k < 4; k++)
                {
                    var r = k < 2 ? pre : post;
                    x[k] = kinds[k].Kind switch
                    {
                        TraceKind.None => 0,
                        TraceKind.Spikes or TraceKind.NearestSpike => (decay[k] * x[k]) + (kinds[k].Tau * (1 - decay[k]) * r),
                        TraceKind.RateSquared => (decay[k] * x[k]) + ((1 - decay[k]) * r * r),
                        _ => (decay[k] * x[k]) + ((1 - decay[k]) * r),
                    };
                }

                pre += rise * preChange;
                post += rise * postChange;
            }

            return weight;

            double On(int since) => since >= 0 && since / period < pairs && since % period < width ? 1 : 0;
        }
    }
}
