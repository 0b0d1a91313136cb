using System.Collections.Immutable;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Simulation.Spiking;

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

    /// <summary>What is kept of a network; null when recordings carry no spikes.</summary>
    internal static SpikingExample? Of(Trained trained, Recording replay)
    {
        if (!replay.Inside.ContainsKey(SpikingNetwork.SpikeSteps))
        {
            return null;
        }

        var (items, epochs) = (trained.Network.Items, trained.Epochs);
        var spikes = new List<SpikeRecord>();
        for (var epoch = 0; epoch < epochs.Count; epoch++)
        {
            if (epoch == 0 || epoch == epochs.Count - 1)
            {
                spikes.Add(Spike(epoch == 0 ? "training_first" : "training_last", epochs[epoch]));
            }
        }

        return new()
        {
            Spikes = [.. spikes, Spike("replay", replay)],
            Rates =
            [
                .. epochs.Select(
                    (epoch, k) =>
                        new EpochRate(k + 1, epoch.Facts[SpikingNetwork.ExcitatoryRate], epoch.Facts[SpikingNetwork.InhibitoryRate])
                ),
            ],
            Members = [.. Enumerable.Range(0, items.Count).Select(k => items[k].ToArray().ToImmutableArray())],
        };
    }

    private static SpikeRecord Spike(string phase, Recording seen) =>
        new(
            phase,
            Math.Round(1000 * (seen.Probe.Trial.Segments.Sum(segment => segment.Duration) - seen.Probe.From), 6),
            seen.Inside[SpikingNetwork.SpikeSteps],
            seen.Inside[SpikingNetwork.SpikeNeurons]
        );

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
