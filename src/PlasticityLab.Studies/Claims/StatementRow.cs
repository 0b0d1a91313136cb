using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Claims;

/// <summary>What became of one claim of the study.</summary>
[Table("statements", "one claim of the study")]
public sealed record StatementRow(
    [Column("", "which claim of the study, from 1", Key = true, Examples = "1|2|3|4")] int Claim,
    [Column("", "the claim in its author's words", Examples = "Made-up claim.")] string Says,
    [Column("", "what became of it")] ClaimOutcome Outcome,
    [Column("", "why, with the numbers", Examples = "Made-up sentence.")] string Sentence,
    [Column("", "whether it is one of the five founding claims rather than the study's own")] bool Founding,
    [Column("", "what a reader must know, sentences", Examples = "Made-up caution.")] string Cautions
)
{
    /// <summary>The statements as rows.</summary>
    internal static IEnumerable<StatementRow> Of(IReadOnlyList<(Statement Statement, bool Founding)> judged) =>
        judged.Select(
            (x, i) =>
                new StatementRow(
                    i + 1,
                    x.Statement.Says,
                    x.Statement.Outcome,
                    x.Statement.Sentence,
                    x.Founding,
                    string.Join(' ', x.Statement.Cautions)
                )
        );
}

/// <summary>A number that a claim rests on.</summary>
[Table("statement_numbers", "one number of one claim")]
public sealed record StatementNumberRow(
    [Column("", "which claim of the study, from 1", Key = true, Examples = "1|2|3|4")] int Claim,
    [Column("", "what it is of", Key = true, Examples = "S, made-up rule|S, other rule")] string Name,
    [Column("of the measure", "its value", Low = -1)] double Value,
    [Column("of the measure", "lower end of its 95 % bootstrap interval; empty: it has none", Low = -1)] double Low95,
    [Column("of the measure", "upper end", Low = -1)] double High95,
    [Column("", "p of the test that decided, uncorrected; empty: there was none")] double P
)
{
    /// <summary>The numbers of the statements as rows.</summary>
    internal static IEnumerable<StatementNumberRow> Of(IReadOnlyList<(Statement Statement, bool Founding)> judged) =>
        judged.SelectMany(
            (x, i) =>
                x.Statement.Numbers.Select(number => new StatementNumberRow(
                    i + 1,
                    number.Name,
                    number.Value,
                    number.Low,
                    number.High,
                    number.P
                ))
        );
}
