using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Whether cued items are held over the delay.</summary>
public sealed record ItemHeld : IMeasure<DelayedRecall>
{
    /// <summary>Its id.</summary>
    public const string Id = "held";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "items held",
            "1",
            "share of the cued items that are active at the end of the delay, and more so than any other",
            0,
            1,
            Better.Higher,
            OnFailure: 0,
            "Amit & Brunel 1997, Cereb. Cortex 7:237"
        )
        {
            Probes = [DelayedRecall.Delayed],
        };

    /// <inheritdoc/>
    public double Of(DelayedRecall task, Evidence evidence) =>
        evidence.Of(DelayedRecall.Delayed).Select(recall => IsHeld(recall) ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average();

    private static bool IsHeld(Recording recall)
    {
        var cued = recall.Probe.Trial.Segments.First(segment => !segment.IsSilent).Items[0];
        var end = recall.Overlaps.Row(recall.Overlaps.Rows - 1);
        for (var item = 0; item < end.Length; item++)
        {
            if (item != cued && end[item] >= end[cued])
            {
                return false;
            }
        }

        return end[cued] > Visits.LeastOverlap;
    }
}
