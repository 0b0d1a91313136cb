using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Patterns that are recalled from damaged copies.</summary>
public sealed record PatternsRecalled : IMeasure<Patterns>
{
    /// <summary>Its id.</summary>
    public const string Id = "recalled";

    /// <summary>Overlap from which a pattern counts as recalled: at the capacity of a Hopfield network it is 0.967 [1].</summary>
    public const double LeastOverlap = 0.9;

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "patterns recalled",
            "1",
            "share of the patterns asked for whose overlap at the end is 0.9 and more",
            0,
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
        return evidence.Once(FinalOverlap.All).Select(overlap => overlap >= LeastOverlap ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average();
    }
}
