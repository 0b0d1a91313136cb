using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace OwnThings;

/// <summary>A claim: no network of some rules diverged.</summary>
public sealed record NoneDiverged : IClaim
{
    public ClaimCard Card => new("none_diverged", "None diverged", "Supported when no network of the rules diverged.", "this sample");

    public string Says { get; init; } = "";

    /// <summary>The rules that it is said of.</summary>
    public Subjects Of { get; init; } = new();

    public IEnumerable<string> Problems(StudySpec study) => [];

    public Statement Judge(ClaimEvidence evidence)
    {
        var rows = evidence.Conditions.SelectMany(condition =>
            evidence.Tables.Rows<OutcomeRow>().Where(row => row.Condition == condition && evidence.Of(Of, condition).Contains(row.Rule))
        );
        var diverged = rows.Count(row => row.Status == RunStatus.Diverged);
        return new(Says, diverged == 0 ? ClaimOutcome.Supported : ClaimOutcome.NotSupported, $"{diverged} networks diverged.", [], []);
    }
}
