using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Departure of the block weights from normality.</summary>
public sealed record WeightNonNormality : IMeasure
{
    /// <summary>Its id.</summary>
    public const string Id = "henrici_B";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "non-normality",
            "1",
            "departure of the block weights from normality (Henrici), over their norm",
            0,
            1,
            Better.Neither,
            OnFailure: double.NaN,
            "Henrici 1962, Numer. Math. 4:24"
        );

    /// <inheritdoc/>
    public bool AppliesTo(ITask task) => true;

    /// <inheritdoc/>
    public double Of(Evidence evidence)
    {
        if (evidence.Learned.Once(BlockWeights.Spectrum) is not { } spectrum)
        {
            return double.NaN;
        }

        var norm = evidence.Learned.Once(BlockWeights.Blocks).Blocks.FrobeniusNorm();
        return Math.Sqrt(Math.Max(0, (norm * norm) - spectrum.Sum(value => value.Magnitude * value.Magnitude))) / norm;
    }
}
