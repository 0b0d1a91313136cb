using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Sender before receiver strengthens, receiver before sender weakens, spike by spike.</summary>
public readonly record struct PairStdp() : ILearningRule<PairStdp>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "pair_stdp",
            "pair",
            "pair STDP",
            "dw/dt = η (A₊ x_j S_i − A₋ y_i S_j)",
            "Song, Miller & Abbott 2000, Nat. Neurosci. 3:919; Morrison, Diesmann & Gerstner 2008, Biol. Cybern. 98:459",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "Sender before receiver strengthens, receiver before sender weakens, spike by spike.",
            RuleClock.AtSpikes
        );

    /// <summary>η, factor on the whole rule [1].</summary>
    public double Eta { get; init; } = 1;

    /// <summary>A₊, weight gained by one pre-then-post pair at zero delay [weight].</summary>
    [Search(1)]
    public double APlus { get; init; } = 0.005;

    /// <summary>A₋, weight lost by one post-then-pre pair at zero delay [weight].</summary>
    [Search(0, 1)]
    public double AMinus { get; init; } = 0.00525;

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
            Require.NotNegative(Eta),
            Require.NotNegative(APlus),
            Require.NotNegative(AMinus),
            Require.Positive(TauPlus),
            Require.Positive(TauMinus)
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * ((APlus * pre.Fast * post.Spikes) - (AMinus * post.Fast * pre.Spikes));
}
