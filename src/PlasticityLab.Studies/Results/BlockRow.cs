using System.Collections.Immutable;
using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>Mean weight from one assembly to another.</summary>
[Table("blocks", "one pair of assemblies of one trained network")]
public sealed record BlockRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn(Examples = "100|101")] ulong Seed,
    [Column("", "item that receives, from 1", Key = true, Examples = "1..8")] int Post,
    [Column("", "item that sends, from 1", Key = true, Examples = "1..8")] int Pre,
    [Column("drive", "mean weight times assembly size: the drive of a fully active assembly", Name = "B", Low = -0.5, High = 1.5)] double B
) : IArmRow
{
    internal static IEnumerable<BlockRow> Of(StudyData data) =>
        data
            .Outcomes.Where(o => !o.Entry.Shuffled && o.Entry.Values.Learning.Sign > 0 && !o.Result.Structure.Blocks.IsDefaultOrEmpty)
            .SelectMany(o =>
                Pairs(o.Result.Structure.Blocks)
                    .Select(x => new BlockRow(data.Network, o.Entry.Condition, o.Entry.Name, o.Seed, x.Post, x.Pre, x.B))
            );

    internal static IEnumerable<(int Post, int Pre, double B)> Pairs(ImmutableArray<double> blocks)
    {
        var p = (int)Math.Round(Math.Sqrt(blocks.Length));
        return blocks.Select((b, k) => ((k / p) + 1, (k % p) + 1, b));
    }
}

/// <summary>Mean weight from one assembly to another after an epoch of training.</summary>
[Table("training_blocks", "one pair of assemblies after one epoch, one network a rule")]
public sealed record TrainingBlockRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn(Examples = "100")] ulong Seed,
    [Column("", "epochs of training so far; 0: before training", Key = true, Examples = "0..5")] int Epoch,
    [Column("", "item that receives, from 1", Key = true, Examples = "1..4")] int Post,
    [Column("", "item that sends, from 1", Key = true, Examples = "1..4")] int Pre,
    [Column("drive", "mean weight times assembly size", Name = "B", Low = -0.5, High = 1.5)] double B
) : IArmRow
{
    internal static IEnumerable<TrainingBlockRow> Of(StudyData data) =>
        data.Examples.SelectMany(o =>
            (o.Result.Example?.BlocksByEpoch ?? []).SelectMany(
                (blocks, epoch) =>
                    BlockRow
                        .Pairs(blocks)
                        .Select(x => new TrainingBlockRow(data.Network, o.Entry.Condition, o.Entry.Name, o.Seed, epoch, x.Post, x.Pre, x.B))
            )
        );
}

/// <summary>Mean weight between items of one distance in the sequence.</summary>
[Table("lag_profiles", "one lag of one trained network")]
public sealed record LagProfileRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn] ulong Seed,
    [Column("items", "distance from the sending to the receiving item in the sequence", Key = true, Examples = "-7..7")] int Lag,
    [Column("drive", "mean block weight at this lag", Name = "L", Low = -0.5, High = 1.5)] double L
) : IArmRow
{
    internal static IEnumerable<LagProfileRow> Of(StudyData data) =>
        data
            .Outcomes.Where(o => !o.Result.Structure.LagProfile.IsDefaultOrEmpty)
            .SelectMany(o =>
            {
                var half = o.Result.Structure.LagProfile.Length / 2;
                return Enumerable
                    .Range(-half, (2 * half) + 1)
                    .Select(lag => new LagProfileRow(data.Network, o.Entry.Condition, o.Entry.Name, o.Seed, lag, o.L(lag)));
            });
}
