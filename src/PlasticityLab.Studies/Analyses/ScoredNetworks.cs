using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Analyses;

/// <summary>Measures and block weights of every scored network.</summary>
public sealed record ScoredNetworks : IStudyAnalysis
{
    /// <inheritdoc/>
    public AnalysisCard Card =>
        new("scored_networks", "Scored networks", "What each network played, and how its weights are arranged.", "this project");

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        var data = study.Data;
        return new RowSet()
            .Add(() => OutcomeRow.Of(data))
            .Add(() => FurtherMeasuresRow.Of(data))
            .Add(() => LagProfileRow.Of(data))
            .Add(() => BlockRow.Of(data));
    }
}
