using PlasticityLab.Numerics;

namespace PlasticityLab.Studies.Spec;

/// <summary>A tune as a sequence of items: each pitch is an item, each note a place of the order.</summary>
public static class TuneItems
{
    /// <summary>The pitches in order of first appearance, the order of places, and the relative durations.</summary>
    public static (IReadOnlyList<string> Names, int[] Order, double[] Durations) Of(string notes) => throw new UserError($"task.notes: {notes}");
}
