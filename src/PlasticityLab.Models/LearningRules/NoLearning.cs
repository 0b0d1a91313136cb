using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Control: the weights stay as they were.</summary>
public readonly record struct NoLearning() : ILearningRule<NoLearning>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "no_learning",
            "none",
            "no learning",
            "dw/dt = 0",
            "control",
            RuleFamily.Control,
            TimeReversal.Invariant,
            "The network as it was before learning.",
            RuleClock.AtSpikes
        );

    /// <inheritdoc/>
    public Traces Traces => new();

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => [];

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => TLane.Splat(0);
}
