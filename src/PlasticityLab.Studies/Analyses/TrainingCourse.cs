using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Analyses;

/// <summary>The examples: overlaps over time, block weights along training.</summary>
public sealed record TrainingCourse : IStudyAnalysis
{
    /// <inheritdoc/>
    public AnalysisCard Card =>
        new("training_course", "Course of training", "Replay and block weights of the examples along training.", "this project");

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        var data = study.Data;
        return new RowSet().Add(() => CourseRow.Of(data)).Add(() => TrainingBlockRow.Of(data));
    }
}
