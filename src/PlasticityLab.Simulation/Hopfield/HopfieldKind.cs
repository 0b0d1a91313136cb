using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.KWinners;

namespace PlasticityLab.Simulation.Hopfield;

/// <summary>Hopfield networks: states ±1, and every pattern that is heard is added to the weights (<see cref="HopfieldNetwork"/>). The
/// neurons of an item are +1 in its pattern, all others −1; in silence after a cue the neurons are asked one by one, each once a time
/// step.</summary>
/// <remarks>A rule adds c ξ ξᵀ/N, where c is what it does between two neurons that stay active together, in units of its largest change:
/// 1 for Hebb, −1 for anti-Hebb, 0 for rules that only see changes. Learning rate and weight_max change nothing.</remarks>
public sealed record HopfieldKind : INetworkKind
{
    /// <summary>Name of the readout: factor on <see cref="Temperature"/> [1].</summary>
    public const string Noise = "noise";

    /// <inheritdoc/>
    public KindCard Card =>
        new(
            "hopfield",
            "a Hopfield network",
            "S_i ← sign(Σ_j J_ij S_j), one neuron at a time; J = (c/N) Σ_μ ξ^μ ξ^μᵀ, no self-connections; at a temperature T, P(S_i = 1) = 1/(1 + exp(−2 h_i/T))",
            "Hopfield 1982, PNAS 79:2554; Amit, Gutfreund & Sompolinsky 1985, Phys. Rev. Lett. 55:1530",
            ImmutableSortedDictionary<string, double>.Empty.Add(Noise, 1)
        );

    /// <summary>N, number of neurons.</summary>
    public int Units { get; init; } = 200;

    /// <summary>T, temperature while it recalls, in units of the field that one stored pattern makes; 0: none, and near 1 even a single
    /// pattern is lost [1].</summary>
    public double Temperature { get; init; }

    /// <summary>Time in which every neuron is asked once [s].</summary>
    [Unit("s")]
    public double TimeStep { get; init; } = 0.010;

    /// <inheritdoc/>
    public int Neurons => Units;

    /// <inheritdoc/>
    public double InitialRadius => 0;

    /// <summary>N: a pattern that is heard once adds 1/N to a synapse.</summary>
    /// <inheritdoc/>
    public double Unit(int assemblySize) => Units;

    /// <inheritdoc/>
    public INetwork Make(Making making)
    {
        ArgumentNullException.ThrowIfNull(making);
        return new HopfieldLearner(this, making);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Units is >= 4 and <= 8000 ? null : $"units must lie in 4 .. 8000, but is {Units}.",
            Require.NotNegative(Temperature),
            Require.Positive(TimeStep)
        );

    /// <inheritdoc/>
    public IEnumerable<string> Problems(LearningSpec learning, int assemblySize)
    {
        ArgumentNullException.ThrowIfNull(learning);
        return Require.All(
            PairUpdate.Takes(learning.Rule)
                ? null
                : $"the rule {RuleCatalog.Card(learning.Rule).Id} pairs single spikes, and states of +1 and −1 have none; choose a rule of rates.",
            learning.Decay == 0 ? null : $"decay must be 0 in a Hopfield network, but is {learning.Decay:R}.",
            double.IsInfinity(learning.Cap) ? null : $"cap must be 0 in a Hopfield network, but is {learning.Cap:R}.",
            learning.SoftBounds ? "soft_bounds must be false in a Hopfield network, whose weights have no bounds." : null,
            learning.Normalisation == RowNormalisation.None ? null : "normalisation must be none in a Hopfield network."
        );
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems(ITask task) =>
        task switch
        {
            RecordedActivity or Chain { ArrayFile.Length: > 0 } => ["recorded activity is graded, and states are +1 or −1."],
            Undisturbed => ["nothing is heard, and a Hopfield network learns and recalls only what it hears; choose task patterns."],
            _ => [],
        };
}
