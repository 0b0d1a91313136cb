using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.KWinners;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>Networks that need no teacher: one neuron wins at each step, driven by the last winner, by noise and by what is heard, and the
/// rule acts on the two (<see cref="WinnerNetwork"/>).</summary>
/// <remarks>Weights lie in [0, 1] and only the relative size of what a rule does forwards and backwards counts: learning rate and
/// weight_max change nothing.</remarks>
public sealed record SelfOrganising : INetworkKind
{
    /// <summary>Name of the readout: factor on the noise [1].</summary>
    public const string Noise = "noise";

    /// <inheritdoc/>
    public KindCard Card =>
        new(
            "self_organising",
            "a self-organising network",
            "the winner is argmax_i (W[i, last] + 0.12 ξ_i + I_i), ξ exponential with mean 1; the last two cannot win",
            "Fiete, Senn, Wang & Hahnloser 2010, Neuron 65:563",
            ImmutableSortedDictionary<string, double>.Empty.Add(Noise, 1)
        );

    /// <summary>N, number of neurons.</summary>
    public int Units { get; init; } = 40;

    /// <summary>Whether each neuron's total weight is limited: a row or column of a winner whose sum exceeds 1 is brought back
    /// (heterosynaptic competition).</summary>
    public bool Limited { get; init; } = true;

    /// <summary>Time of one step [s].</summary>
    [Unit("s")]
    public double TimeStep { get; init; } = 0.040;

    /// <inheritdoc/>
    public int Neurons => Units;

    /// <summary>Weights begin between 0 and 1/N: one eigenvalue near 1/2, the others about 0.</summary>
    /// <inheritdoc/>
    public double InitialRadius => 0.5;

    /// <inheritdoc/>
    public double Least => 0;

    /// <summary>1: a weight is told as it is.</summary>
    /// <inheritdoc/>
    public double Unit(int assemblySize) => 1;

    /// <inheritdoc/>
    public INetwork Make(Making making)
    {
        ArgumentNullException.ThrowIfNull(making);
        return new SelfOrganisingLearner(this, making);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(Units is >= 4 and <= 2000 ? null : $"units must lie in 4 .. 2000, but is {Units}.", Require.Positive(TimeStep));

    /// <inheritdoc/>
    public IEnumerable<string> Problems(LearningSpec learning, int assemblySize)
    {
        ArgumentNullException.ThrowIfNull(learning);
        return Require.All(
            PairUpdate.Takes(learning.Rule)
                ? null
                : $"the rule {RuleCatalog.Card(learning.Rule).Id} pairs single spikes, and winners have none; choose a rule of rates.",
            learning.Decay == 0 ? null : $"decay must be 0 in a self-organising network, but is {learning.Decay:R}.",
            double.IsInfinity(learning.Cap)
                ? null
                : $"cap must be 0 in a self-organising network, whose limit is network.limited, but is {learning.Cap:R}.",
            learning.SoftBounds ? "soft_bounds must be false in a self-organising network." : null,
            learning.Normalisation == RowNormalisation.None ? null : "normalisation must be none in a self-organising network."
        );
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems(ITask task) =>
        task is RecordedActivity or Chain { ArrayFile.Length: > 0 } ? ["recorded activity is graded, and one neuron wins at a time."] : [];
}
