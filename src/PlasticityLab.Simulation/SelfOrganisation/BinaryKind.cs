using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.KWinners;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>Networks of binary neurons that chance makes active, without a teacher: a rule of successive activity acts beside competition
/// for each neuron's total weight (<see cref="CompetitionNetwork"/>). Neurons of an item that is heard are active.</summary>
/// <remarks>Weights begin at 0 and lie in [0, 1]; only the relative size of what a rule does forwards and backwards counts, in hundredths:
/// learning rate and weight_max change nothing.</remarks>
public sealed record BinaryKind : INetworkKind
{
    /// <summary>Name of the readout: factor on the probability of being active by chance [1].</summary>
    public const string Noise = "noise";

    /// <inheritdoc/>
    public KindCard Card =>
        new(
            "binary",
            "a network of binary neurons",
            "x_i(t + 1) = 1 where Σ_j W_ij x_j − β Σ_j x_j + b_i > 0, β = 1/4, b_i = 1 with probability 2/N; beside the rule ΔW_ij = −η ε ([Σ_j W_ij − 1]₊ + [Σ_i W_ij − 1]₊), η = 1/8",
            "Fiete, Senn, Wang & Hahnloser 2010, Neuron 65:563",
            ImmutableSortedDictionary<string, double>.Empty.Add(Noise, 1)
        );

    /// <summary>N, number of neurons.</summary>
    public int Units { get; init; } = 50;

    /// <summary>ε, strength of the competition for a neuron's total weight, of its inputs and of its outputs; 0: none [1].</summary>
    public double Competition { get; init; } = 0.1;

    /// <summary>Time of one step [s].</summary>
    [Unit("s")]
    public double TimeStep { get; init; } = 0.010;

    /// <inheritdoc/>
    public int Neurons => Units;

    /// <inheritdoc/>
    public double InitialRadius => 0;

    /// <inheritdoc/>
    public double Least => 0;

    /// <summary>1: a weight is told as it is.</summary>
    /// <inheritdoc/>
    public double Unit(int assemblySize) => 1;

    /// <inheritdoc/>
    public INetwork Make(Making making)
    {
        ArgumentNullException.ThrowIfNull(making);
        return new BinaryLearner(this, making);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Units is >= 4 and <= 2000 ? null : $"units must lie in 4 .. 2000, but is {Units}.",
            Competition is >= 0 and <= 1 ? null : $"competition must lie in 0 .. 1, but is {Competition:R}.",
            Require.Positive(TimeStep)
        );

    /// <inheritdoc/>
    public IEnumerable<string> Problems(LearningSpec learning, int assemblySize)
    {
        ArgumentNullException.ThrowIfNull(learning);
        return Require.All(
            PairUpdate.Takes(learning.Rule)
                ? null
                : $"the rule {RuleCatalog.Card(learning.Rule).Id} pairs single spikes, and binary neurons have none; choose a rule of rates.",
            learning.Decay == 0 ? null : $"decay must be 0 in a network of binary neurons, but is {learning.Decay:R}.",
            double.IsInfinity(learning.Cap)
                ? null
                : $"cap must be 0 in a network of binary neurons, whose limit is network.competition, but is {learning.Cap:R}.",
            learning.SoftBounds ? "soft_bounds must be false in a network of binary neurons." : null,
            learning.Normalisation == RowNormalisation.None ? null : "normalisation must be none in a network of binary neurons."
        );
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems(ITask task) =>
        task is RecordedActivity or Chain { ArrayFile.Length: > 0 } ? ["recorded activity is graded, and neurons are active or not."] : [];
}
