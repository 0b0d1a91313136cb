namespace PlasticityLab.Analysis.Dynamics.Training;

/// <summary>One kind of event across runs.</summary>
/// <param name="Kind">Kind of the bifurcation.</param>
/// <param name="Change">What appears or vanishes.</param>
/// <param name="Occurrence">First, second, ... of its kind within a run, from 1.</param>
/// <param name="Times">Time in each run; NaN where the run has none.</param>
/// <param name="Share">Share of the runs that have it.</param>
/// <param name="MedianTime">Median of the times.</param>
public sealed record MatchedEvent(string Kind, string Change, int Occurrence, IReadOnlyList<double> Times, double Share, double MedianTime);

/// <summary>Orders, merges and matches bifurcations in training time.</summary>
public static class TrainingEvents
{
    /// <summary>Matches the events of several runs (seeds of one rule, or several rules): the k-th event of a kind in one run belongs to
    /// the k-th of that kind in another.</summary>
    /// <remarks>Plain on purpose: no fitted alignment that could make unlike runs look alike. Runs that lack an event show NaN.</remarks>
    public static IReadOnlyList<MatchedEvent> Match(IReadOnlyList<IReadOnlyList<TrainingEvent>> runs)
    {
        var groups = new Dictionary<(string Kind, string Change, int Occurrence), double[]>();
        for (var run = 0; run < runs.Count; run++)
        {
            var counts = new Dictionary<(string, string), int>();
            foreach (var e in runs[run].OrderBy(e => e.Time))
            {
                var key = (e.Kind, e.Change);
                counts[key] = counts.GetValueOrDefault(key) + 1;
                var group = (e.Kind, e.Change, counts[key]);
                if (!groups.TryGetValue(group, out var times))
                {
                    times = [.. Enumerable.Repeat(double.NaN, runs.Count)];
                    groups[group] = times;
                }

                times[run] = e.Time;
            }
        }

        return
        [
            .. groups
                .Select(g =>
                {
                    var present = g.Value.Where(t => !double.IsNaN(t)).Order().ToArray();
                    var median = 0.5 * (present[(present.Length - 1) / 2] + present[present.Length / 2]);
                    return new MatchedEvent(
                        g.Key.Kind,
                        g.Key.Change,
                        g.Key.Occurrence,
                        g.Value,
                        (double)present.Length / runs.Count,
                        median
                    );
                })
                .OrderBy(m => m.MedianTime)
                .ThenBy(m => m.Kind, StringComparer.Ordinal),
        ];
    }

    /// <summary>Orders by time, joins symmetric copies, and joins a saddle-node with the cycle that it breaks or releases (SNIC).</summary>
    internal static IReadOnlyList<TrainingEvent> Merge(IEnumerable<TrainingEvent> events)
    {
        var result = new List<TrainingEvent>();
        foreach (var e in events.OrderBy(e => e.Time))
        {
            var tolerance = 1e-6 * (1 + Math.Abs(e.Time));
            var twin = result.FindIndex(other =>
                other.Kind == e.Kind && other.Change == e.Change && Math.Abs(other.Time - e.Time) < tolerance
            );
            if (twin >= 0)
            {
                result[twin] = result[twin] with { Multiplicity = result[twin].Multiplicity + 1 };
                continue;
            }

            result.Add(e);
        }

        foreach (var snic in result.Where(e => e.Kind == "snic").ToArray())
        {
            var fold = result.FindIndex(e => e.Kind == "saddle-node" && Math.Abs(e.Time - snic.Time) < 1e-6 * (1 + Math.Abs(e.Time)));
            if (fold >= 0)
            {
                var joined = snic with
                {
                    Change = $"{snic.Change}, {result[fold].Change}",
                    State = result[fold].State,
                    Multiplicity = result[fold].Multiplicity,
                };
                result.RemoveAt(fold);
                result[result.IndexOf(snic)] = joined;
            }
        }

        return result;
    }
}
