using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Analyses;

/// <summary>The search for values, and the values that were chosen as rules of a study file.</summary>
public sealed record TuningSearch : IStudyAnalysis
{
    /// <inheritdoc/>
    public AnalysisCard Card => new("tuning", "Tuning", "What the search for each rule's values tried and chose.", "this project");

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        var data = study.Data;
        return new RowSet()
            .Add(() => TuningRow.Of(data))
            .Add(() => SearchRow.Of(data))
            .Add(() => TunedRow.Of(data))
            .Add(() => data.Study.Readout.Widen > 0 ? RecallGridRow.Of(data) : [])
            .AddFile("tuned.yaml", path => OutputFile.Update(path, TunedRules.ToYaml(data)));
    }
}
