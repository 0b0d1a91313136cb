using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tasks;

/// <summary>A tune as a sequence of items: each pitch is an item, each note a place of the order.</summary>
public static class TuneItems
{
    /// <summary>The pitches in order of first appearance, the order of places, and the durations relative to the shortest note.</summary>
    /// <exception cref="UserError">The notes cannot be read, or there are fewer than two pitches.</exception>
    public static (IReadOnlyList<string> Names, int[] Order, double[] Durations) Of(string notes)
    {
        Tune tune;
        try
        {
            tune = Tune.ParseNotes(notes);
        }
        catch (UserError error)
        {
            throw new UserError($"notes: {error.Message}");
        }

        var pitches = tune.Notes.Select(note => note.Pitch).Distinct().ToList();
        if (pitches.Count < 2)
        {
            throw new UserError($"notes must have at least two different pitches, but has {pitches.Count}.");
        }

        var shortest = tune.Notes.Min(note => note.Duration);
        return (
            [.. pitches.Select(Note.NameOf)],
            [.. tune.Notes.Select(note => pitches.IndexOf(note.Pitch))],
            [.. tune.Notes.Select(note => note.Duration / shortest)]
        );
    }
}
