using PlasticityLab.Analysis.Inference;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Random;

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

    // The bootstrap's 95 % are 95 % of recordings, as far as 200 of them tell: two standard deviations are 3 %, and percentiles of 56 synapses are
    // known to be a little narrow.
    [Fact]
    public void Intervals_hold_the_true_coefficient_about_as_often_as_they_say()
    {
        const int recordings = 200;
        var held = 0;
        Parallel.For(
            1,
            recordings + 1,
            seed =>
            {
                if (Holds((ulong)seed))
                {
                    Interlocked.Increment(ref held);
                }
            }
        );
        Assert.InRange(held / (double)recordings, 0.90, 0.985);
    }

    private static bool Holds(ulong seed)
    {
        var truth = new GroundTruth(seed);
        var rule = truth.Tuned(RuleCatalog.Create("hebbian"));
        var (recording, selection) = (truth.Recording(rule, 0.1), RecordingSelection.Of(truth.Recording(rule, 0.1), new()));
        var bank = new FeatureBank(recording, selection.Synapses, selection.Readings, [0.02]);
        int[] cluster = [.. Enumerable.Range(0, selection.Synapses.Length)];
        var fit = new ClusterFit([bank.Column(new(1, 1))], bank.Response, cluster, selection.Readings.Length);
        var interval = fit.Bootstrap(399, new RandomStreams(seed).Open(StreamPurpose.Analysis)).Coefficients[0];
        var eta = Settings.Values(truth.Tuned(rule))["eta"];
        return interval.Low <= eta && eta <= interval.High;
    }
}
