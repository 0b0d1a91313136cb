using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Analysis.Inference;

/// <summary>Synapses and readings of a recording from which a rule is inferred: those whose weight exists and meets no bound, at most so
/// many.</summary>
/// <param name="Synapses">[post, pre] of each.</param>
/// <param name="Readings">Indices of the readings.</param>
/// <param name="Used">What was used and left out.</param>
internal sealed record RecordingSelection((int Post, int Pre)[] Synapses, int[] Readings, RecordingUse Used)
{
    // Share of the range of weights within which one counts as at a bound.
    private const double AtBound = 0.01;

    /// <summary>The synapses and readings that are used.</summary>
    public static RecordingSelection Of(RuleRecording recording, InferenceOptions options)
    {
        var random = new RandomStreams(options.Seed).Open(StreamPurpose.Analysis, "synapses of an inference");
        var (all, absent, bound) = (new List<(int, int)>(), 0, 0);
        var (low, high, seen) = Bounds(recording);
        var margin = AtBound * Width(low, high);
        foreach (var (i, j) in Existing(recording))
        {
            double[] course = [.. recording.Weights.Select(w => w[i, j])];
            if (Array.TrueForAll(course, w => w == 0))
            {
                absent++;
            }
            else if (Array.Exists(course, w => w <= low + margin || w >= high - margin))
            {
                bound++;
            }
            else
            {
                all.Add((i, j));
            }
        }

        var (drawn, readings) = (Drawn(all, options.Synapses, random), Spread(recording.Steps.Count, options.Readings));
        return new(drawn, readings, new(drawn.Length, readings.Length, bound, absent, all.Count - drawn.Length, seen));
    }

    private static int[] Spread(int count, int most) =>
        count <= most
            ? [.. Enumerable.Range(0, count)]
            : [.. Enumerable.Range(0, most).Select(k => (int)((long)k * (count - 1) / (most - 1)))];

    private static double Width(double low, double high) =>
        double.IsFinite(high - low) ? high - low
        : double.IsFinite(high) ? Math.Abs(high)
        : double.IsFinite(low) ? Math.Abs(low)
        : 0;

    // Among few neurons, so that their traces fit into memory.
    private static (int, int)[] Drawn(List<(int Post, int Pre)> all, int most, RandomStream random)
    {
        if (all.Count <= most)
        {
            return [.. all];
        }

        var side = 2 * (int)Math.Ceiling(Math.Sqrt(most));
        HashSet<int> Some(IEnumerable<int> of)
        {
            int[] distinct = [.. of.Distinct().Order()];
            return distinct.Length <= side ? [.. distinct] : [.. random.Choose(distinct.Length, side).Select(k => distinct[k])];
        }

        var (posts, pres) = (Some(all.Select(s => s.Post)), Some(all.Select(s => s.Pre)));
        (int, int)[] within = [.. all.Where(s => posts.Contains(s.Post) && pres.Contains(s.Pre))];
        return within.Length <= most ? within : [.. random.Choose(within.Length, most).Select(k => within[k])];
    }

    private static IEnumerable<(int, int)> Existing(RuleRecording recording) =>
        from i in Enumerable.Range(0, recording.Post.Columns)
        from j in Enumerable.Range(0, recording.Pre.Columns)
        where i != j || !ReferenceEquals(recording.Pre, recording.Post)
        select (i, j);

    // Bounds that were said; else an extreme value to which several weights have moved.
    private static (double Low, double High, bool Seen) Bounds(RuleRecording recording)
    {
        if (double.IsFinite(recording.Low) || double.IsFinite(recording.High))
        {
            return (recording.Low, recording.High, false);
        }

        var (first, last) = (recording.Weights[0], recording.Weights[^1]);
        (double First, double Last)[] moved =
        [
            .. Existing(recording).Select(s => (first[s.Item1, s.Item2], last[s.Item1, s.Item2])).Where(pair => pair.Item1 != pair.Item2),
        ];
        if (moved.Length == 0)
        {
            return (double.NegativeInfinity, double.PositiveInfinity, false);
        }

        var (low, high) = (moved.Min(pair => pair.Last), moved.Max(pair => pair.Last));
        bool Many(double value) => moved.Count(pair => pair.Last == value) >= Math.Max(3, moved.Length / 50);
        return (Many(low) ? low : double.NegativeInfinity, Many(high) ? high : double.PositiveInfinity, Many(low) || Many(high));
    }
}
