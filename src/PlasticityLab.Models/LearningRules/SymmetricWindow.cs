using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Firing close in time strengthens the synapse, whatever the order.</summary>
public readonly record struct SymmetricWindow() : ILearningRule<SymmetricWindow>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "symmetric_window",
            "sym",
            "symmetric window",
            "dw/dt = η (r_i x̄_j + x̄_i r_j)",
            "Mishra et al. 2016, Nat. Commun. 7:11552 (symmetric window in CA3)",
            RuleFamily.Correlational,
            TimeReversal.Invariant,
            "Firing close in time strengthens the synapse, whatever the order."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <summary>τ₊, time constant of the traces x̄ [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.020;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfRate(TauPlus), PostFast: Trace.OfRate(TauPlus));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta), Require.Positive(TauPlus));

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * ((post.Rate * pre.Fast) + (post.Fast * pre.Rate));
}
