using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>Networks of spiking neurons, some of which fire together every 300 ms, whose synapses are scaled after each such trial by how active
/// sender and receiver are, without a teacher; pair STDP can act beside it (<see cref="ScalingNetwork"/>). Neurons of an item that is
/// heard fire.</summary>
/// <remarks>Weights lie in [0, 2], and the scaling sets their size: weight_max changes nothing. What is watched of a network has the noise and
/// the trials of learning.</remarks>
public sealed record ScalingKind : INetworkKind
{
    /// <summary>Name of the readout: factor on the noise [1].</summary>
    public const string Noise = "noise";

    /// <inheritdoc/>
    public KindCard Card =>
        new(
            "scaling",
            "a network of scaled synapses",
            "ΔW_ij = α Ā_j (1 − Ā_i) W_ij after each trial of 300 ms, Ā the running mean of spikes a trial, α = 0.02; leaky neurons, τ = 15 ms, the first twelve fire 5 ms after the beginning of each trial",
            "Liu & Buonomano 2009, J. Neurosci. 29:13172",
            ImmutableSortedDictionary<string, double>.Empty.Add(Noise, 1)
        );

    /// <summary>N, number of neurons.</summary>
    public int Units { get; init; } = 100;

    /// <summary>α, how fast synapses are scaled; 0: not at all [1].</summary>
    public double Scaling { get; init; } = ScalingNetwork.UsualScaling;

    /// <inheritdoc/>
    public int Neurons => Units;

    /// <summary>1 ms.</summary>
    /// <inheritdoc/>
    public double TimeStep => 0.001;

    /// <summary>None: all weights are positive, so one eigenvalue lies far outside of the circle that holds the others.</summary>
    /// <inheritdoc/>
    public double InitialRadius => double.NaN;

    /// <inheritdoc/>
    public double Least => 0;

    /// <summary>1: a weight is told as it is.</summary>
    /// <inheritdoc/>
    public double Unit(int assemblySize) => 1;

    /// <inheritdoc/>
    public INetwork Make(Making making)
    {
        ArgumentNullException.ThrowIfNull(making);
        return new ScalingLearner(this, making);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Units is >= 20 and <= 2000 ? null : $"units must lie in 20 .. 2000, but is {Units}.",
            Scaling is >= 0 and <= 1 ? null : $"scaling must lie in 0 .. 1, but is {Scaling:R}."
        );

    /// <inheritdoc/>
    public IEnumerable<string> Problems(LearningSpec learning, int assemblySize)
    {
        ArgumentNullException.ThrowIfNull(learning);
        return Require.All(
            learning.Rule is PairStdp or NoLearning
                ? null
                : $"the rule {RuleCatalog.Card(learning.Rule).Id} cannot act beside the scaling of synapses, which takes pair_stdp (eta: 0 leaves the scaling alone).",
            learning.Decay == 0 ? null : $"decay must be 0 in a network of scaled synapses, but is {learning.Decay:R}.",
            double.IsInfinity(learning.Cap)
                ? null
                : $"cap must be 0 in a network of scaled synapses, whose weights the scaling limits, but is {learning.Cap:R}.",
            learning.SoftBounds ? "soft_bounds must be false in a network of scaled synapses." : null,
            learning.Normalisation == RowNormalisation.None ? null : "normalisation must be none in a network of scaled synapses."
        );
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems(ITask task) =>
        task is RecordedActivity or Chain { ArrayFile.Length: > 0 } ? ["recorded activity is graded, and neurons fire or do not."] : [];
}
