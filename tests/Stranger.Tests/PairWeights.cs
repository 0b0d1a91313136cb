using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Analyses;
using PlasticityLab.Studies.Results;

namespace Stranger;

/// <summary>An analysis with its table: how much stronger an item is linked to its partner than to other items.</summary>
public sealed record PairWeights : IStudyAnalysis
{
    public AnalysisCard Card => new("pair_weights", "Weights of pairs", "Weight to the partner and to the other items.", "Stranger 2026");

    /// <summary>Items of a pair.</summary>
    public double Together { get; init; } = 2;

    public RowSet Run(StudyContext study, CancellationToken cancellation) =>
        RowSet.Concat(
            study.Steps(
                this,
                [
                    .. study
                        .Data.Outcomes.Where(o => !o.Result.Structure.Blocks.IsDefaultOrEmpty)
                        .Select(o => new AnalysisStep(o.What, o.Inputs, _ => new RowSet().Add([Row(o)]))),
                ],
                cancellation
            )
        );

    private PairWeightRow Row(NetworkOutcome outcome)
    {
        var blocks = outcome.Result.Structure.Blocks;
        var p = (int)Math.Round(Math.Sqrt(blocks.Length));
        var pairs = (int)Together;
        bool Same(int k) => (k / p) / pairs == (k % p) / pairs && k / p != k % p;
        bool Other(int k) => (k / p) / pairs != (k % p) / pairs;
        double Mean(Func<int, bool> which) => Enumerable.Range(0, blocks.Length).Where(which).Select(k => blocks[k]).Average();
        return new(outcome.Entry.Condition, outcome.Entry.Name, outcome.Seed, Mean(Same), Mean(Other));
    }
}

/// <summary>A row of its table.</summary>
[Table("pair_weights", "one trained network")]
public sealed record PairWeightRow(
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn] ulong Seed,
    [Column("drive", "mean weight to the partner")] double Partner,
    [Column("drive", "mean weight to the other items")] double Others
) : IArmRow;
