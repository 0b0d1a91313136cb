using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Neurons on chains.</summary>
public sealed record InChains : IMeasure<Undisturbed>
{
    /// <summary>Its id.</summary>
    public const string Id = "in_chains";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "on chains",
            "1",
            "share of the items that lie on a chain of three or more strong weights, open or closed, half of the largest and more",
            0,
            1,
            Better.Higher,
            OnFailure: double.NaN,
            "Fiete, Senn, Wang & Hahnloser 2010, Neuron 65:563"
        );

    /// <inheritdoc/>
    public double Of(Undisturbed task, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return (double)evidence.Learned.Once(FormedChains.Chains).Where(length => length > 2).Sum() / evidence.Learned.Items.Count;
    }
}
