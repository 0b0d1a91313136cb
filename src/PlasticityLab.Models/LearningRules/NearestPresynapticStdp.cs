using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Each spike of the sender is paired with the last and with the next spike of the receiver.</summary>
/// <remarks>Which of two neurons spiked last is local knowledge: both keep a trace that is set to 1 at a spike and decays with one time
/// constant, so the larger one is the younger. Differences are blown up to 0 or 1; equal ages (a coincidence) give exactly 0.</remarks>
public readonly record struct NearestPresynapticStdp() : ILearningRule<NearestPresynapticStdp>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "nearest_presynaptic_stdp",
            "nnpre",
            "pair STDP, centred on the sender",
            "dw/dt = η (A₊ x_j S_i [j after i] − A₋ y_i S_j), traces set to 1 at a spike",
            "Morrison, Diesmann & Gerstner 2008, Biol. Cybern. 98:459, fig. 7",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "Each spike of the sender is paired with the last and with the next spike of the receiver.",
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

    /// <summary>Time constant of the two traces that are compared to tell which neuron spiked last [s]; pairs much further apart than this
    /// are not seen.</summary>
    [Unit("s")]
    public double Memory { get; init; } = 0.5;

    /// <inheritdoc/>
    public Traces Traces =>
        new(Trace.OfNearestSpike(TauPlus), Trace.OfNearestSpike(Memory), Trace.OfNearestSpike(TauMinus), Trace.OfNearestSpike(Memory));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Require.NotNegative(Eta),
            Require.NotNegative(APlus),
            Require.NotNegative(AMinus),
            Require.Positive(Memory),
            Require.Positive(TauPlus),
            Require.Positive(TauMinus)
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane>
    {
        var preIsYounger = TLane.AtMost(TLane.Splat(1), TLane.AtLeast(TLane.Splat(0), 1e6 * (pre.Slow - post.Slow)));
        return Eta * ((APlus * pre.Fast * post.Spikes * preIsYounger) - (AMinus * post.Fast * pre.Spikes));
    }
}
