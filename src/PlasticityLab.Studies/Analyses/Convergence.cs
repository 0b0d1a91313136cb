using System.Globalization;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Results.Solutions;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Analyses;

/// <summary>Do the rules that learn converge on one solution? The replays of the networks that learned are compared, condition by
/// condition.</summary>
public sealed record Convergence : IStudyAnalysis
{
    private const string Replays = "replays of the networks that learned";

    /// <summary>Name of the note that lists the rules that work in a condition.</summary>
    public static string WorkingIn(string condition) => "rules that work in " + condition;

    /// <inheritdoc/>
    public AnalysisCard Card =>
        new("convergence", "Convergence", "One universal solution, or different circuits that do the same?", "this project");

    /// <inheritdoc/>
    public Stage StageOf(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new(Replays, 0, CanCompare(study) ? StudyReplays.Most(study) : 0);
    }

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (!CanCompare(study.Study))
        {
            return new();
        }

        NetworkOutcome[] learned = [.. StudyReplays.Of(study.Data.Outcomes)];
        RunSpec[] wanted = [.. learned.Select(o => o.Entry.Run(study.Study, o.Seed) with { KeepReplay = true })];
        var results = study.Runs(wanted, Replays, cancellation);
        var data = study.Data with { Replays = [.. learned.Zip(results, (o, result) => o with { Result = result })] };
        var inputs = data
            .Outcomes.SelectMany(o => o.Inputs)
            .Concat(data.Replays.SelectMany(o => o.Inputs))
            .Append(study.Study.EquivalenceMargin.ToString("R", CultureInfo.InvariantCulture))
            .Append(Settings.Canonical(study.Study.Task));
        var step = new AnalysisStep("all networks", [.. inputs], stop => Rows(data, stop));
        var rows = study.Steps(this, [step], cancellation)[0];
        return rows;
    }

    // Replays cannot be compared by what is not measured.
    private static bool CanCompare(StudySpec study) =>
        !StudySolutions.Measures.Except(NetworkMeasures.Of(study).Select(column => column.Name)).Any();

    private static RowSet Rows(StudyData data, CancellationToken cancellation)
    {
        var solutions = StudySolutions.Of(data, cancellation);
        var rows = new RowSet()
            .Add(VerdictRow.Of(solutions))
            .Add(VerdictPairRow.Of(solutions, StudySummary.Of(data)))
            .Add(VerdictEvidenceRow.Of(solutions))
            .Add(SolutionRow.Of(solutions))
            .Add(VarianceRow.Of(solutions));
        foreach (var condition in solutions)
        {
            rows.AddNote(WorkingIn(condition.Condition), string.Join(", ", SolutionTables.Working(condition)));
        }

        return rows;
    }
}
