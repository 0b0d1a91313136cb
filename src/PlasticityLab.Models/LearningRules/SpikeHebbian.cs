using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Neurons that spike together, in whichever order, strengthen.</summary>
public readonly record struct SpikeHebbian() : ILearningRule<SpikeHebbian>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "spike_hebbian",
            "shebb",
            "Hebb, spikes",
            "dw/dt = η ((x_j − A_dep) S_i + y_i S_j), one time constant",
            "Hebb 1949; symmetric window: Mishra, Kim, Guzman & Jonas 2016, Nat. Commun. 7:11552",
            RuleFamily.Correlational,
            TimeReversal.Invariant,
            "Neurons that spike together, in whichever order, strengthen.",
            RuleClock.AtSpikes
        );

    /// <summary>η, learning rate [weight].</summary>
    public double Eta { get; init; } = 0.001;

    /// <summary>A_dep, weight that each spike of the receiver takes from all its synapses, relative to η [1].</summary>
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
        where TLane : struct, ILane<TLane> => Eta * (((pre.Fast - ADep) * post.Spikes) + (post.Fast * pre.Spikes));
}
