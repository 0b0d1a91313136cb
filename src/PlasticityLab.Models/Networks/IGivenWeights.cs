using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Networks;

/// <summary>Weights that are built by hand instead of learned: a record whose properties are its settings. A study names them in the place of
/// a rule.</summary>
[Catalog("kind of hand-built weights")]
public interface IGivenWeights
{
    /// <summary>What they are.</summary>
    GivenWeightsCard Card { get; }

    /// <summary>Adds them to the weights that a network was drawn with, or puts them in their place.</summary>
    /// <param name="weights">W[post, pre], changed in place.</param>
    /// <param name="items">Which neurons stand for which item.</param>
    /// <param name="task">What the network is to do.</param>
    /// <param name="unit">Synapses that share a weight of 1 (<see cref="INetworkKind.Unit"/>).</param>
    void AddTo(Matrix weights, Assemblies items, ITask task, double unit);

    /// <summary>One sentence for each reason why they cannot be built for a task; it goes on after their id.</summary>
    IEnumerable<string> Problems(ITask task);

    /// <summary>One sentence for each reason why a kind of network cannot have them; it goes on after their id.</summary>
    IEnumerable<string> Problems(INetworkKind kind) => [];
}

/// <summary>What hand-built weights are.</summary>
/// <param name="Id">Name in study files.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Equation">What is added to W.</param>
/// <param name="Source">Author and year.</param>
public sealed record GivenWeightsCard(string Id, string Name, string Equation, string Source) : ICard;
