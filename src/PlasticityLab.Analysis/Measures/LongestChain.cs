using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>The longest chain.</summary>
public sealed record LongestChain : IMeasure<Undisturbed>
{
    /// <summary>Its id.</summary>
    public const string Id = "longest_chain";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "longest chain",
            "items",
            "items on the longest chain of strong weights, open or closed",
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
        return evidence.Learned.Once(FormedChains.Chains).FirstOrDefault();
    }
}
