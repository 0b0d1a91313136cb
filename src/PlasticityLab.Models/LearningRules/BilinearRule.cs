using System.Globalization;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Any bilinear rule: a point in the space of local rules, given by its coefficients.</summary>
/// <remarks>
/// A name such as <c>rate_fast</c> says the receiver's signal first and the sender's second, as W[post, pre] does. What is left out is 0.
/// The coefficients are data: every rule of the space goes through the same kernels, nothing is compiled for it. Confavreux, Zenke, Agnes,
/// Lillicrap and Vogels 2020, Advances in Neural Information Processing Systems 33, search such a space; theirs has spikes and their traces,
/// this one rates, averages and rates of change.
/// </remarks>
public readonly record struct BilinearRule() : ILearningRule<BilinearRule>
{
    /// <summary>Signals that a term can have on either side, in the order of <see cref="Theta"/>: nothing (1), the rate r, the fast trace f,
    /// the slow trace s, the change τ dr/dt.</summary>
    public const int Signals = 5;

    private const double FastTau = 0.020,
        SlowTau = 0.100;

    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "bilinear",
            "bilinear",
            "bilinear rule",
            "dw/dt = η (Σ θ_ab φ_a(post_i) ψ_b(pre_j) − w (κ₁ + κ₂ r_i + κ₃ r_i²)),  φ, ψ ∈ {1, r, fast, slow, ṙ}",
            "Confavreux et al. 2020, Adv. Neural Inf. Process. Syst. 33 (a space of rules that is searched); this form: this project",
            RuleFamily.Control,
            TimeReversal.Invariant,
            "Any sum of products of one signal of the receiver and one of the sender; its coefficients say which rule it is.",
            ByValues: true
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <summary>θ, coefficient of 1, growth whatever the activity [1].</summary>
    public double OneOne { get; init; }

    /// <summary>θ, coefficient of pre.rate [1].</summary>
    public double OneRate { get; init; }

    /// <summary>θ, coefficient of pre.fast [1].</summary>
    public double OneFast { get; init; }

    /// <summary>θ, coefficient of pre.slow [1].</summary>
    public double OneSlow { get; init; }

    /// <summary>θ, coefficient of pre.change [1].</summary>
    public double OneChange { get; init; }

    /// <summary>θ, coefficient of post.rate [1].</summary>
    public double RateOne { get; init; }

    /// <summary>θ, coefficient of post.rate · pre.rate [1].</summary>
    public double RateRate { get; init; }

    /// <summary>θ, coefficient of post.rate · pre.fast [1].</summary>
    public double RateFast { get; init; }

    /// <summary>θ, coefficient of post.rate · pre.slow [1].</summary>
    public double RateSlow { get; init; }

    /// <summary>θ, coefficient of post.rate · pre.change [1].</summary>
    public double RateChange { get; init; }

    /// <summary>θ, coefficient of post.fast [1].</summary>
    public double FastOne { get; init; }

    /// <summary>θ, coefficient of post.fast · pre.rate [1].</summary>
    public double FastRate { get; init; }

    /// <summary>θ, coefficient of post.fast · pre.fast [1].</summary>
    public double FastFast { get; init; }

    /// <summary>θ, coefficient of post.fast · pre.slow [1].</summary>
    public double FastSlow { get; init; }

    /// <summary>θ, coefficient of post.fast · pre.change [1].</summary>
    public double FastChange { get; init; }

    /// <summary>θ, coefficient of post.slow [1].</summary>
    public double SlowOne { get; init; }

    /// <summary>θ, coefficient of post.slow · pre.rate [1].</summary>
    public double SlowRate { get; init; }

    /// <summary>θ, coefficient of post.slow · pre.fast [1].</summary>
    public double SlowFast { get; init; }

    /// <summary>θ, coefficient of post.slow · pre.slow [1].</summary>
    public double SlowSlow { get; init; }

    /// <summary>θ, coefficient of post.slow · pre.change [1].</summary>
    public double SlowChange { get; init; }

    /// <summary>θ, coefficient of post.change [1].</summary>
    public double ChangeOne { get; init; }

    /// <summary>θ, coefficient of post.change · pre.rate [1].</summary>
    public double ChangeRate { get; init; }

    /// <summary>θ, coefficient of post.change · pre.fast [1].</summary>
    public double ChangeFast { get; init; }

    /// <summary>θ, coefficient of post.change · pre.slow [1].</summary>
    public double ChangeSlow { get; init; }

    /// <summary>θ, coefficient of post.change · pre.change [1].</summary>
    public double ChangeChange { get; init; }

    /// <summary>κ₁, decay of the weight at all times [1].</summary>
    public double DecayOne { get; init; }

    /// <summary>κ₂, decay of the weight while the receiver is active, factor of r_i w [1].</summary>
    public double DecayRate { get; init; }

    /// <summary>κ₃, decay of the weight with the receiver's activity squared, factor of r_i² w [1].</summary>
    public double DecayRateSquared { get; init; }

    /// <summary>τ of the sender's fast trace [s].</summary>
    [Unit("s")]
    public double TauPreFast { get; init; } = FastTau;

    /// <summary>τ of the sender's slow trace [s].</summary>
    [Unit("s")]
    public double TauPreSlow { get; init; } = SlowTau;

    /// <summary>τ of the receiver's fast trace [s].</summary>
    [Unit("s")]
    public double TauPostFast { get; init; } = FastTau;

    /// <summary>τ of the receiver's slow trace [s].</summary>
    [Unit("s")]
    public double TauPostSlow { get; init; } = SlowTau;

    /// <summary>θ, [receiver's signal, sender's signal].</summary>
    public Matrix Theta =>
        new(
            Signals,
            Signals,
            [
                OneOne,
                OneRate,
                OneFast,
                OneSlow,
                OneChange,
                RateOne,
                RateRate,
                RateFast,
                RateSlow,
                RateChange,
                FastOne,
                FastRate,
                FastFast,
                FastSlow,
                FastChange,
                SlowOne,
                SlowRate,
                SlowFast,
                SlowSlow,
                SlowChange,
                ChangeOne,
                ChangeRate,
                ChangeFast,
                ChangeSlow,
                ChangeChange,
            ]
        );

    /// <summary>κ, factors of 1, r_i and r_i² in the decay [1].</summary>
    public IReadOnlyList<double> Kappa => [DecayOne, DecayRate, DecayRateSquared];

    /// <inheritdoc/>
    public Traces Traces =>
        new(
            Of(TauPreFast, OneFast, RateFast, FastFast, SlowFast, ChangeFast),
            Of(TauPreSlow, OneSlow, RateSlow, FastSlow, SlowSlow, ChangeSlow),
            Of(TauPostFast, FastOne, FastRate, FastFast, FastSlow, FastChange),
            Of(TauPostSlow, SlowOne, SlowRate, SlowFast, SlowSlow, SlowChange)
        );

    /// <summary>The same rule with η = 1, its coefficients multiplied by η, and the time constants of traces that it does not read at their
    /// defaults: two rules with the same formula are equal in this form.</summary>
    public BilinearRule Folded()
    {
        var (eta, traces, theta) = (Eta, Traces, Theta);
        return Of(
            Matrix.From(Signals, Signals, (a, b) => eta * theta[a, b]),
            [.. Kappa.Select(kappa => eta * kappa)],
            new(Or(traces.PreFast, FastTau), Or(traces.PreSlow, SlowTau), Or(traces.PostFast, FastTau), Or(traces.PostSlow, SlowTau))
        );

        static Trace Or(Trace trace, double tau) => trace.Kind == TraceKind.None ? Trace.OfRate(tau) : trace;
    }

    /// <summary>The rule of given coefficients, with η = 1.</summary>
    /// <param name="theta">θ, [receiver's signal, sender's signal], 5 x 5.</param>
    /// <param name="kappa">κ, three numbers.</param>
    /// <param name="traces">The traces; where one is left out, its default time constant.</param>
    public static BilinearRule Of(Matrix theta, IReadOnlyList<double> kappa, Traces traces)
    {
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(kappa);
        return new BilinearRule
        {
            Eta = 1,
            OneOne = theta[0, 0],
            OneRate = theta[0, 1],
            OneFast = theta[0, 2],
            OneSlow = theta[0, 3],
            OneChange = theta[0, 4],
            RateOne = theta[1, 0],
            RateRate = theta[1, 1],
            RateFast = theta[1, 2],
            RateSlow = theta[1, 3],
            RateChange = theta[1, 4],
            FastOne = theta[2, 0],
            FastRate = theta[2, 1],
            FastFast = theta[2, 2],
            FastSlow = theta[2, 3],
            FastChange = theta[2, 4],
            SlowOne = theta[3, 0],
            SlowRate = theta[3, 1],
            SlowFast = theta[3, 2],
            SlowSlow = theta[3, 3],
            SlowChange = theta[3, 4],
            ChangeOne = theta[4, 0],
            ChangeRate = theta[4, 1],
            ChangeFast = theta[4, 2],
            ChangeSlow = theta[4, 3],
            ChangeChange = theta[4, 4],
            DecayOne = kappa[0],
            DecayRate = kappa[1],
            DecayRateSquared = kappa[2],
            TauPreFast = Tau(traces.PreFast, FastTau),
            TauPreSlow = Tau(traces.PreSlow, SlowTau),
            TauPostFast = Tau(traces.PostFast, FastTau),
            TauPostSlow = Tau(traces.PostSlow, SlowTau),
        };

        static double Tau(Trace trace, double otherwise) => trace.Kind == TraceKind.None ? otherwise : trace.Tau;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Settings
            .Values(this)
            .Select(setting => Require.Finite(setting.Value, setting.Key))
            .Append(Require.NotNegative(Eta))
            .Append(Require.Positive(TauPreFast))
            .Append(Require.Positive(TauPreSlow))
            .Append(Require.Positive(TauPostFast))
            .Append(Require.Positive(TauPostSlow))
            .OfType<string>()
            .Distinct();

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane>
    {
        var one = Sum(in pre, OneOne, OneRate, OneFast, OneSlow, OneChange);
        var rate = post.Rate * Sum(in pre, RateOne, RateRate, RateFast, RateSlow, RateChange);
        var fast = post.Fast * Sum(in pre, FastOne, FastRate, FastFast, FastSlow, FastChange);
        var slow = post.Slow * Sum(in pre, SlowOne, SlowRate, SlowFast, SlowSlow, SlowChange);
        var change = post.Change * Sum(in pre, ChangeOne, ChangeRate, ChangeFast, ChangeSlow, ChangeChange);
        var decay = DecayOne + (DecayRate * post.Rate) + (DecayRateSquared * (post.Rate * post.Rate));
        return Eta * (one + rate + fast + slow + change - (decay * w));
    }

    private static TLane Sum<TLane>(in Pre<TLane> pre, double one, double rate, double fast, double slow, double change)
        where TLane : struct, ILane<TLane> => one + (rate * pre.Rate) + (fast * pre.Fast) + (slow * pre.Slow) + (change * pre.Change);

    private static Trace Of(double tau, params ReadOnlySpan<double> factors) =>
        factors.IndexOfAnyExcept(0.0) < 0 ? default : Trace.OfRate(tau);
}
