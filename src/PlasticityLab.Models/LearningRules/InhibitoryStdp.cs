using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Inhibition grows where the receiver fires above its target rate, and shrinks below.</summary>
public readonly record struct InhibitoryStdp() : ILearningRule<InhibitoryStdp>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "inhibitory_stdp",
            "istdp",
            "inhibitory STDP",
            "dw/dt = η (x_j S_i + (y_i − 2 ρ₀ τ) S_j), for synapses from inhibitory neurons",
            "Vogels, Sprekeler, Zenke, Clopath & Gerstner 2011, Science 334:1569",
            RuleFamily.Correlational,
            TimeReversal.Nearly,
            "Inhibition grows where the receiver fires above its target rate, and shrinks below.",
            RuleClock.AtSpikes
        );

    /// <summary>η, learning rate [weight].</summary>
    public double Eta { get; init; } = 0.001;

    /// <summary>ρ₀, rate at which weights stand still [Hz].</summary>
    [Unit("Hz"), Search(2, 20)]
    public double TargetRate { get; init; } = 5;

    /// <summary>τ, width of the window [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double Tau { get; init; } = 0.020;

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfSpikes(Tau), PostFast: Trace.OfSpikes(Tau));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta), Require.NotNegative(TargetRate), Require.Positive(Tau));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * ((pre.Fast * post.Spikes) + ((post.Fast - (2 * TargetRate * Tau)) * pre.Spikes));
}
