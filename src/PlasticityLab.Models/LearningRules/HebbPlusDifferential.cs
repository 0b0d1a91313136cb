using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Coincidence strengthens, and more so when the receiver is on the rise.</summary>
public readonly record struct HebbPlusDifferential() : ILearningRule<HebbPlusDifferential>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "hebb_plus_differential",
            "hebbdiff",
            "Hebb + differential",
            "dw/dt = η (r_i + A ṙ_i) r_j,  ṙ = τ dr/dt",
            "Xie & Seung 2000, NIPS 12:199",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "Coincidence strengthens, and more so when the receiver is on the rise."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <summary>A, weight of the differential part [1].</summary>
    [Search(0.2, 4)]
    public double A { get; init; } = 1.0;

    /// <inheritdoc/>
    public Traces Traces => new();

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta), Require.NotNegative(A));

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * (post.Rate + (A * post.Change)) * pre.Rate;
}
