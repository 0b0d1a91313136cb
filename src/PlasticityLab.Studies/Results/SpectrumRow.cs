using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>An eigenvalue of the whole W of an example, with the radius of the disc that the initial random matrix fills.</summary>
[Table("spectra", "one eigenvalue of the whole W, one network a rule")]
public sealed record SpectrumRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn(Examples = "100")] ulong Seed,
    [Column("drive", "real part, six decimals", Key = true, Examples = "-0.4..0.4/0.1|1.2")] double Re,
    [Column("drive", "imaginary part, six decimals", Key = true, Examples = "-0.4..0.4/0.1")] double Im,
    [Column("drive", "radius of the disc that the initial random matrix fills", Low = 0.5, High = 0.5)] double Disc
) : IArmRow;
