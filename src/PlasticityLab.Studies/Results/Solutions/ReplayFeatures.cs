using PlasticityLab.Analysis.Similarity;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Results.Solutions;

/// <summary>What is compared of one network's replays. Items stand in the learned order, so networks are aligned by assembly, whatever
/// their units are called.</summary>
internal static class ReplayFeatures
{
    private const int Phases = 4,
        Delays = 2,
        Rank = 6;

    /// <summary>Activity of the items against progress through the sequence, [phase, item]: four phases from each item to the next,
    /// averaged over the replays of the first cue. Speed is taken out: it belongs to the dynamics. Null when a step was never
    /// made.</summary>
    public static Matrix? Progress(Replay replay, IReadOnlyList<int> order)
    {
        int p = order.Count,
            rows = ((p - 2) * Phases) + 1;
        if (rows < 4)
        {
            return null;
        }

        var (sums, counts) = (new Matrix(rows, p), new int[rows]);
        foreach (var course in replay.Courses.Take(replay.FirstCues))
        {
            for (var v = 1; v < course.Visits.Length; v++)
            {
                // From the second item on: the first is seen while it is cued.
                var k = IndexOf(order, course.Visits[v - 1]);
                if (k < 1 || k + 1 >= p || order[k + 1] != course.Visits[v])
                {
                    continue;
                }

                for (var phase = 0; phase <= Phases; phase++)
                {
                    var row = ((k - 1) * Phases) + phase;
                    var time = course.At[v - 1] + ((course.At[v] - course.At[v - 1]) * phase / Phases);
                    counts[row]++;
                    for (var item = 0; item < p; item++)
                    {
                        sums[row, item] += At(course, time, order[item]);
                    }
                }
            }
        }

        return counts.Any(count => count == 0) ? null : Matrix.From(rows, p, (row, item) => sums[row, item] / counts[row]);
    }

    /// <summary>The linear operator that carries the items' activity from one sample to the next, over all recalls.</summary>
    public static Matrix? Operator(Replay replay)
    {
        var trials = replay
            .Courses.Where(course => course.Overlaps.Length > Delays + 1)
            .Select(course => Matrix.From(course.Overlaps.Length, course.Items, (t, k) => course.Overlaps[t][k]))
            .ToArray();
        return trials.Length == 0 ? null : DelayDmd.Fit(trials, Delays, 1, Math.Min(Rank, trials[0].Columns)).Operator;
    }

    /// <summary>P(next | now) over all recalls, [from, to]: items in the learned order; the last column is silence, the diagonal "still
    /// active at the end". Rows that were never visited are NaN.</summary>
    public static Matrix Transitions(Replay replay, IReadOnlyList<int> order)
    {
        var p = order.Count;
        var counts = new Matrix(p, p + 1);
        foreach (var course in replay.Courses.Where(course => course.Visits.Length > 0))
        {
            for (var v = 1; v < course.Visits.Length; v++)
            {
                counts[IndexOf(order, course.Visits[v - 1]), IndexOf(order, course.Visits[v])]++;
            }

            var last = IndexOf(order, course.Visits[^1]);
            counts[last, course.Held >= 0 ? last : p]++;
        }

        return Matrix.From(p, p + 1, (i, j) => counts.Row(i).ToArray().Sum() is var sum && sum > 0 ? counts[i, j] / sum : double.NaN);
    }

    /// <summary>Mean total variation between the transitions out of each item; an item that only one network visits counts as wholly
    /// different.</summary>
    public static double TransitionDistance(Matrix a, Matrix b)
    {
        double sum = 0;
        var rows = 0;
        for (var i = 0; i < a.Rows; i++)
        {
            var (left, right) = (double.IsFinite(a[i, 0]), double.IsFinite(b[i, 0]));
            rows += left || right ? 1 : 0;
            sum +=
                left != right ? 1
                : left ? a.Row(i).ToArray().Zip(b.Row(i).ToArray(), (x, y) => Math.Abs(x - y)).Sum() / 2
                : 0;
        }

        return rows > 0 ? sum / rows : double.NaN;
    }

    /// <summary>The graph of what mostly leads to what: an arrow for every transition that more than half of the recalls make.</summary>
    public static AttractorGraph Graph(Matrix transitions)
    {
        var arrows = new List<AttractorArrow>();
        for (var i = 0; i < transitions.Rows; i++)
        {
            for (var j = 0; j < transitions.Columns; j++)
            {
                if (transitions[i, j] > 0.5)
                {
                    arrows.Add(new(i, j, i == j ? "holds" : "next"));
                }
            }
        }

        return new([.. Enumerable.Repeat("item", transitions.Rows), "silence"], arrows);
    }

    private static int IndexOf(IReadOnlyList<int> order, int item) => order.TakeWhile(other => other != item).Count();

    private static double At(ReplayCourse course, double time, int item)
    {
        time = Math.Clamp(time, 0, course.Overlaps.Length - 1);
        var t = Math.Min((int)time, course.Overlaps.Length - 2);
        var part = time - t;
        return ((1 - part) * course.Overlaps[t][item]) + (part * course.Overlaps[t + 1][item]);
    }
}
