using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.KWinners;

/// <summary>Networks in which k neurons win at each note, in discrete time (<see cref="KWinnersNetwork"/>) or with graded rates
/// (<see cref="RateWinnersNetwork"/>). The neurons of an item are those
/// that it opens; random weights give every place of a tune its own code; a note is one step, however long it lasts.</summary>
/// <remarks>Synapses begin at 0 and have few states, so only the relative size of what a rule does to them counts: learning rate and
/// weight_max change nothing. A local read-out that learns beside them tells which item a code stands for.</remarks>
public sealed record WinnersNetwork : INetworkKind
{
    /// <summary>Name of the readout: factor on <see cref="NoiseSd"/> [1].</summary>
    public const string Noise = "noise";

    /// <inheritdoc/>
    public KindCard Card =>
        new(
            "k_winners",
            "a network of k winners",
            "x_i = 1 for the k largest 2¹⁶ L Σ_j W_ij x_j + Σ_j J_ij x_j of the neurons that are open, else 0",
            "Willshaw, Buneman & Longuet-Higgins 1969, Nature 222:960; Bouhadjar et al. 2022, PLoS Comput. Biol. 18:e1010233",
            ImmutableSortedDictionary<string, double>.Empty.Add(Noise, 1)
        );

    /// <summary>N, number of neurons; a multiple of 64.</summary>
    public int Units { get; init; } = 2048;

    /// <summary>k, neurons that win at each note; at most half of those that an item opens.</summary>
    public int Winners { get; init; } = 24;

    /// <summary>L, states of a synapse on each side of 0: its weight is one of −1, …, −1/L, 0, 1/L, …, 1.</summary>
    public int Levels { get; init; } = 1;

    /// <summary>Notes for which a neuron that won cannot win again: fatigue, 0 for none.</summary>
    public int Fatigue { get; init; }

    /// <summary>Whether the network hears the notes that it plays; else it runs on with its own activity alone.</summary>
    public bool Hears { get; init; } = true;

    /// <summary>σ, standard deviation of the noise on each neuron while it plays, in drives of a whole code [1].</summary>
    public double NoiseSd { get; init; }

    /// <summary>Whether rates are graded and compete through one global inhibition instead of being sorted; a note is then a beat of 40 ms
    /// while it learns, and of time_step while it plays.</summary>
    [Added(3, false)]
    public bool Graded { get; init; }

    /// <summary>Time in which it plays one note [s].</summary>
    [Unit("s")]
    public double TimeStep { get; init; } = 0.040;

    /// <summary>Silence after which what was heard before counts no more, so that the next note is a beginning [s].</summary>
    [Unit("s")]
    public double Rest { get; init; } = 0.080;

    /// <inheritdoc/>
    public int Neurons => Units;

    /// <inheritdoc/>
    public double InitialRadius => 0;

    /// <inheritdoc/>
    public double Least => -1;

    /// <summary>1: a weight is told as it is.</summary>
    /// <inheritdoc/>
    public double Unit(int assemblySize) => 1;

    /// <inheritdoc/>
    public INetwork Make(Making making)
    {
        ArgumentNullException.ThrowIfNull(making);
        return new WinnersLearner(this, making);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Units is >= 64 and <= 1 << 14 && Units % 64 == 0 ? null : $"units must be a multiple of 64 in 64 .. 16384, but is {Units}.",
            Winners is >= 1 and <= 120 ? null : $"winners must lie in 1 .. 120, but is {Winners}.",
            Levels is >= 1 and <= 127 ? null : $"levels must lie in 1 .. 127, but is {Levels}.",
            Fatigue is >= 0 and <= 16 ? null : $"fatigue must lie in 0 .. 16, but is {Fatigue}.",
            Require.NotNegative(NoiseSd),
            Require.Positive(TimeStep),
            Require.Positive(Rest),
            Graded && Fatigue != 0 ? $"fatigue must be 0 where graded is true, but is {Fatigue}." : null,
            Graded && Hears ? "hears must be false where graded is true: these networks run on with their own activity alone." : null,
            Graded && NoiseSd > 0 ? $"noise_sd must be 0 where graded is true, but is {NoiseSd:R}." : null,
            Graded && TimeStep is < 0.01 or > 10
                ? $"time_step must lie in 10 ms .. 10 s where graded is true, but is {Quantity.Show(TimeStep, "s")}."
                : null
        );

    /// <inheritdoc/>
    public IEnumerable<string> Problems(LearningSpec learning, int assemblySize)
    {
        ArgumentNullException.ThrowIfNull(learning);
        return Require.All(
            PairUpdate.Takes(learning.Rule)
                ? null
                : $"the rule {RuleCatalog.Card(learning.Rule).Id} pairs single spikes and has no meaning for codes; choose a rule of rates.",
            learning.Decay == 0 ? null : $"decay must be 0, since synapses with few states do not decay, but is {learning.Decay:R}.",
            double.IsInfinity(learning.Cap) ? null : $"cap must be 0, since winners have no cap, but is {learning.Cap:R}.",
            learning.SoftBounds ? "soft_bounds must be false, since a synapse's states are its bounds." : null,
            learning.Normalisation == RowNormalisation.None ? null : "normalisation must be none in a network of k winners."
        );
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems(ITask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task is RecordedActivity or Chain { ArrayFile.Length: > 0 }
            ? ["recorded activity is graded, and winners are active or not."]
            : Require.All(
                2 * Winners <= task.AssemblySize
                    ? null
                    : $"{Winners} winners need items of at least {2 * Winners} neurons, but they have {task.AssemblySize} (task.assembly_size); a quarter of network.units is a good size.",
                task.AssemblySize < Units ? null : $"an item must leave some of the {Units} neurons closed, but opens {task.AssemblySize}."
            );
    }

    internal KWinnersSettings Settings =>
        new()
        {
            Neurons = Units,
            Winners = Winners,
            Levels = Levels,
            Fatigue = Fatigue,
            Hears = Hears,
        };
}
