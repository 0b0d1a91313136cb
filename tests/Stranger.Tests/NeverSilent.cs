using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace Stranger;

/// <summary>A claim: no network of some rules fell silent.</summary>
public sealed record NeverSilent : IClaim
{
    public ClaimCard Card => new("never_silent", "Never silent", "Supported when no network of the rules fell silent.", "Stranger 2026");

    public string Says { get; init; } = "";

    /// <summary>The rules that it is said of.</summary>
    public Subjects Of { get; init; } = new();

    public IEnumerable<string> Problems(StudySpec study) => [];

    public Statement Judge(ClaimEvidence evidence)
    {
        var rows = evidence.Conditions.SelectMany(condition =>
            evidence.Tables.Rows<OutcomeRow>().Where(row => row.Condition == condition && evidence.Of(Of, condition).Contains(row.Rule))
        );
        var silent = rows.Count(row => row.Status == RunStatus.Silent);
        return new(Says, silent == 0 ? ClaimOutcome.Supported : ClaimOutcome.NotSupported, $"{silent} networks fell silent.", [], []);
    }
}
