using System.Globalization;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Dynamics;

/// <summary>One attractor of an example network, reduced to its assemblies.</summary>
[Table("attractors", "one attractor of one network a rule, reduced to its assemblies")]
public sealed record AttractorRow(
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn(Examples = "100")] ulong Seed,
    [Column("", "number, the one that most starts reach first", Key = true, Examples = "1..3")] int Attractor,
    [Column("", "what it is", Examples = "equilibrium|limit_cycle")] string Kind,
    [Column("", "items that are active in it, from 1; of a cycle in the order of their peaks", Examples = "1|1 2 3|")] string Active,
    [Column("", "random starts that end there", High = 100)] int Starts,
    [Column("", "their share")] double Share,
    [Column("", "lower end of its 95 % Wilson interval")] double Low95,
    [Column("", "upper end")] double High95,
    [Column("ms", "period of a cycle; empty for an equilibrium", High = 200)] double PeriodMs,
    [Column("", "how far the field is from 0 there, or the orbit from closing", High = 1e-9)] double Residual
) : IArmRow
{
    /// <summary>The active items.</summary>
    public IReadOnlyList<int> ActiveItems =>
        [.. Active.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(item => int.Parse(item, CultureInfo.InvariantCulture))];
}

/// <summary>How many equilibria and cycles an example network has, reduced to its assemblies.</summary>
[Table("attractor_counts", "one network a rule, reduced to its assemblies")]
public sealed record AttractorCountRow(
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn(Examples = "100")] ulong Seed,
    [Column("", "equilibria that were found", Low = 1)] int Equilibria,
    [Column("", "stable ones among them", Low = 1, High = 5)] int Stable,
    [Column("", "unstable ones among them", High = 5)] int Saddles,
    [Column("", "stable limit cycles", High = 2)] int Cycles,
    [Column("", "random starts", Low = 100, High = 100)] int RandomStarts,
    [Column("", "starts that did not settle", High = 3)] int NotSettled,
    [Column("", "starts that diverged", High = 0)] int Diverged,
    [Column("", "whether it is proved that there are no more equilibria; else the counts are lower bounds", Digits = true)] bool Proved,
    [Column("", "what was shown, a sentence", Examples = "Made-up sentence.")] string Statement
) : IArmRow;
