using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.Tasks;

namespace OwnThings;

/// <summary>A measure: share of the cued halves that the other half joins.</summary>
public sealed record CompletedShare : IMeasure<Completion>
{
    public MeasureCard Card =>
        new(
            "completed",
            "completed",
            "1",
            "share of the cued halves whose other half is the most active of all others while the cue lasts",
            0,
            1,
            Better.Higher,
            OnFailure: 0,
            "this sample"
        )
        {
            Probes = [Completion.Half],
        };

    public double Of(Completion task, Evidence evidence) =>
        evidence.Of(Completion.Half).Select(answer => Joined(answer) ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average();

    private static bool Joined(Recording answer)
    {
        var cued = answer.Probe.Trial.Segments.First(segment => !segment.IsSilent).Items[0];
        var seen = answer.Overlaps;
        var most = Enumerable.Range(0, seen.Columns).Select(item => Enumerable.Range(0, seen.Rows).Max(time => seen[time, item])).ToArray();
        return most.Index().All(x => x.Index == cued || x.Index == cued + 1 || x.Item < most[cued + 1]);
    }
}
