using PlasticityLab.Analysis.Inference;

namespace PlasticityLab.Science.Tests;

/// <summary>Every rule of the catalogue is inferred from the weights that it makes, at every noise.</summary>
public sealed class RuleInferenceTruthTests
{
    private static readonly GroundTruth Truth = new();

    public static TheoryData<double> Noises => [0, 0.05, 0.1, 0.2];

    // A rule that is compared is named, alone or among equals; one that is not is told by what it leaves over, or the answer says that rules which
    // are not compared may explain the weights, too.
    [Theory]
    [MemberData(nameof(Noises))]
    public void No_rule_is_named_wrongly(double noise)
    {
        var rows = new System.Collections.Concurrent.ConcurrentBag<GroundTruthRow>();
        Parallel.ForEach(GroundTruth.Rules, id => rows.Add(Truth.Infer(id, noise).Row));
        Assert.All(
            rows,
            row =>
                Assert.True(
                    GroundTruth.IsInSpace(row.Rule)
                        ? row.Outcome is TruthOutcome.Named or TruthOutcome.Among
                        : row.Outcome is TruthOutcome.ToldMissing or TruthOutcome.NotToldApart or TruthOutcome.FormulaOnly,
                    $"{row}"
                )
        );
    }
}
