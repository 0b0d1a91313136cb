using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Cli.Docs;

/// <summary>A mark of a study's picture in the gallery.</summary>
[Table("study_picture", "one mark of a picture")]
internal sealed record StudyPictureRow(
    [Column("", "panel, by its title", Key = true)] string Panel,
    [Column("", "rule, or what the mark is", Key = true)] string Series,
    [Column("", "number within the series", Key = true)] int Number,
    [Column("", "what x is")] string XAxis,
    [Column("", "what y is; empty when series stand below each other")] string YAxis,
    [Column("of the axis", "x")] double X,
    [Column("of the axis", "y; empty when series stand below each other")] double Y,
    [Column("of the axis", "lower end of the 95 % interval of x; empty without one")] double Low,
    [Column("of the axis", "upper end")] double High
);
