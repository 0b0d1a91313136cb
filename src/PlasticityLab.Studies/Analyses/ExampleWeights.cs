using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Analyses;

/// <summary>Whole weights of the examples as arrays.</summary>
public sealed record ExampleWeights : IStudyAnalysis
{
    /// <inheritdoc/>
    public AnalysisCard Card =>
        new("example_weights", "Weights of the examples", "Whole weight matrices at the end of training, for notebooks.", "this project");

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        var data = study.Data;
        return new RowSet().AddFile("weights.npz", path => RecordedWeights.WriteLast(path, data));
    }
}
