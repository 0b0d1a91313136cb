using System.Collections.Immutable;
using PlasticityLab.Experiments;

namespace PlasticityLab.Studies.Runs;

/// <summary>What is to be kept of a network over time beside its measures. It is no part of a run's name: with it a run gives the same result,
/// and what is recorded lies beside it in the store.</summary>
/// <param name="Weights">Epochs after which all weights are kept; 0: before training.</param>
/// <param name="Synapses">Synapses whose weight is kept after every epoch.</param>
/// <param name="Samples">Samples of every neuron's activity in the first replay, at most; 0: none are kept.</param>
public sealed record RecordingWish(ImmutableArray<int> Weights, ImmutableArray<RecordedSynapse> Synapses, int Samples)
{
    /// <summary>Name of the part of the store that holds what was recorded.</summary>
    public string PartName =>
        $"recording.{JobName.Of($"{string.Join(',', Weights)};{string.Join(',', Synapses.Select(s => $"{s.Post}-{s.Pre}"))};{Samples}")[..8]}.npz";
}

/// <summary>A synapse by its neurons, from 0.</summary>
/// <param name="Post">The neuron that receives.</param>
/// <param name="Pre">The neuron that sends.</param>
public readonly record struct RecordedSynapse(int Post, int Pre);
