using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Being active or silent together strengthens; one active without the other weakens.</summary>
public readonly record struct Covariance() : ILearningRule<Covariance>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "covariance",
            "cov",
            "covariance",
            "dw/dt = η (r_i − m_i)(r_j − m_j)",
            "Sejnowski 1977, J. Math. Biol. 4:303",
            RuleFamily.Correlational,
            TimeReversal.Nearly,
            "Being active or silent together strengthens; one active without the other weakens."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <summary>τ, time constant of the averages m [s].</summary>
    [Unit("s"), Search(0.030, 5, log: true)]
    public double TauAverage { get; init; } = 0.5;

    /// <inheritdoc/>
    public Traces Traces => new(PreSlow: Trace.OfRate(TauAverage), PostSlow: Trace.OfRate(TauAverage));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta), Require.Positive(TauAverage));

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * (post.Rate - post.Slow) * (pre.Rate - pre.Slow);
}
