using System.Collections.Immutable;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tasks;

/// <summary>What a network hears in one go: segments of constant drive, one after another. The network's state runs through them.</summary>
/// <param name="Name">For people: epoch 3, cue at item 1.</param>
/// <param name="Segments">The segments.</param>
public sealed record Trial(string Name, ImmutableArray<Segment> Segments)
{
    /// <summary>Length [s].</summary>
    public double Duration => Segments.Sum(segment => segment.Duration);

    /// <summary>Length in time steps: every segment is rounded to whole steps by itself.</summary>
    public int Steps(double timeStep) => Segments.Sum(segment => segment.Steps(timeStep));

    /// <summary>Whether nothing is driven: the network is left to itself.</summary>
    public bool IsSilent => Segments.All(segment => segment.IsSilent);
}

/// <summary>A stretch of time in which the neurons of some items, or recorded activity, are driven.</summary>
/// <param name="Duration">Its length [s].</param>
/// <param name="Items">Items whose neurons are driven, from 0; empty: silence.</param>
/// <param name="Drive">Input that a driven neuron gets.</param>
/// <param name="Frames">Recorded activity [time, neuron] stretched over the segment, times the drive; null: none.</param>
public readonly record struct Segment(double Duration, ImmutableArray<int> Items, double Drive, Matrix? Frames = null)
{
    /// <summary>No drive.</summary>
    public static Segment Silence(double duration) => new(duration, [], 0);

    /// <summary>One item is driven.</summary>
    public static Segment Of(int item, double duration, double drive) => new(duration, [item], drive);

    /// <summary>Recorded activity is driven.</summary>
    public static Segment Recorded(Matrix frames, double duration, double drive) => new(duration, [], drive, frames);

    /// <summary>Whether nothing is driven.</summary>
    public bool IsSilent => Items.IsDefaultOrEmpty && Frames is null;

    /// <summary>Length in time steps.</summary>
    public int Steps(double timeStep) => (int)Math.Round(Duration / timeStep);

    /// <summary>The row of the recording at a step of the segment.</summary>
    public int Frame(int step, int steps) => (int)((long)step * Frames!.Rows / steps);
}
