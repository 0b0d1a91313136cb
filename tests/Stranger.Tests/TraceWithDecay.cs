using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace Stranger;

/// <summary>A rule.</summary>
public readonly record struct TraceWithDecay() : ILearningRule<TraceWithDecay>
{
    public static RuleCard Card =>
        new(
            "trace_with_decay",
            "twd",
            "trace with decay",
            "dw/dt = η r_i x̄_j − λ w",
            "Stranger 2026",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "Grows with the past and forgets."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    [Search(1, 100, log: true)]
    public double Eta { get; init; } = 10;

    /// <summary>τ₊, time constant of the trace [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.020;

    /// <summary>λ, forgetting [1/s].</summary>
    public double Lambda { get; init; } = 0.05;

    public Traces Traces => new(PreFast: Trace.OfRate(TauPlus));

    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta), Require.Positive(TauPlus), Require.NotNegative(Lambda));

    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => (Eta * post.Rate * pre.Fast) - (Lambda * w);
}
