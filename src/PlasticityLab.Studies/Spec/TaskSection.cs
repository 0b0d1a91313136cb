using System.Collections.Immutable;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Studies.Spec;

/// <summary>The sequence as a study file gives it; times in ms.</summary>
public sealed record TaskSection
{
    /// <summary>P, different items.</summary>
    public int Items { get; init; } = 8;

    /// <summary>n_A, neurons of one item.</summary>
    public int AssemblySize { get; init; } = 20;

    /// <summary>Whether assemblies may share neurons.</summary>
    public bool Overlapping { get; init; } = true;

    /// <summary>T_on [ms].</summary>
    public double ItemMs { get; init; } = 40;

    /// <summary>Pause between items [ms].</summary>
    public double GapMs { get; init; }

    /// <summary>Silence before each epoch [ms].</summary>
    public double SilenceMs { get; init; } = 100;

    /// <summary>Presentations of the sequence.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>Drive on the presented item.</summary>
    public double Drive { get; init; } = 1.5;

    /// <summary>Another order in every epoch: the control for timing.</summary>
    public bool Shuffled { get; init; }

    /// <summary>Settling before a cue [ms].</summary>
    public double SettlingMs { get; init; } = 60;

    /// <summary>Cue [ms].</summary>
    public double CueMs { get; init; } = 40;

    /// <summary>Free run after the cue [ms].</summary>
    public double FreeRunMs { get; init; } = 900;

    /// <summary>Window for the next visit after an inner cue [ms].</summary>
    public double InnerWindowMs { get; init; } = 300;

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

    /// <summary>The task in SI units.</summary>
    public SequenceTask ToTask(Matrix? recording = null) =>
        new()
        {
            Items = Items,
            Order = Order,
            Durations = Durations,
            Overlapping = Overlapping,
            ItemDuration = ItemMs / 1000,
            Gap = GapMs / 1000,
            Silence = SilenceMs / 1000,
            Epochs = Epochs,
            Drive = Drive,
            Shuffled = Shuffled,
            Settling = SettlingMs / 1000,
            CueDuration = CueMs / 1000,
            FreeRun = FreeRunMs / 1000,
            InnerWindow = InnerWindowMs / 1000,
            CueRepeats = CueRepeats,
            Recording = recording,
        };
}
