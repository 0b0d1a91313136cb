using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Networks;

/// <summary>Weights from a file in the place of learned ones: <c>- { name: measured, weights: { file: w.npz, array: W } }</c>.</summary>
public sealed record ImportedWeights : IGivenWeights
{
    /// <summary>Name in study files.</summary>
    public const string Id = "imported";

    /// <inheritdoc/>
    public GivenWeightsCard Card => new(Id, "imported weights", "W from a file", "the file's author");

    /// <summary>The file.</summary>
    public WeightArray? Weights { get; init; }

    /// <summary>Puts them in the place of the weights that a network was drawn with.</summary>
    /// <inheritdoc/>
    public void AddTo(Matrix weights, Assemblies items, ITask task, double unit)
    {
        ArgumentNullException.ThrowIfNull(weights);
        (Weights ?? throw new InvalidOperationException("The weights have no file.")).Read().Values.CopyTo(weights.Values.AsSpan());
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems(ITask task) => Weights is null ? ["must name its file: weights: { file: w.npz, array: W }."] : [];

    /// <inheritdoc/>
    public IEnumerable<string> Problems(INetworkKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return Weights?.Problems(kind.Neurons, $"network.{kind.Card.Size}", kind.Least) ?? [];
    }
}
