using PlasticityLab.Models.Tasks;
using PlasticityLab.Simulation.SelfOrganisation;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Steps taken as often backwards.</summary>
public sealed record FreeReversals : IMeasure<Undisturbed>
{
    /// <summary>Its id.</summary>
    public const string Id = "reversed_steps";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "reversed steps",
            "1",
            "share of the steps from one item to the next that are taken as often backwards when the network is left alone",
            0,
            1,
            Better.Neither,
            OnFailure: double.NaN,
            "this project"
        )
        {
            Probes = [Undisturbed.Free],
        };

    /// <inheritdoc/>
    public double Of(Undisturbed task, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return FormedChains.OfSteps(evidence, (winners, items) => ChainMeasures.ReversedBigrams(winners, items));
    }
}
