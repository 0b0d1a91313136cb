using PlasticityLab.Analysis.Measures;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Theories;

/// <summary>Reads limits from a study's sweeps: the values of one axis at which a rule still succeeds on average, its own value among
/// them.</summary>
internal sealed class SweepReader(StudyData data, IReadOnlyList<SweepRow> sweeps, StudyEntry entry)
{
    /// <summary>Smallest value with a mean S above the criterion, down from the study's own value without a gap; NaN without a sweep or
    /// when the rule does not succeed.</summary>
    public double Least(string axis, double own) => Reach(axis, own, up: false);

    /// <summary>Largest value, likewise.</summary>
    public double Most(string axis, double own) => Reach(axis, own, up: true);

    /// <summary>Mean speeds at the values of an axis where the rule succeeds, the study's own value among them [items/100 ms].</summary>
    public double[] Speeds(string axis) =>
        Points(axis).Length == 0
            ? []
            :
            [
                .. Points(axis)
                    .GroupBy(p => p.Value)
                    .Where(g => g.Average(p => p.S) > StudySummary.SuccessAbove)
                    .Select(g => g.Select(p => p.Speed).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average())
                    .Append(OwnSpeed())
                    .Where(double.IsFinite),
            ];

    private double Reach(string axis, double own, bool up)
    {
        var points = Points(axis);
        if (points.Length == 0 || Own() <= StudySummary.SuccessAbove)
        {
            return double.NaN;
        }

        var beyond = points
            .GroupBy(p => p.Value)
            .Select(g => (Value: g.Key, S: g.Average(p => p.S)))
            .Where(x => up ? x.Value > own : x.Value < own);
        return (up ? beyond.OrderBy(x => x.Value) : beyond.OrderByDescending(x => x.Value))
            .TakeWhile(x => x.S > StudySummary.SuccessAbove)
            .Select(x => x.Value)
            .LastOrDefault(own);
    }

    private SweepRow[] Points(string axis) =>
        [.. sweeps.Where(p => p.Axis == axis && p.Rule == entry.Name && p.Condition == entry.Condition)];

    private double Own() => data.Outcomes.Where(o => o.Entry == entry).Average(o => o.Of(ReplayScore.Id));

    private double OwnSpeed() =>
        data
            .Outcomes.Where(o => o.Entry == entry && StudyReplays.Learned(o))
            .Select(o => o.Of(ReplaySpeed.Id))
            .Where(double.IsFinite)
            .DefaultIfEmpty(double.NaN)
            .Average();
}
