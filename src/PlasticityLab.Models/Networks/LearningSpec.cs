using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Networks;

/// <summary>How weights learn: a rule and the constraints around it, which are the same for every rule.</summary>
public sealed record LearningSpec
{
    /// <summary>The rule.</summary>
    public required ILearningRule Rule { get; init; }

    /// <summary>+1: the rule as it is; −1: the control with every change turned round.</summary>
    public double Sign { get; init; } = 1;

    /// <summary>w_max, the bound |W| ≤ w_max/n_A, in units in which a fully active assembly delivers the input w_max [1].</summary>
    public double WeightMax { get; init; } = 1.5;

    /// <summary>λ, decay of every weight [1/s].</summary>
    public double Decay { get; init; }

    /// <summary>h, cap on the sum of a neuron's positive input weights, in units of its initial value [1]; infinite: no cap.</summary>
    public double Cap { get; init; } = double.PositiveInfinity;

    /// <summary>Time between enforcements of the cap and of the normalisation [s].</summary>
    public double CapEvery { get; init; } = 0.050;

    /// <summary>κ, recurrent gain during training [1].</summary>
    public double TrainingGain { get; init; } = 0.3;

    /// <summary>Soft bounds: strengthening slows towards the upper bound, weakening towards the lower one.</summary>
    public bool SoftBounds { get; init; }

    /// <summary>What is done to the rows of W every <see cref="CapEvery"/>.</summary>
    public RowNormalisation Normalisation { get; init; }

    /// <summary>One sentence for each value that is out of its range.</summary>
    public IEnumerable<string> Problems() =>
        Rule.Problems()
            .Concat(
                Require.All(
                    Require.Positive(WeightMax),
                    Require.NotNegative(Decay),
                    Cap > 0 ? null : $"cap must be above 0, but is {Cap:R}.",
                    Require.Positive(CapEvery),
                    Require.NotNegative(TrainingGain)
                )
            );
}

/// <summary>Homeostasis over a neuron's input weights, enforced every 50 ms beside the cap.</summary>
public enum RowNormalisation
{
    /// <summary>None.</summary>
    None,

    /// <summary>The sum of the row is restored by adding the same amount to every weight.</summary>
    Subtractive,

    /// <summary>The sum of the absolute weights of the row is restored by scaling.</summary>
    Divisive,

    /// <summary>Synaptic scaling: the row's positive weights grow when the neuron's mean activity is below that of its first silent period,
    /// shrink when above (Turrigiano et al. 1998).</summary>
    SynapticScaling,

    /// <summary>Heterosynaptic competition: what a row or a column exceeds its initial positive sum by is taken in equal parts from its
    /// positive weights (Fiete et al. 2010).</summary>
    Heterosynaptic,
}
