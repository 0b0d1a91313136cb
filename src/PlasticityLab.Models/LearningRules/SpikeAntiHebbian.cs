using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Neurons that spike together, in whichever order, weaken.</summary>
public readonly record struct SpikeAntiHebbian() : ILearningRule<SpikeAntiHebbian>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "spike_anti_hebbian",
            "santi",
            "anti-Hebb, spikes",
            "dw/dt = η ((A_dep − x_j) S_i − y_i S_j), one time constant",
            "Földiák 1990, Biol. Cybern. 64:165",
            RuleFamily.Correlational,
            TimeReversal.Invariant,
            "Neurons that spike together, in whichever order, weaken.",
            RuleClock.AtSpikes
        );

    /// <summary>η, learning rate [weight].</summary>
    public double Eta { get; init; } = 0.001;

    /// <summary>A_dep, weight that each spike of the receiver gives to all its synapses, relative to η [1].</summary>
    [Search(0, 0.05, 0.2)]
    public double ADep { get; init; } = 0;

    /// <summary>τ, width of the window [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double Tau { get; init; } = 0.020;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfSpikes(Tau), PostFast: Trace.OfSpikes(Tau));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta), Require.NotNegative(ADep), Require.Positive(Tau));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * (((ADep - pre.Fast) * post.Spikes) - (post.Fast * pre.Spikes));
}
