using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>One exponent leads from additive (0) to multiplicative (1) STDP.</summary>
public readonly record struct GuetigStdp() : ILearningRule<GuetigStdp>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "guetig_stdp",
            "guetig",
            "Gütig STDP",
            "dw/dt = λ ((1 − w)^μ x_j S_i − α w^μ y_i S_j), w in units of w_max",
            "Gütig, Aharonov, Rotter & Sompolinsky 2003, J. Neurosci. 23:3697",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "One exponent leads from additive (0) to multiplicative (1) STDP.",
            RuleClock.AtSpikes
        );

    /// <summary>λ, learning rate [weight].</summary>
    public double Lambda { get; init; } = 0.005;

    /// <summary>α, depression relative to potentiation [1].</summary>
    [Search(0.02, 2, log: true)]
    public double Alpha { get; init; } = 1.05;

    /// <summary>μ, exponent of the weight dependence [1].</summary>
    [Search(0, 1)]
    public double Mu { get; init; } = 0.4;

    /// <summary>w_max, where potentiation ends [weight].</summary>
    public double FullWeight { get; init; } = 1;

    /// <summary>τ₊, decay of the presynaptic trace x [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.020;

    /// <summary>τ₋, decay of the postsynaptic trace y [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauMinus { get; init; } = 0.020;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfSpikes(TauPlus), PostFast: Trace.OfSpikes(TauMinus));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Require.NotNegative(Lambda),
            Require.NotNegative(Alpha),
            Require.Between(Mu, 0, 1),
            Require.Positive(FullWeight),
            Require.Positive(TauPlus),
            Require.Positive(TauMinus)
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane>
    {
        var share = TLane.AtMost(TLane.Splat(1), TLane.AtLeast(TLane.Splat(0), (1 / FullWeight) * w));
        return Lambda * ((TLane.Pow(1 - share, Mu) * pre.Fast * post.Spikes) - (Alpha * TLane.Pow(share, Mu) * post.Fast * pre.Spikes));
    }
}
