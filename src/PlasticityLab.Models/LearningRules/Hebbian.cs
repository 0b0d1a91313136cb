using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Neurons that fire together wire together; who fired first does not matter.</summary>
public readonly record struct Hebbian() : ILearningRule<Hebbian>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "hebbian",
            "hebb",
            "Hebb",
            "dw/dt = η r_i r_j",
            "Hebb 1949; Gerstner & Kistler 2002, Spiking Neuron Models, ch. 10",
            RuleFamily.Correlational,
            TimeReversal.Invariant,
            "Neurons that fire together wire together; who fired first does not matter."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <inheritdoc/>
    public Traces Traces => new();

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta));

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * post.Rate * pre.Rate;
}
