using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Neurons that fire together come to inhibit each other.</summary>
public readonly record struct AntiHebbian() : ILearningRule<AntiHebbian>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "anti_hebbian",
            "anti",
            "anti-Hebb",
            "dw/dt = −η r_i r_j",
            "Földiák 1990, Biol. Cybern. 64:165",
            RuleFamily.Correlational,
            TimeReversal.Invariant,
            "Neurons that fire together come to inhibit each other."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <inheritdoc/>
    public Traces Traces => new();

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta));

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => -Eta * post.Rate * pre.Rate;
}
