using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Hebbian growth with a decay that keeps each neuron's weights at a fixed length.</summary>
public readonly record struct Oja() : ILearningRule<Oja>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "oja",
            "oja",
            "Oja",
            "dw/dt = η (r_j − α r_i w) r_i",
            "Oja 1982, J. Math. Biol. 15:267",
            RuleFamily.Correlational,
            TimeReversal.Nearly,
            "Hebbian growth with a decay that keeps each neuron's weights at a fixed length."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    public double Eta { get; init; } = 10;

    /// <summary>α, strength of the decay [1].</summary>
    [Search(0.02, 5, log: true)]
    public double Alpha { get; init; } = 1.0;

    /// <inheritdoc/>
    public Traces Traces => new();

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta), Require.Positive(Alpha));

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Eta * ((post.Rate * pre.Rate) - (Alpha * (post.Rate * post.Rate) * w));
}
