using PlasticityLab.Analysis.Measures;

namespace Stranger;

/// <summary>A measure that fails.</summary>
public sealed record Throws : IMeasure<PairedAssociates>
{
    public MeasureCard Card => new("throws", "a failure", "1", "nothing: it throws", 0, 1, Better.Neither, double.NaN, "Stranger 2026");

    public double Of(PairedAssociates task, Evidence evidence) => throw new InvalidOperationException("There is no such thing.");
}
