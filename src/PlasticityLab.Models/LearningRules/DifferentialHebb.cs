using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Strengthens when the receiver's activity rises while the sender is active, weakens when it falls.</summary>
public readonly record struct DifferentialHebb() : ILearningRule<DifferentialHebb>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "differential_hebb",
            "diff",
            "differential Hebb",
            "dw/dt = η ṙ_i r_j,  ṙ = τ dr/dt",
            "Kosko 1986, AIP Conf. Proc. 151:277; Roberts 1999, J. Comput. Neurosci. 7:235",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "Strengthens when the receiver's activity rises while the sender is active, weakens when it falls."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <inheritdoc/>
    public Traces Traces => new();

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta));

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * post.Change * pre.Rate;
}
