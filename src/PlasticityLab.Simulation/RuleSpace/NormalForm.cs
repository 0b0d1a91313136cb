using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.RuleSpace;

/// <summary>An exponential of a window: area · e^(−|u|/τ)/τ on one side of 0.</summary>
/// <param name="Area">Its area [weight unit/s at unit activity].</param>
/// <param name="Tau">τ [s].</param>
public readonly record struct WindowTail(double Area, double Tau);

/// <summary>What a bilinear rule comes down to over an episode that begins and ends at rest, when no weight meets a bound: 7 numbers for
/// pairs, 3 for single neurons, 3 for decay, instead of 28. Two rules with the same normal form learn the same there.</summary>
/// <remarks>
/// A total time derivative integrates to 0 from rest to rest. With τ_a ḟ = r − f that removes every product of traces and changes
/// (docs/theory/rule-space.md has the derivation; i receives, j sends, τ_r is the network's time constant, d = τ_r ṙ):
/// <code>
/// f_i f_j  =  (τ_j r_i f_j + τ_i f_i r_j) / (τ_i + τ_j)          d_i f_j  =  (τ_r/τ_j) (r_i f_j − r_i r_j)
/// r_i d_j  =  − d_i r_j                                           f_i d_j  =  (τ_r/τ_i) (f_i r_j − r_i r_j)
/// f_i      =  r_i,   d_i = 0   (alone)
/// </code>
/// What is left, r_i r_j, r_i f_j, f_i r_j, d_i r_j and d_i d_j, acts through the effective window K: Δw_ij = ∫∫ r_i(t) K(t − s) r_j(s) ds dt,
/// K = c δ + Σ a e^(−u/τ)/τ [u > 0] + Σ b e^(u/τ)/τ [u &lt; 0] − e τ_r δ′ − g τ_r² δ″.
/// </remarks>
public sealed record NormalForm
{
    private NormalForm(BilinearRule rule, double tauChange) => (Rule, TauChange) = (rule, tauChange);

    /// <summary>The rule of the remaining terms: <c>rate_rate</c>, <c>rate_fast</c>, <c>rate_slow</c>, <c>fast_rate</c>, <c>slow_rate</c>,
    /// <c>change_rate</c>, <c>change_change</c>, <c>one_one</c>, <c>rate_one</c>, <c>one_rate</c> and the decays, with η = 1. The shorter
    /// time constant of each side is the fast one.</summary>
    public BilinearRule Rule { get; }

    /// <summary>τ_r, time constant of the network, by which changes are scaled [s].</summary>
    public double TauChange { get; }

    /// <summary>The part of the window for a receiver after its sender.</summary>
    public IReadOnlyList<WindowTail> Causal => [new(Rule.RateFast, Rule.TauPreFast), new(Rule.RateSlow, Rule.TauPreSlow)];

    /// <summary>The part of the window for a receiver before its sender.</summary>
    public IReadOnlyList<WindowTail> Acausal => [new(Rule.FastRate, Rule.TauPostFast), new(Rule.SlowRate, Rule.TauPostSlow)];

    /// <summary>∫ K du, what steady activity makes of a weight [weight unit/s at unit activity].</summary>
    public double Area => Rule.RateRate + Causal.Concat(Acausal).Sum(tail => tail.Area);

    /// <summary>∫ u K du, the first moment of the odd part: above 0 the rule builds weights that point forwards in time [weight
    /// unit].</summary>
    public double Direction =>
        Causal.Sum(tail => tail.Area * tail.Tau) - Acausal.Sum(tail => tail.Area * tail.Tau) + (Rule.ChangeRate * TauChange);

    /// <summary>Whether the odd part of K vanishes and a sender alone does what a receiver alone does: nothing but a decay tells who was
    /// active first.</summary>
    public bool IsEven =>
        Rule.ChangeRate == 0
        && Close(Rule.RateOne, Rule.OneRate)
        && Causal.Concat(Acausal).Select(tail => tail.Tau).All(tau => Close(AreaAt(Causal, tau), AreaAt(Acausal, tau)));

    /// <summary>Whether nothing is left of the rule: it learns nothing from rest to rest.</summary>
    public bool IsNothing => Coefficients.All(c => c == 0);

    /// <summary>The largest of its numbers.</summary>
    internal double Size => Coefficients.Max(Math.Abs);

    private double[] Coefficients =>
        [
            Rule.RateRate,
            Rule.RateFast,
            Rule.RateSlow,
            Rule.FastRate,
            Rule.SlowRate,
            Rule.ChangeRate,
            Rule.ChangeChange,
            Rule.OneOne,
            Rule.RateOne,
            Rule.OneRate,
            .. Rule.Kappa,
        ];

    /// <summary>The normal form of a bilinear rule.</summary>
    /// <param name="point">The rule.</param>
    /// <param name="tauChange">τ_r [s].</param>
    public static NormalForm Of(BilinearRule point, double tauChange = 0.010)
    {
        var p = point.Folded();
        var (theta, alone, pre, post) = (p.Theta, new Matrix(2, 2), new Tails(), new Tails());
        double[] receiver = [0, 0, p.TauPostFast, p.TauPostSlow],
            sender = [0, 0, p.TauPreFast, p.TauPreSlow];
        var (together, change) = (theta[1, 1], theta[4, 1] - theta[1, 4]);
        for (var a = 0; a < BilinearRule.Signals; a++)
        {
            for (var b = 0; b < BilinearRule.Signals; b++)
            {
                var c = theta[a, b];
                switch (Kind(a), Kind(b))
                {
                    case (Signal.One or Signal.Rate or Signal.Trace, Signal.One):
                        alone[a == 0 ? 0 : 1, 0] += c;
                        break;
                    case (Signal.One, Signal.Rate or Signal.Trace):
                        alone[0, 1] += c;
                        break;
                    case (Signal.Rate, Signal.Trace):
                        pre.Add(sender[b], c);
                        break;
                    case (Signal.Trace, Signal.Rate):
                        post.Add(receiver[a], c);
                        break;
                    case (Signal.Trace, Signal.Trace):
                        var both = receiver[a] + sender[b];
                        pre.Add(sender[b], c * sender[b] / both);
                        post.Add(receiver[a], c * receiver[a] / both);
                        break;
                    case (Signal.Change, Signal.Trace):
                        pre.Add(sender[b], c * tauChange / sender[b]);
                        together -= c * tauChange / sender[b];
                        break;
                    case (Signal.Trace, Signal.Change):
                        post.Add(receiver[a], c * tauChange / receiver[a]);
                        together -= c * tauChange / receiver[a];
                        break;
                }
            }
        }

        return new(Made(together, pre, post, change, theta[4, 4], alone, p.Kappa), tauChange);
    }

    /// <summary>K(u) for u ≠ 0 [weight unit/s²]; what stands at u = 0 is told by <see cref="Rule"/>.</summary>
    /// <param name="lag">u, receiver after sender [s].</param>
    public double Window(double lag) =>
        (lag > 0 ? Causal : Acausal).Where(tail => tail.Area != 0).Sum(tail => tail.Area * Math.Exp(-Math.Abs(lag) / tail.Tau) / tail.Tau);

    /// <summary>The factor f for which this is f times the other normal form, within 1e-9 of its largest number: above 0 the two rules are one
    /// but for the learning rate, below 0 they are opposites; null when there is none, and when one of them is nothing.</summary>
    /// <remarks>With a decay it matters when a weight grew, so there a normal form says less than the formula.</remarks>
    public double? FactorOf(NormalForm other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return SameTaus(other) ? Factor(Coefficients, other.Coefficients) : null;
    }

    /// <summary>The factor with which the one list of numbers is the other, within 1e-9 of its largest; null when there is none or all are
    /// 0.</summary>
    internal static double? Factor(IReadOnlyList<double> numbers, IReadOnlyList<double> others)
    {
        var (largest, most) = (numbers.Max(Math.Abs), others.Max(Math.Abs));
        if (largest == 0 || most == 0)
        {
            return null;
        }

        var at = Enumerable.Range(0, others.Count).First(k => Math.Abs(others[k]) == most);
        var factor = numbers[at] / others[at];
        return factor != 0 && numbers.Zip(others).All(pair => Math.Abs(pair.First - (factor * pair.Second)) <= 1e-9 * largest)
            ? factor
            : null;
    }

    private bool SameTaus(NormalForm other)
    {
        var (mine, its) = (Rule.Traces.All, other.Rule.Traces.All);
        return mine.Zip(its)
                .All(pair => pair.First.Kind == pair.Second.Kind && Math.Abs(pair.First.Tau - pair.Second.Tau) <= 1e-9 * pair.First.Tau)
            && (TauChange == other.TauChange || (Rule.ChangeRate == 0 && Rule.ChangeChange == 0));
    }

    private bool Close(double a, double b) => Math.Abs(a - b) <= 1e-12 * Size;

    private static double AreaAt(IEnumerable<WindowTail> tails, double tau) => tails.Where(tail => tail.Tau == tau).Sum(tail => tail.Area);

    private static BilinearRule Made(
        double together,
        Tails pre,
        Tails post,
        double change,
        double changes,
        Matrix alone,
        IReadOnlyList<double> kappa
    )
    {
        var ((preFast, preSlow), (postFast, postSlow)) = (pre.Two(), post.Two());
        return (
            new BilinearRule
            {
                Eta = 1,
                OneOne = alone[0, 0],
                OneRate = alone[0, 1],
                RateOne = alone[1, 0],
                RateRate = together,
                RateFast = preFast.Area,
                RateSlow = preSlow.Area,
                FastRate = postFast.Area,
                SlowRate = postSlow.Area,
                ChangeRate = change,
                ChangeChange = changes,
                DecayOne = kappa[0],
                DecayRate = kappa[1],
                DecayRateSquared = kappa[2],
                TauPreFast = preFast.Tau,
                TauPreSlow = preSlow.Tau,
                TauPostFast = postFast.Tau,
                TauPostSlow = postSlow.Tau,
            }
        ).Folded();
    }

    private static Signal Kind(int signal) =>
        signal switch
        {
            0 => Signal.One,
            1 => Signal.Rate,
            4 => Signal.Change,
            _ => Signal.Trace,
        };

    private enum Signal
    {
        One,
        Rate,
        Trace,
        Change,
    }

    // The exponentials of one side; those of one time constant are one.
    private sealed class Tails
    {
        private readonly SortedDictionary<double, double> _areas = [];
        private double _largest;

        public void Add(double tau, double area)
        {
            _largest = Math.Max(_largest, Math.Abs(area));
            _areas[tau] = _areas.GetValueOrDefault(tau) + area;
        }

        // What cancels is none.
        public (WindowTail Fast, WindowTail Slow) Two()
        {
            WindowTail[] left =
            [
                .. _areas.Where(pair => Math.Abs(pair.Value) > 1e-15 * _largest).Select(pair => new WindowTail(pair.Value, pair.Key)),
                new(0, 1),
                new(0, 1),
            ];
            return (left[0], left[1]);
        }
    }
}
