using System.Collections.Immutable;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Studies.Runs;

/// <summary>Thins recalls out to what comparisons of replays need.</summary>
internal static class ReplayKeeper
{
    // 5 ms is half the time constant of the neurons: nothing happens in between.
    private const double Interval = 0.005;

    public static Replay Keep(IOrderedTask task, IReadOnlyList<Recording> first, IReadOnlyList<Recording> inner)
    {
        var dt = first[0].SampleTime;
        var (every, cueEnd) = (Math.Max(1, (int)Math.Round(Interval / dt)), (int)Math.Round(task.Cue / dt));
        var order = task.Order;
        return new Replay
        {
            IntervalMs = every * dt * 1000,
            FirstCues = first.Count,
            Courses = [.. first.Select(course => One(course, order[0])), .. inner.Select((course, k) => One(course, order[k + 1]))],
        };

        ReplayCourse One(Recording course, int cue)
        {
            var visits = Visits.Of(course.Overlaps, dt);
            return new ReplayCourse
            {
                Cue = cue,
                Overlaps =
                [
                    .. Enumerable
                        .Range(0, Math.Max(0, (course.Overlaps.Rows - cueEnd + every - 1) / every))
                        .Select(t => course.Overlaps.Row(cueEnd + (t * every)).ToArray().Select(m => Math.Round(m, 3)).ToImmutableArray()),
                ],
                Visits = [.. visits.Select(visit => visit.Item)],
                At = [.. visits.Select(visit => Math.Round((((visit.Start + visit.End) / 2.0) - cueEnd) / every, 2))],
                Held = visits.Count > 0 && visits[^1].End >= course.Overlaps.Rows - every ? visits[^1].Item : -1,
            };
        }
    }
}
