using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>A synapse grows when its sender was active shortly before its receiver; nothing weakens it.</summary>
public readonly record struct CausalTraceHebb() : ILearningRule<CausalTraceHebb>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "causal_trace_hebb",
            "tah",
            "trace Hebb",
            "dw/dt = η r_i x̄_j",
            "Abbott & Blum 1996, Cereb. Cortex 6:406; Földiák 1991, Neural Comput. 3:194",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "A synapse grows when its sender was active shortly before its receiver; nothing weakens it."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <summary>τ₊, time constant of the trace x̄ [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.020;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfRate(TauPlus));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta), Require.Positive(TauPlus));

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * post.Rate * pre.Fast;
}
