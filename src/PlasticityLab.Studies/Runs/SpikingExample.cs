using System.Collections.Immutable;

namespace PlasticityLab.Studies.Runs;

/// <summary>Spikes and rates over time of one spiking network.</summary>
public sealed record SpikingExample
{
    /// <summary>Spikes of the first and the last epoch of training and of the first replay.</summary>
    public ImmutableArray<SpikeRecord> Spikes { get; init; } = [];

    /// <summary>Mean rates of excitatory and inhibitory neurons in each epoch [Hz].</summary>
    public ImmutableArray<EpochRate> Rates { get; init; } = [];

    /// <summary>For each item its neurons.</summary>
    public ImmutableArray<ImmutableArray<int>> Members { get; init; } = [];

    /// <summary>Places of excitatory neurons in a raster: those of item 1 first, then item 2 …, then those of no item.</summary>
    /// <returns>For each neuron the index of its (first) item, or the number of items when it has none, and its place.</returns>
    public (int[] Item, int[] Row) Sorted(int excitatory)
    {
        int[] item = [.. Enumerable.Range(0, excitatory).Select(n => Members.TakeWhile(list => !list.Contains(n)).Count())];
        var row = new int[excitatory];
        foreach (var (n, place) in Enumerable.Range(0, excitatory).OrderBy(n => item[n]).ThenBy(n => n).Select((n, place) => (n, place)))
        {
            row[n] = place;
        }

        return (item, row);
    }
}

/// <summary>Spikes of a stretch of time.</summary>
/// <param name="Phase">training_first, training_last or replay.</param>
/// <param name="DurationMs">Its length [ms].</param>
/// <param name="Steps">Time of each spike in steps of the simulation; excitatory neurons first, each group in order of time.</param>
/// <param name="Neurons">Its neuron; inhibitory ones are numbered on after the excitatory ones.</param>
public sealed record SpikeRecord(string Phase, double DurationMs, ImmutableArray<int> Steps, ImmutableArray<int> Neurons);

/// <summary>Mean rates in one epoch of training [Hz].</summary>
public readonly record struct EpochRate(int Epoch, double Excitatory, double Inhibitory);
