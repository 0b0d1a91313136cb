using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Pair STDP in which each spike sees only the last spike of the other neuron.</summary>
public readonly record struct NearestSymmetricStdp() : ILearningRule<NearestSymmetricStdp>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "nearest_symmetric_stdp",
            "nnsym",
            "pair STDP, nearest spikes",
            "dw/dt = η (A₊ x_j S_i − A₋ y_i S_j), traces set to 1 at a spike",
            "Morrison, Diesmann & Gerstner 2008, Biol. Cybern. 98:459, fig. 7",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "Pair STDP in which each spike sees only the last spike of the other neuron.",
            RuleClock.AtSpikes
        );

    /// <summary>η, factor on the whole rule [1].</summary>
    public double Eta { get; init; } = 1;

    /// <summary>A₊, weight gained by one pair at zero delay [weight].</summary>
    [Search(1)]
    public double APlus { get; init; } = 0.005;

    /// <summary>A₋, weight lost by one pair at zero delay [weight].</summary>
    [Search(0, 1)]
    public double AMinus { get; init; } = 0.00525;

    /// <summary>τ₊, decay of the presynaptic trace x [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.020;

    /// <summary>τ₋, decay of the postsynaptic trace y [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauMinus { get; init; } = 0.020;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfNearestSpike(TauPlus), PostFast: Trace.OfNearestSpike(TauMinus));

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
