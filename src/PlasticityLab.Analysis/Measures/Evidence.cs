using System.Collections.Immutable;
using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>All that a measure sees of a network: the task, what was learned, and what the network did at one readout.</summary>
/// <param name="task">The task.</param>
/// <param name="learned">The weights.</param>
/// <param name="readout">Where the network was read out.</param>
/// <param name="recordings">What each probe showed.</param>
public sealed class Evidence(
    ITask task,
    LearnedWeights learned,
    ImmutableSortedDictionary<string, double> readout,
    IReadOnlyList<Recording> recordings
)
{
    private readonly Dictionary<Delegate, object?> _known = [];

    /// <summary>The task.</summary>
    public ITask Task { get; } = task;

    /// <summary>The weights.</summary>
    public LearnedWeights Learned { get; } = learned;

    /// <summary>Where the network was read out.</summary>
    public ImmutableSortedDictionary<string, double> Readout { get; } = readout;

    /// <summary>What each probe showed.</summary>
    public IReadOnlyList<Recording> Recordings { get; } = recordings;

    /// <summary>What the probes of a group showed, in their order; empty when they were not asked.</summary>
    public IReadOnlyList<Recording> Of(string group) => [.. Recordings.Where(recording => recording.Probe.Group == group)];

    /// <summary>What several measures need, computed once.</summary>
    /// <param name="compute">A method; the same one is called once.</param>
    public T Once<T>(Func<Evidence, T> compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        if (!_known.TryGetValue(compute, out var value))
        {
            _known[compute] = value = compute(this);
        }

        return (T)value!;
    }
}
