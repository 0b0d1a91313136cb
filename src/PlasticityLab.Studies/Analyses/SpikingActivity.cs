using PlasticityLab.Experiments.Tables;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Analyses;

/// <summary>What only spiking networks have.</summary>
public sealed record SpikingActivity : IStudyAnalysis
{
    /// <inheritdoc/>
    public AnalysisCard Card =>
        new(
            "spiking_activity",
            "Spiking activity",
            "Rates and clipping of spiking networks, spikes and rates of the examples.",
            "this project"
        );

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        var data = study.Data;
        return data.Study.Network is not SpikingNetwork network
            ? new()
            : new RowSet()
                .Add(() => SpikingRow.Of(data))
                .Add(() => TrainingRateRow.Of(data))
                .Add(() => RasterRow.Of(data, 1000 * network.TimeStep, network.Excitatory));
    }
}
