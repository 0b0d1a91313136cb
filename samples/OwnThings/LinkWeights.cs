using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Analyses;
using PlasticityLab.Studies.Results;

namespace OwnThings;

/// <summary>An analysis with its table: the mean weight between the halves of one thing in each trained network.</summary>
public sealed record LinkWeights : IStudyAnalysis
{
    public AnalysisCard Card =>
        new("link_weights", "Weights between halves", "How strongly the halves of a thing are linked.", "this sample");

    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        return study.StepsOf(
            this,
            study.Data.Outcomes.Where(network => !network.Result.Structure.Blocks.IsDefaultOrEmpty),
            network => new RowSet().Add([Row(network)]),
            cancellation
        );
    }

    private static LinkRow Row(NetworkOutcome network)
    {
        var blocks = network.Result.Structure.Blocks;
        var items = (int)Math.Round(Math.Sqrt(blocks.Length));
        var links = Enumerable.Range(0, items).Select(item => blocks[(item * items) + (item ^ 1)]);
        return new(network.Entry.Condition, network.Entry.Name, network.Seed, links.Average());
    }
}

/// <summary>A row of its table.</summary>
[Table("link_weights", "one trained network")]
public sealed record LinkRow(
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn] ulong Seed,
    [Column("drive", "mean weight between the halves of a thing")] double Link
) : IArmRow;
