using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>The claims of a study, judged.</summary>
public static class StudyClaims
{
    /// <summary>The claims of a study; none when it makes none.</summary>
    public static IReadOnlyList<IClaim> Of(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return study.Claims.IsDefault ? [] : study.Claims;
    }

    /// <summary>Judges every claim of a study from its tables; each says whether it is one of the founding five.</summary>
    public static IReadOnlyList<(Statement Statement, bool Founding)> Judge(StudyResults study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return [.. Of(study.Study).Select(claim => (claim.Judge(new ClaimEvidence(study, claim.Says)), ClaimFile.IsFounding(claim)))];
    }

    /// <summary>What became of the claims, as tables.</summary>
    internal static RowSet Tables(StudyResults study)
    {
        var judged = Judge(study);
        return new RowSet().Add(StatementRow.Of(judged)).Add(StatementNumberRow.Of(judged));
    }

    /// <summary>One sentence for each claim that this study cannot judge.</summary>
    internal static IEnumerable<string> Problems(StudySpec study) =>
        Of(study)
            .SelectMany((claim, i) => claim.Problems(study).Select(problem => $"claims[{i}].{problem}"))
            .Concat(
                Of(study)
                    .GroupBy(claim => claim.Says)
                    .Where(same => same.Key.Length > 0 && same.Count() > 1)
                    .Select(same => $"claims say \"{same.Key}\" {same.Count()} times; leave all but one out.")
            );
}
