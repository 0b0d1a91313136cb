using PlasticityLab.Numerics.Intervals;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>A vector field that can bound itself over a whole box of states, which is what proofs of completeness need.</summary>
public interface IIntervalField : IVectorField
{
    /// <summary>Encloses f over a box.</summary>
    void Evaluate(ReadOnlySpan<Interval> box, Span<Interval> derivative);

    /// <summary>Encloses every Jacobian (at kinks: every slope) over a box, [i * n + j].</summary>
    void Jacobian(ReadOnlySpan<Interval> box, Span<Interval> jacobian);
}
