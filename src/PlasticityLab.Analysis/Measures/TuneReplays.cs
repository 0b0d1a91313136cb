using System.Collections.Immutable;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Measures;

/// <summary>How far each tune was played on; what several measures need.</summary>
internal static class TuneReplays
{
    /// <summary>A tune and how many of its notes were right before the first wrong one.</summary>
    public readonly record struct Played(AskedTune Tune, int Right)
    {
        public bool IsPerfect => Right == Tune.Rest.Length;

        public double Share => (double)Right / Tune.Rest.Length;
    }

    /// <summary>In the order of hearing.</summary>
    public static Played[] Of(Evidence evidence)
    {
        var task = (Melody)evidence.Task;
        return [.. task.Asked.Zip(evidence.Of(Melody.Begun), (tune, replay) => new Played(tune, Right(task, tune, replay)))];
    }

    // A network that goes on in steps of a note or more names one a step; of any other the items that it visits are its notes.
    private static int Right(Melody task, AskedTune tune, Recording replay) =>
        2 * replay.SampleTime > task.Item
            ? tune.Rest.AsSpan().CommonPrefixLength(Named(replay.Overlaps))
            : Visited(tune, [.. Visits.Of(replay.Overlaps, replay.SampleTime).Select(visit => visit.Item)]);

    // The most active item of each sample, the first of several; −1 where none is.
    private static int[] Named(Matrix overlaps)
    {
        var named = new int[overlaps.Rows];
        for (var t = 0; t < named.Length; t++)
        {
            var row = overlaps.Row(t);
            var best = 0;
            for (var item = 1; item < row.Length; item++)
            {
                best = row[item] > row[best] ? item : best;
            }

            named[t] = row[best] > 0 ? best : -1;
        }

        return named;
    }

    // Visits do not tell a note from its repetition, so a note that comes again at once counts as played with the first.
    private static int Visited(AskedTune tune, int[] visits)
    {
        var (note, at, right) = (tune.Cue[^1], visits.Length > 0 && visits[0] == tune.Cue[^1] ? 1 : 0, 0);
        foreach (var next in tune.Rest)
        {
            if (next != note)
            {
                if (at >= visits.Length || visits[at] != next)
                {
                    break;
                }

                (note, at) = (next, at + 1);
            }

            right++;
        }

        return right;
    }
}
