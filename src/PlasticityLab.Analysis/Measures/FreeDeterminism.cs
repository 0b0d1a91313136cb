using PlasticityLab.Models.Tasks;
using PlasticityLab.Simulation.SelfOrganisation;

namespace PlasticityLab.Analysis.Measures;

/// <summary>How far the next item follows from the present one.</summary>
public sealed record FreeDeterminism : IMeasure<Undisturbed>
{
    /// <summary>Its id.</summary>
    public const string Id = "determinism";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "determinism",
            "1",
            "1 − H(next | present)/ln P of what is active when the network is left alone: 0 by chance, 1 in a fixed order",
            0,
            1,
            Better.Higher,
            OnFailure: double.NaN,
            "Shannon 1948, Bell Syst. Tech. J. 27:379"
        )
        {
            Probes = [Undisturbed.Free],
        };

    /// <inheritdoc/>
    public double Of(Undisturbed task, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return FormedChains.OfSteps(evidence, (winners, items) => ChainMeasures.Determinism(winners, items));
    }
}
