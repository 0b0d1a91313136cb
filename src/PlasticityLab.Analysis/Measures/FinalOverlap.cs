using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>How much of a pattern is active in the end.</summary>
public sealed record FinalOverlap : IMeasure<Patterns>
{
    /// <summary>Its id.</summary>
    public const string Id = "final_overlap";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "final overlap",
            "1",
            "m at the end of the time after the cue, with the pattern whose damaged copy was the cue, mean over the patterns asked for",
            -1,
            1,
            Better.Higher,
            OnFailure: 0,
            "Amit, Gutfreund & Sompolinsky 1985, Phys. Rev. Lett. 55:1530"
        )
        {
            Probes = [Patterns.Damaged],
        };

    /// <inheritdoc/>
    public double Of(Patterns task, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Once(All).DefaultIfEmpty(double.NaN).Average();
    }

    /// <summary>One value for each pattern that was asked for.</summary>
    internal static double[] All(Evidence evidence)
    {
        var task = (Patterns)evidence.Task;
        return
        [
            .. evidence
                .Of(Patterns.Damaged)
                .Zip(task.AskedPatterns, (recall, pattern) => (double)recall.Overlaps[recall.Overlaps.Rows - 1, pattern]),
        ];
    }
}
