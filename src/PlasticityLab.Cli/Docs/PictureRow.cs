using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Cli.Docs;

/// <summary>A cell of the documentation's first picture.</summary>
[Table("four_rules", "one block weight, or one item's overlap at one time")]
internal sealed record PictureRow(
    [Column("", "rule", Key = true)] string Rule,
    [Column("", "weight or overlap", Key = true)] string Kind,
    [Column("", "item that receives, or that is played", Key = true)] double Y,
    [Column("", "item that sends, or time [ms]", Key = true)] double X,
    [Column("", "weight [drive], or overlap")] double Value
);
