using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Spectral abscissa of the block weights.</summary>
public sealed record WeightAbscissa : IMeasure
{
    /// <summary>Its id.</summary>
    public const string Id = "spectral_abscissa_B";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "spectral abscissa",
            "drive",
            "largest real part of an eigenvalue of the block weights",
            -1,
            3,
            Better.Neither,
            OnFailure: double.NaN,
            "this project"
        );

    /// <inheritdoc/>
    public bool AppliesTo(ITask task) => true;

    /// <inheritdoc/>
    public double Of(Evidence evidence) => evidence.Learned.Once(BlockWeights.Spectrum)?[0].Real ?? double.NaN;
}
