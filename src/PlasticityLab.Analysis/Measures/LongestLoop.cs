using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>The longest loop.</summary>
public sealed record LongestLoop : IMeasure<Undisturbed>
{
    /// <summary>Its id.</summary>
    public const string Id = "longest_loop";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "longest loop",
            "items",
            "items on the longest loop of strong weights",
            0,
            100,
            Better.Higher,
            OnFailure: double.NaN,
            "Fiete, Senn, Wang & Hahnloser 2010, Neuron 65:563"
        );

    /// <inheritdoc/>
    public double Of(Undisturbed task, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Learned.Once(FormedChains.Loops).FirstOrDefault();
    }
}
