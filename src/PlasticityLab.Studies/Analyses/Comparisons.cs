using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Analyses;

/// <summary>Inference over networks.</summary>
public sealed record Comparisons : IStudyAnalysis
{
    /// <inheritdoc/>
    public AnalysisCard Card =>
        new("comparisons", "Comparisons", "Means with intervals, and differences between rules with the seed as unit.", "this project");

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        var data = study.Data;
        return new RowSet().Add(() => StudyComparison.Of(data)).Add(() => StudySummary.Of(data)).Add(() => MeasureSummaryRow.Of(data));
    }
}
