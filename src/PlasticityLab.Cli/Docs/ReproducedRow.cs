using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Cli.Docs;

/// <summary>A value of a reproduction, kept for its picture.</summary>
[Table("reproduced", "one compared value")]
internal sealed record ReproducedRow(
    [Column("", "case", Key = true)] string Id,
    [Column("", "number within the case", Key = true)] int Number,
    [Column("", "what is compared")] string Case,
    [Column("of the case", "published or exact value")] double Published,
    [Column("of the case", "value obtained here")] double Obtained,
    [Column("of the case", "largest accepted difference")] double Tolerance
);
