using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>STDP with gains that grow more slowly than the weight and losses that grow with it.</summary>
public readonly record struct PowerLawStdp() : ILearningRule<PowerLawStdp>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "power_law_stdp",
            "powerlaw",
            "power-law STDP",
            "dw/dt = λ (w₀^(1−μ) w^μ x_j S_i − α w y_i S_j)",
            "Morrison, Aertsen & Diesmann 2007, Neural Comput. 19:1437",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "STDP with gains that grow more slowly than the weight and losses that grow with it.",
            RuleClock.AtSpikes
        );

    /// <summary>λ, learning rate [1].</summary>
    public double Lambda { get; init; } = 0.01;

    /// <summary>α, depression relative to potentiation [1].</summary>
    [Search(0.02, 2, log: true)]
    public double Alpha { get; init; } = 0.0513;

    /// <summary>μ, exponent of potentiation [1].</summary>
    [Search(0, 1)]
    public double Mu { get; init; } = 0.4;

    /// <summary>w₀, reference weight [weight].</summary>
    public double ReferenceWeight { get; init; } = 1;

    /// <summary>τ₊, decay of the presynaptic trace x [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.015;

    /// <summary>τ₋, decay of the postsynaptic trace y [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauMinus { get; init; } = 0.030;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfSpikes(TauPlus), PostFast: Trace.OfSpikes(TauMinus));

    /// <inheritdoc/>
    public (double Least, double Most) WeightRange => (0, double.PositiveInfinity);

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Require.NotNegative(Lambda),
            Require.NotNegative(Alpha),
            Require.Between(Mu, 0, 1),
            Require.Positive(ReferenceWeight),
            Require.Positive(TauPlus),
            Require.Positive(TauMinus)
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> =>
        Lambda * ((Math.Pow(ReferenceWeight, 1 - Mu) * TLane.Pow(w, Mu) * pre.Fast * post.Spikes) - (Alpha * w * post.Fast * pre.Spikes));
}
