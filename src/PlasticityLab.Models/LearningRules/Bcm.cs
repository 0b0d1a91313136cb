using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Strong firing strengthens, weak firing weakens, and the border slides with the neuron's own history.</summary>
public readonly record struct Bcm() : ILearningRule<Bcm>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "bcm",
            "bcm",
            "BCM",
            "dw/dt = η r_i (r_i − θ_i) r_j,  τ dθ_i/dt = −θ_i + r_i²/r₀",
            "Bienenstock, Cooper & Munro 1982, J. Neurosci. 2:32",
            RuleFamily.Correlational,
            TimeReversal.Broken,
            "Strong firing strengthens, weak firing weakens, and the border slides with the neuron's own history."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <summary>r₀, activity at which the threshold equals the activity [1].</summary>
    [Search(0.030, 1, log: true)]
    public double R0 { get; init; } = 0.3;

    /// <summary>τ, time constant of the threshold θ [s].</summary>
    [Unit("s"), Search(0.030, 5, log: true)]
    public double TauAverage { get; init; } = 0.3;

    /// <inheritdoc/>
    public Traces Traces => new(PostSlow: Trace.OfRateSquared(TauAverage));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta), Require.Positive(R0), Require.Positive(TauAverage));

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * (post.Rate * (post.Rate - ((1 / R0) * post.Slow))) * pre.Rate;
}
