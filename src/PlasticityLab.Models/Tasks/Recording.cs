using System.Collections.Immutable;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tasks;

/// <summary>What was seen of a network while a trial played.</summary>
/// <param name="Probe">What was played; of a trial of training the group is <see cref="Training"/>.</param>
/// <param name="SampleTime">Time between two samples [s].</param>
/// <param name="Overlaps">m_k(t) from where observation begins, [time, item]: how clearly each item is active [1]. Without rows for
/// training.</param>
/// <param name="MeanActivity">Mean activity over neurons and the last segment, in which the network runs free, or the whole trial of
/// training [1].</param>
public sealed record Recording(Probe Probe, double SampleTime, Matrix Overlaps, double MeanActivity)
{
    /// <summary>Group of the trials of training.</summary>
    public const string Training = "training";

    /// <summary>Further numbers of a kind, by name: mean rates [Hz].</summary>
    public ImmutableSortedDictionary<string, double> Facts { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>What happened inside, by name, when it was asked for: steps and neurons of single spikes.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<int>> Inside { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<int>>.Empty;

    /// <summary>A seizure while it played, for people; empty: none.</summary>
    public string Seizure { get; init; } = "";
}
