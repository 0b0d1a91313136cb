using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>How nearly every item has one successor.</summary>
public sealed record LoopAssignment : IMeasure<Undisturbed>
{
    /// <summary>Its id.</summary>
    public const string Id = "assignment";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "assignment",
            "1",
            "value of the best assignment of one successor to every item, over their number: 1 where each leads to one other with full weight",
            0,
            1,
            Better.Higher,
            OnFailure: double.NaN,
            "Kuhn 1955, Nav. Res. Logist. Q. 2:83"
        );

    /// <inheritdoc/>
    public double Of(Undisturbed task, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Learned.Once(FormedChains.Assignment);
    }
}
