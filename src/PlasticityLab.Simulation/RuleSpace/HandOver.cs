using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;

namespace PlasticityLab.Simulation.RuleSpace;

/// <summary>What a rule makes of items that hand over to each other, without a network: ideal rates, 1 − e^(−t/τ) while an item is driven,
/// a decay with τ after it, rest elsewhere.</summary>
/// <remarks>
/// With g the rate of one item and G its autocorrelation, the synapse from item k to item k+d gets H(dT) = ∫ K(u) G(u − dT) du. G is a
/// triangle of half-width T folded with the Laplace function ℓ(u) = e^(−|u|/τ)/(2τ), so that H(dT) = Q((d+1)T) − 2 Q(dT) + Q((d−1)T) with Q the
/// second integral of K ∗ ℓ from −∞. As ℓ = δ + τ² ℓ″, Q = τ² (K ∗ ℓ) + K₂ with K₂ the second integral of K itself: all of it in closed form.
/// </remarks>
public sealed record HandOver
{
    /// <summary>T, how long an item is driven [s].</summary>
    public double Item { get; init; } = 0.040;

    /// <summary>τ, time constant of the network [s].</summary>
    public double Tau { get; init; } = 0.010;

    /// <summary>L(d), what one epoch adds to the weight from an item to the one d places later, in closed form from the effective window;
    /// the weight starts at 0 and meets no bound [weight unit].</summary>
    /// <param name="form">The rule; its changes must be scaled by <see cref="Tau"/>.</param>
    /// <param name="distance">d; below 0 it points backwards, at 0 it is the item's own.</param>
    /// <remarks>Growth whatever the activity (<c>one_one</c>) goes on for as long as an epoch lasts and is left out.</remarks>
    public double Drift(NormalForm form, int distance)
    {
        ArgumentNullException.ThrowIfNull(form);
        return Second((distance + 1) * Item)
            - (2 * Second(distance * Item))
            + Second((distance - 1) * Item)
            + (Item * (form.Rule.RateOne + form.Rule.OneRate)); // ∫ g dt = T

        double Second(double u) =>
            (form.Rule.RateRate * ((Tau * Tau * Laplace(u)) + Math.Max(0, u)))
            + (form.Rule.ChangeRate * -form.TauChange * LaplaceIntegral(u))
            + (form.Rule.ChangeChange * -form.TauChange * form.TauChange * Laplace(u))
            + form.Causal.Sum(tail => tail.Area == 0 ? 0 : tail.Area * ((Tau * Tau * Tail(u, tail.Tau)) + After(u, tail.Tau)))
            + form.Acausal.Sum(tail => tail.Area == 0 ? 0 : tail.Area * ((Tau * Tau * Tail(-u, tail.Tau)) + Before(u, tail.Tau)));
    }

    /// <summary>The same for any rule, by integrating its formula over the ideal rates at 0.1 ms with the weight held at 0 [weight
    /// unit].</summary>
    /// <param name="rule">A rule that needs no potential.</param>
    /// <param name="distance">d.</param>
    public double Drift(ILearningRule rule, int distance)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Accept(new Integral(this, distance));
    }

    /// <summary>(F − B)/(|F| + |B|) with F the drift of the forward and B that of the backward weight between neighbours, −1 … 1: 0
    /// where the rule cannot tell direction; null where neither weight changes [1].</summary>
    /// <param name="rule">Any rule that needs no potential: a bilinear one in closed form, another by its formula.</param>
    public double? TimeReversalIndex(ILearningRule rule)
    {
        var form = BilinearForm.Of(rule, out _) is { } point ? NormalForm.Of(point, Tau) : null;
        var (forward, backward) = form is null ? (Drift(rule, 1), Drift(rule, -1)) : (Drift(form, 1), Drift(form, -1));
        // What is left of cancelled terms is no direction.
        var size = form is null ? 0 : 1e-12 * form.Size * Item;
        return Math.Abs(forward) + Math.Abs(backward) <= size ? null
            : form?.IsEven == true ? 0
            : (forward - backward) / (Math.Abs(forward) + Math.Abs(backward));
    }

    /// <summary>The ideal rate of an item that is driven from 0 to <see cref="Item"/> [1].</summary>
    public double Rate(double time) =>
        time <= 0 ? 0
        : time <= Item ? 1 - Math.Exp(-time / Tau)
        : (1 - Math.Exp(-Item / Tau)) * Math.Exp(-(time - Item) / Tau);

    private double Laplace(double u) => Math.Exp(-Math.Abs(u) / Tau) / (2 * Tau);

    private double LaplaceIntegral(double u) => u < 0 ? Math.Exp(u / Tau) / 2 : 1 - (Math.Exp(-u / Tau) / 2);

    // (e^(−u/a)/a for u > 0) ∗ ℓ. For u > 0 it holds the difference (e^(−u/τ) − e^(−u/a))/(1/a − 1/τ), written so that a = τ is no exception.
    private double Tail(double u, double a)
    {
        if (u <= 0)
        {
            return Math.Exp(u / Tau) / (2 * (Tau + a));
        }

        var slow = Math.Max(a, Tau);
        var apart = Math.Abs((1 / a) - (1 / Tau));
        var x = u * apart;
        var share = x < 1e-5 ? 1 - (x / 2) + (x * x / 6) : (1 - Math.Exp(-x)) / x;
        return (Math.Exp(-u / a) / (2 * (Tau + a))) + (Math.Exp(-u / slow) * u * share / (2 * Tau * a));
    }

    // Second integrals of the two exponentials of area 1.
    private static double After(double u, double a) => u <= 0 ? 0 : u - (a * (1 - Math.Exp(-u / a)));

    private static double Before(double u, double a) => u < 0 ? a * Math.Exp(u / a) : u + a;

    private sealed class Integral(HandOver of, int distance) : IRuleVisitor<double>
    {
        private const double Dt = 0.0001,
            LongestTail = 3;

        public double Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            var follow = TraceStep.Exact(rule.Traces, Dt);
            var tail = Math.Min(LongestTail, 12 * Math.Max(of.Tau, rule.Traces.All.Max(trace => trace.Tau)));
            var steps = (int)Math.Round((((Math.Abs(distance) + 1) * of.Item) + tail) / Dt);
            var (preAt, postAt) = (Math.Max(0, -distance) * of.Item, Math.Max(0, distance) * of.Item);
            Span<double> x = stackalloc double[4];
            x.Clear();
            Span<double> half = stackalloc double[4];
            var sum = 0.0;
            for (var step = 0; step < steps; step++)
            {
                // At the middle of the step: second order, like the traces below.
                var t = (step + 0.5) * Dt;
                var (pre, post) = (of.Rate(t - preAt), of.Rate(t - postAt));
                for (var k = 0; k < 4; k++)
                {
                    var next = follow[k].Next(x[k], k < 2 ? pre : post);
                    (half[k], x[k]) = (0.5 * (x[k] + next), next);
                }

                sum +=
                    Dt
                    * Synapse.DwDt(
                        rule,
                        Synapse.Pre(pre, half[0], half[1], Change(t - preAt)),
                        Synapse.Post(post, half[2], half[3], Change(t - postAt)),
                        0
                    );
            }

            return sum;
        }

        // τ dr/dt = drive − r.
        private double Change(double time) =>
            time <= 0 ? 0
            : time <= of.Item ? 1 - of.Rate(time)
            : -of.Rate(time);
    }
}
