using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>STDP whose weakening grows with the weight: weights settle in one hump.</summary>
public readonly record struct MultiplicativeStdp() : ILearningRule<MultiplicativeStdp>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "multiplicative_stdp",
            "mult",
            "multiplicative STDP",
            "dw/dt = η (c_p x_j S_i − c_d w y_i S_j)",
            "van Rossum, Bi & Turrigiano 2000, J. Neurosci. 20:8812",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "STDP whose weakening grows with the weight: weights settle in one hump.",
            RuleClock.AtSpikes
        );

    /// <summary>η, factor on the whole rule [1].</summary>
    public double Eta { get; init; } = 1;

    /// <summary>c_p, weight gained by one pair at zero delay [weight].</summary>
    [Search(1)]
    public double Potentiation { get; init; } = 1;

    /// <summary>c_d, share of the weight lost by one pair at zero delay [1].</summary>
    [Search(0, 1)]
    public double Depression { get; init; } = 0.003;

    /// <summary>τ₊, decay of the presynaptic trace x [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.020;

    /// <summary>τ₋, decay of the postsynaptic trace y [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauMinus { get; init; } = 0.020;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfSpikes(TauPlus), PostFast: Trace.OfSpikes(TauMinus));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Require.NotNegative(Eta),
            Require.NotNegative(Potentiation),
            Require.NotNegative(Depression),
            Require.Positive(TauPlus),
            Require.Positive(TauMinus)
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * ((Potentiation * pre.Fast * post.Spikes) - (Depression * w * post.Fast * pre.Spikes));
}
