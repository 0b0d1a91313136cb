using System.Collections.Immutable;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Studies.Spec;

/// <summary>The sequence as a study file gives it.</summary>
public sealed record TaskSection
{
    /// <summary>P, different items.</summary>
    public int Items { get; init; } = 8;

    /// <summary>n_A, neurons of one item.</summary>
    public int AssemblySize { get; init; } = 20;

    /// <summary>Whether assemblies may share neurons.</summary>
    public bool Overlapping { get; init; } = true;

    /// <summary>T_on [s].</summary>
    [Unit("s")]
    public double Item { get; init; } = 0.04;

    /// <summary>Pause between items [s].</summary>
    [Unit("s")]
    public double Gap { get; init; }

    /// <summary>Silence before each epoch [s].</summary>
    [Unit("s")]
    public double Silence { get; init; } = 0.1;

    /// <summary>Presentations of the sequence.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>Drive on the presented item.</summary>
    public double Drive { get; init; } = 1.5;

    /// <summary>Another order in every epoch: the control for timing.</summary>
    public bool Shuffled { get; init; }

    /// <summary>Settling before a cue [s].</summary>
    [Unit("s")]
    public double Settling { get; init; } = 0.06;

    /// <summary>Cue [s].</summary>
    [Unit("s")]
    public double Cue { get; init; } = 0.04;

    /// <summary>Free run after the cue [s].</summary>
    [Unit("s")]
    public double FreeRun { get; init; } = 0.9;

    /// <summary>Window for the next visit after an inner cue [s].</summary>
    [Unit("s")]
    public double InnerWindow { get; init; } = 0.3;

    /// <summary>Noise seeds for the first cue.</summary>
    public int CueRepeats { get; init; } = 4;

    /// <summary>A tune as notes (<c>C4 C4 G4 G4 …</c>): each pitch is an item; empty: items 1 … P in order.</summary>
    public string Notes { get; init; } = "";

    /// <summary>An array file (.npz, .npy or CSV, [time, neuron] or [neuron, time]) whose activity is presented instead; empty:
    /// none.</summary>
    public string ArrayFile { get; init; } = "";

    /// <summary>Name of the array in an .npz file; empty: its only two-dimensional one.</summary>
    public string ArrayName { get; init; } = "";

    /// <summary>SHA-256 of the array file, filled in when the study is resolved, so that another content is another study.</summary>
    public string ArrayHash { get; init; } = "";

    /// <summary>The axes of the array: time_neuron or neuron_time.</summary>
    public string ArrayAxes { get; init; } = "time_neuron";

    /// <summary>The order of items, filled in from the notes; empty: 0 … P−1.</summary>
    public ImmutableArray<int> Order { get; init; } = [];

    /// <summary>Relative durations of the places of the order; empty: all 1.</summary>
    public ImmutableArray<double> Durations { get; init; } = [];

    /// <summary>The task as it is simulated.</summary>
    public SequenceTask ToTask(ArrayItems? recording = null) =>
        new()
        {
            Items = Items,
            AssemblySize = AssemblySize,
            Order = Order,
            Durations = Durations,
            Overlapping = Overlapping,
            ItemDuration = Item,
            Gap = Gap,
            Silence = Silence,
            Epochs = Epochs,
            Drive = Drive,
            Shuffled = Shuffled,
            Settling = Settling,
            CueDuration = Cue,
            FreeRun = FreeRun,
            InnerWindow = InnerWindow,
            CueRepeats = CueRepeats,
            Recording = recording?.Drive,
            Members = recording?.Members,
        };
}
