using System.Collections.Immutable;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Studies.Runs;

/// <summary>What was kept of one network over time, as arrays: in the store, in archives and for figures.</summary>
public sealed class Recorded
{
    private const string Epochs = "epochs",
        AllWeights = "weights",
        CourseEpochs = "synapse_epochs",
        Course = "synapse_weights",
        Time = "time",
        Rates = "rates";

    private Recorded(IReadOnlyDictionary<string, NpyArray> arrays) => Arrays = arrays;

    /// <summary>The arrays by name: <c>epochs</c>, <c>weights</c> [epoch, post, pre] in single precision; <c>synapse_epochs</c>,
    /// <c>synapse_weights</c> [epoch, synapse]; <c>time</c> [s], <c>rates</c> [time, neuron] in single precision. What was not asked for, or
    /// is not there since the network diverged, is absent.</summary>
    public IReadOnlyDictionary<string, NpyArray> Arrays { get; }

    /// <summary>The epochs after which all weights were kept.</summary>
    public ImmutableArray<int> WeightEpochs => [.. Values(Epochs).Select(epoch => (int)epoch)];

    /// <summary>All weights at these epochs, one matrix after the other.</summary>
    public NpyArray? Weights => Arrays.GetValueOrDefault(AllWeights);

    /// <summary>Weights of the named synapses, epoch by epoch: (epoch, weight of each synapse).</summary>
    public IEnumerable<(int Epoch, double[] Weights)> Synapses
    {
        get
        {
            var (epochs, course) = (Values(CourseEpochs), Values(Course));
            var count = epochs.Length == 0 ? 0 : course.Length / epochs.Length;
            return epochs.Select((epoch, k) => ((int)epoch, course[(k * count)..((k + 1) * count)]));
        }
    }

    /// <summary>Time of the samples of the activity, from the onset of the cue [s], and the activity [time, neuron].</summary>
    public (NpyArray Time, NpyArray Rates)? Activity => Arrays.TryGetValue(Rates, out var rates) ? (Arrays[Time], rates) : null;

    /// <summary>What is kept of a network whose training was followed.</summary>
    /// <param name="trained">The network, after it was measured.</param>
    /// <param name="course">What was seen in training.</param>
    internal static Recorded Of(Trained trained, FollowedTraining course)
    {
        var arrays = new Dictionary<string, NpyArray>(StringComparer.Ordinal);
        var (wish, kept, synapses) = (course.Wish, course.Weights, course.Synapses);
        if (kept.Count > 0)
        {
            var n = kept.Values[0].Rows;
            arrays[Epochs] = Row([.. kept.Keys]);
            arrays[AllWeights] = new([kept.Count, n, n], [.. kept.Values.SelectMany(w => w.Values)]) { IsSingle = true };
        }

        if (synapses.Count > 0)
        {
            arrays[CourseEpochs] = Row([.. synapses.Keys]);
            arrays[Course] = new([synapses.Count, wish.Synapses.Length], [.. synapses.Values.SelectMany(w => w)]);
        }

        if (wish.Samples > 0 && trained.End is null)
        {
            (arrays[Time], arrays[Rates]) = Replay(trained, wish.Samples);
        }

        return new(arrays);
    }

    /// <summary>As bytes: an <c>.npz</c> archive.</summary>
    internal byte[] ToBytes() => Npz.ToBytes(Arrays.OrderBy(array => array.Key, StringComparer.Ordinal));

    /// <summary>What <see cref="ToBytes"/> wrote.</summary>
    internal static Recorded Read(byte[] bytes) => new(Npz.Read(bytes, "a recording"));

    // The first probe at the first operating point, played once more step by step: the same bits as when it was measured.
    private static (NpyArray Time, NpyArray Rates) Replay(Trained trained, int most)
    {
        var (run, network) = (trained.Run, trained.Network);
        Probe probe = trained.Task.Probes()[0];
        var steps = probe.Trial.Steps(run.Network.TimeStep);
        var from = (int)Math.Round(probe.From / run.Network.TimeStep);
        var every = Math.Max(
            (int)Math.Ceiling((steps - from) / (double)most),
            (int)Math.Round(run.Network.SampleTime / run.Network.TimeStep)
        );
        var playback = network.Ask(probe, run.Readouts[0].Values(run.Network.Card, run.Perturbation.NoiseFactor));
        playback.Advance(from);
        List<double> times = [],
            rates = [];
        while (playback.Advance(every) == every)
        {
            times.Add(playback.Time - probe.From);
            rates.AddRange(playback.Frame().Rates.Select(rate => (double)rate));
        }

        return (Row([.. times]), new([times.Count, network.Items.Units], [.. rates]) { IsSingle = true });
    }

    private static NpyArray Row<T>(T[] values)
        where T : System.Numerics.INumber<T> => new([values.Length], [.. values.Select(value => double.CreateChecked(value))]);

    private double[] Values(string name) => Arrays.TryGetValue(name, out var array) ? array.Values : [];
}
