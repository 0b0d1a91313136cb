using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Models.Tasks;

/// <summary>Activity from a file is heard as it was recorded, and afterwards the network plays freely after a cue. Every neuron of the
/// recording belongs to the item in whose share of the time its largest activity falls.</summary>
public sealed record RecordedActivity : IOrderedTask
{
    private const double LongestTime = 3600;

    // What the last item left behind still acts for a while, as in a chain.
    private const double End = 0.050;

    // What a file holds is read once, not once a run.
    private static readonly ConditionalWeakTable<RecordedActivity, RecordedItems> Contents = [];

    /// <inheritdoc/>
    public TaskCard Card =>
        new(
            "recorded_activity",
            "Recorded activity",
            "Activity that was recorded is heard, and its sequence is played freely after a cue.",
            "Ikegaya et al. 2004, Science 304:559; Okubo et al. 2015, Nature 528:352",
            ["S", "D"],
            "S",
            0.7
        )
        {
            Does = ("plays the recorded sequence", "play the recorded sequence"),
        };

    /// <summary>The recording: .npz, .npy or CSV; its path starts from the study file's folder.</summary>
    [Place]
    public string File { get; init; } = "";

    /// <summary>Name of the array in an .npz file; empty: its only one with two axes.</summary>
    [Place]
    public string Array { get; init; } = "";

    /// <summary>The axes of the array: time_neuron (rows are frames) or neuron_time.</summary>
    public string Axes { get; init; } = RecordedItems.TimeNeuron;

    /// <summary>SHA-256 of size and numbers of the array, filled in when the study is read, so that another content is another
    /// run.</summary>
    public string Hash { get; init; } = "";

    /// <summary>P, stretches of equal length that the recording is cut into; the neurons with their largest activity in one are an
    /// item.</summary>
    public int Items { get; init; } = 8;

    /// <summary>n_A, the number of neurons in which weights and inhibition are told [1]; about as many as are active at a time.</summary>
    public int AssemblySize { get; init; } = 20;

    /// <summary>Time that one presentation of the whole recording takes [s].</summary>
    [Unit("s")]
    public double Length { get; init; } = 0.320;

    /// <summary>Silence before each presentation [s]; it keeps the end from being linked to the beginning.</summary>
    [Unit("s")]
    public double Silence { get; init; } = 0.100;

    /// <summary>Presentations of the recording.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>Drive on a neuron at its largest activity; each neuron's activity is scaled to 0 .. 1.</summary>
    public double Drive { get; init; } = 1.5;

    /// <summary>The stretches in another order in every presentation: the control for timing.</summary>
    public bool Shuffled { get; init; }

    /// <summary>Settling before a cue [s].</summary>
    [Unit("s")]
    public double Settling { get; init; } = 0.060;

    /// <summary>Cue [s].</summary>
    [Unit("s")]
    public double Cue { get; init; } = 0.040;

    /// <summary>Free run after the cue [s].</summary>
    [Unit("s")]
    public double FreeRun { get; init; } = 0.900;

    /// <summary>Window for the next visit after an inner cue [s].</summary>
    [Unit("s")]
    public double InnerWindow { get; init; } = 0.300;

    /// <summary>Noise seeds for the first cue.</summary>
    public int CueRepeats { get; init; } = 4;

    /// <inheritdoc/>
    public ImmutableArray<int> Order => [.. Enumerable.Range(0, Items)];

    /// <inheritdoc/>
    public double Pace => Length / Items;

    /// <inheritdoc/>
    public double TrainingTime => (Length + Silence) * Epochs;

    /// <inheritdoc/>
    public bool IsOneOfMany => false;

    private RecordedItems Recorded => Contents.GetValue(this, task => task.Unchanged());

    // Cues and what counts as a replay are those of a chain of the same items.
    private Chain Asked =>
        new()
        {
            Items = Items,
            AssemblySize = AssemblySize,
            Item = Pace,
            Drive = Drive,
            Settling = Settling,
            Cue = Cue,
            FreeRun = FreeRun,
            InnerWindow = InnerWindow,
            CueRepeats = CueRepeats,
            Silence = Silence,
            Epochs = Epochs,
        };

    /// <inheritdoc/>
    public ITask InAnyOrder() => this with { Shuffled = true };

    /// <summary>The full path of the file and the hash of what it holds.</summary>
    /// <inheritdoc/>
    public ITask At(string folder)
    {
        if (File.Length == 0)
        {
            throw new UserError("file: must name an array, .npz, .npy or CSV, with rows of activity.");
        }

        try
        {
            var full = UserFile.FullPath(folder, File, "file");
            var matrix = MatrixFile.Read(full, Array);
            var task = this with { File = full, Hash = MatrixFile.Hash(matrix) };
            Contents.AddOrUpdate(task, task.Cut(matrix));
            return task;
        }
        catch (UserError error) when (!error.Message.StartsWith("file", StringComparison.Ordinal))
        {
            throw new UserError($"file: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public Assemblies Draw(int neurons, RandomStreams random) =>
        Recorded.Drive.Columns <= neurons
            ? new(neurons, Recorded.Members)
            : throw new UserError($"the array has {Recorded.Drive.Columns} neurons, but there are {neurons}; use more.");

    /// <inheritdoc/>
    public IEnumerable<Trial> Training(RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var stream = random.Open(StreamPurpose.TrialOrder);
        var frames = Recorded.Drive;
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            var heard = Shuffled ? Mixed(frames, stream) : frames;
            yield return new($"epoch {epoch + 1}", [Segment.Silence(Silence), Segment.Recorded(heard, Length, Drive)]);
        }

        yield return new("end", [Segment.Silence(End)]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Probe> Probes() => Asked.Probes();

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Items is < 2 or > 1000
            ? [$"items must lie in 2 .. 1000, but is {Items}."]
            : Require
                .All(
                    Require.Between(Length, 1e-6, LongestTime),
                    Axes is RecordedItems.TimeNeuron or RecordedItems.NeuronTime
                        ? null
                        : $"axes must be {RecordedItems.TimeNeuron} or {RecordedItems.NeuronTime}, but is \"{Axes}\"."
                )
                // Its stretches are no settings of this task.
                .Concat(Asked.Problems().Where(problem => !problem.StartsWith("item ", StringComparison.Ordinal)));

    private RecordedItems Unchanged()
    {
        if (Hash.Length == 0)
        {
            throw new UserError("file: the recording was not read; use At(folder).");
        }

        var matrix = MatrixFile.Read(File, Array);
        return MatrixFile.Hash(matrix) == Hash
            ? Cut(matrix)
            : throw new UserError($"{File} holds other activity than when the study was read; start the study again, which computes anew.");
    }

    private RecordedItems Cut(Matrix matrix) => RecordedItems.Of(matrix, Items, Axes, "file", "axes");

    // Whole stretches change places, frames within one stay in order.
    private Matrix Mixed(Matrix frames, RandomStream stream)
    {
        int[] order = [.. Enumerable.Range(0, Items)];
        stream.Shuffle(order.AsSpan());
        var mixed = new Matrix(frames.Rows, frames.Columns);
        var to = 0;
        foreach (var item in order)
        {
            for (var from = 0; from < frames.Rows; from++)
            {
                if (RecordedItems.ItemAt(from, frames.Rows, Items) == item)
                {
                    frames.Row(from).CopyTo(mixed.Row(to++));
                }
            }
        }

        return mixed;
    }
}
