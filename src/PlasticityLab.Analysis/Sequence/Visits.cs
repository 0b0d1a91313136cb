using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Sequence;

/// <summary>Turns overlaps over time into the items that were visited, one after another.</summary>
public static class Visits
{
    /// <summary>Overlap that a dominant item must have [1].</summary>
    public const double LeastOverlap = 0.35;

    /// <summary>Lead over every other item that a dominant item must have [1].</summary>
    public const double LeastLead = 0.10;

    /// <summary>Shorter visits are passed over [s].</summary>
    public const double LeastDuration = 0.003;

    /// <summary>The visits of a course: run-length-compressed dominant items; runs shorter than 3 ms are dropped and equal neighbours
    /// merged.</summary>
    /// <param name="overlaps">m_k(t), [time, item].</param>
    /// <param name="timeStep">Time between samples [s].</param>
    /// <param name="from">First sample that counts.</param>
    /// <param name="to">Sample after the last; negative: to the end.</param>
    public static IReadOnlyList<Visit> Of(Matrix overlaps, double timeStep, int from = 0, int to = -1)
    {
        ArgumentNullException.ThrowIfNull(overlaps);
        to = to < 0 ? overlaps.Rows : Math.Min(to, overlaps.Rows);
        var least = (int)Math.Ceiling((LeastDuration / timeStep) - 1e-9);
        var visits = new List<Visit>();
        var t = from;
        while (t < to)
        {
            var (item, margin) = Dominant(overlaps.Row(t));
            var start = t++;
            while (t < to && Dominant(overlaps.Row(t)) is var (next, lead) && next == item)
            {
                margin = Math.Max(margin, lead);
                t++;
            }

            if (item < 0 || t - start < least)
            {
                continue;
            }

            if (visits.Count > 0 && visits[^1].Item == item)
            {
                visits[^1] = visits[^1] with { End = t, Margin = Math.Max(visits[^1].Margin, margin) };
            }
            else
            {
                visits.Add(new(item, start, t, margin));
            }
        }

        return visits;
    }

    /// <summary>The dominant item of one sample and its lead; item −1 when none dominates.</summary>
    internal static (int Item, double Lead) Dominant(ReadOnlySpan<double> m)
    {
        var best = -1;
        double first = double.NegativeInfinity,
            second = double.NegativeInfinity;
        for (var k = 0; k < m.Length; k++)
        {
            if (m[k] > first)
            {
                (second, first, best) = (first, m[k], k);
            }
            else if (m[k] > second)
            {
                second = m[k];
            }
        }

        return first >= LeastOverlap && first - second >= LeastLead ? (best, first - second) : (-1, 0);
    }
}
