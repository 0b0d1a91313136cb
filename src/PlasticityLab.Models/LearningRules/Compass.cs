using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>One dial: Hebb at 0°, STDP at 90°, anti-Hebb at 180°, anti-STDP at 270°.</summary>
public readonly record struct Compass() : ILearningRule<Compass>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "compass",
            "compass",
            "rule compass",
            "dw/dt = η ((cos φ + sin φ) r_i x̄_j + (cos φ − sin φ) ȳ_i r_j)",
            "this project; every pair rule with equal time constants is a direction φ",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "One dial: Hebb at 0°, STDP at 90°, anti-Hebb at 180°, anti-STDP at 270°.",
            ByValues: true
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <summary>φ, direction on the compass [degrees].</summary>
    [Search(0, 360)]
    public double Angle { get; init; } = 90;

    /// <summary>τ, time constant of both traces [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.012;

    private double Causal => Math.Cos(Angle * Math.PI / 180) + Math.Sin(Angle * Math.PI / 180);

    private double Acausal => Math.Cos(Angle * Math.PI / 180) - Math.Sin(Angle * Math.PI / 180);

    /// <inheritdoc/>
    public Traces Traces => new(PreFast: Trace.OfRate(TauPlus), PostFast: Trace.OfRate(TauPlus));

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta), Require.Finite(Angle), Require.Positive(TauPlus));

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * ((Causal * post.Rate * pre.Fast) + (Acausal * post.Fast * pre.Rate));
}
