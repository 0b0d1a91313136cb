using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Claims;

/// <summary>What the study found that nobody claimed.</summary>
[Table("findings", "one finding of the study")]
public sealed record FindingRow(
    [Column("", "which finding, from 1", Key = true, Examples = "1|2|3|4")] int Finding,
    [Column("", "what it is about")] FindingSubject About,
    [Column("", "what was found, with the numbers", Examples = "Made-up finding.")] string Sentence,
    [Column("", "whether it is what a reader must know before believing a comparison")] bool Caution
)
{
    internal static IEnumerable<FindingRow> Of(IReadOnlyList<Finding> findings) =>
        findings.Select((finding, i) => new FindingRow(i + 1, finding.About, finding.Sentence, finding.IsCaution));
}

/// <summary>A number of a finding.</summary>
[Table("finding_numbers", "one number of one finding")]
public sealed record FindingNumberRow(
    [Column("", "which finding, from 1", Key = true, Examples = "1|2|3|4")] int Finding,
    [Column("", "what it is of", Key = true, Examples = "made-up rule|other rule")] string Name,
    [Column("of the finding", "its value", Low = -1)] double Value
)
{
    internal static IEnumerable<FindingNumberRow> Of(IReadOnlyList<Finding> findings) =>
        findings.SelectMany((finding, i) => finding.Numbers.Select(number => new FindingNumberRow(i + 1, number.Name, number.Value)));
}
