using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.Tasks;

namespace Stranger;

/// <summary>A measure: share of the pairs whose other item answers.</summary>
public sealed record RecalledPairs : IMeasure<PairedAssociates>
{
    public MeasureCard Card =>
        new(
            "recalled_pairs",
            "pairs recalled",
            "1",
            "share of the cued items whose partner is the most active of the others at the end",
            0,
            1,
            Better.Higher,
            OnFailure: 0,
            "Stranger 2026"
        )
        {
            Probes = [PairedAssociates.Cued],
        };

    public double Of(PairedAssociates task, Evidence evidence) =>
        evidence.Of(PairedAssociates.Cued).Select(answer => Answered(answer) ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average();

    private static bool Answered(Recording answer)
    {
        var cued = answer.Probe.Trial.Segments.First(segment => !segment.IsSilent).Items[0];
        var end = answer.Overlaps.Row(answer.Overlaps.Rows - 1).ToArray();
        return end[cued + 1] > 0.3 && end.Index().All(x => x.Index == cued || x.Index == cued + 1 || x.Item < end[cued + 1]);
    }
}
