using System.Collections.Immutable;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Analysis.Verdict;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Results.Solutions;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Studies.Tuning;

namespace PlasticityLab.Tests.Studies.Solutions;

/// <summary>Planted circuits pass through the whole path of a study's verdict: runs, replays, features, distances, tests, words,
/// tables.</summary>
public class StudySolutionsTests
{
    private const string Text = """
        name: planted
        conditions: { A: { adaptation: 0 } }
        network: { units: 100 }
        task: { items: 5, assembly_size: 20, overlapping: false, free_run: 300 ms }
        rules: [hebb]
        seeds: { first: 100, count: 6 }
        precision: single
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static NetworkOutcome[] Chain(
        StudySpec study,
        string name,
        double self,
        double forward,
        double backward,
        ulong firstSeed,
        int count = 6
    )
    {
        var parameters = ImmutableSortedDictionary<string, double>
            .Empty.Add("self", self)
            .Add("forward", forward)
            .Add("backward", backward);
        var entry = new StudyEntry(name, "A", new(new LearningChoice { Rule = "oracle", Parameters = parameters }, new(4, 1.4)));
        return
        [
            .. Enumerable
                .Range(0, count)
                .AsParallel()
                .AsOrdered()
                .Select(k => firstSeed + (ulong)k)
                .Select(seed => new NetworkOutcome(entry, seed, Run.Execute(entry.Run(study, seed) with { KeepReplay = true }, Cancel))),
        ];
    }

    private static ConditionSolutions Decide(StudySpec study, params NetworkOutcome[][] networks)
    {
        ImmutableArray<NetworkOutcome> all = [.. networks.SelectMany(x => x)];
        return Assert.Single(
            StudySolutions.Of(
                new StudyData
                {
                    Study = study,
                    Tuning = ImmutableSortedDictionary<(string Rule, string Condition), TuningResult>.Empty,
                    Outcomes = all,
                    Examples = [],
                    Replays = [.. all.Where(o => o.Of(ReplayScore.Id) > StudySummary.SuccessAbove)],
                },
                Cancel
            )
        );
    }

    [Fact]
    public void The_same_circuit_permuted_and_the_same_function_by_another_circuit_are_told_apart()
    {
        var study = StudyFile.Parse(Text);
        var one = Chain(study, "one", 1.8, 0.96, 0, 100);
        // Other seeds: the same chain on other units, among other leftover weights.
        var permuted = Chain(study, "permuted", 1.8, 0.96, 0, 200);
        var other = Chain(study, "other", 1.2, 1.3, 0, 100);
        Assert.All(one.Concat(permuted).Concat(other), o => Assert.True(o.Of(ReplayScore.Id) > 0.9 && o.Of(ReplayDirection.Id) > 0.9));

        var same = Decide(study, one, permuted);
        var pair = Assert.Single(same.Verdict.Pairs);
        Assert.Equal(SolutionClass.Universal, same.Verdict.Class);
        Assert.Equal((Answer.Same, Answer.Same), (pair.On(Aspect.Function), pair.On(Aspect.Dynamics)));
        Assert.NotEqual(Answer.Different, pair.On(Aspect.Structure));
        Assert.True(same.StructureR2 < 0.2, $"{same.StructureR2}");
        Assert.Equal(1, same.Families!.Count);
        Assert.Equal(1, same.Isomorphic[("one", "permuted")]);

        var different = Decide(study, one, other);
        pair = Assert.Single(different.Verdict.Pairs);
        Assert.Equal(SolutionClass.Degenerate, different.Verdict.Class);
        Assert.Equal((Answer.Same, Answer.Different), (pair.On(Aspect.Function), pair.On(Aspect.Structure)));
        Assert.True(different.StructureR2 > 0.8, $"{different.StructureR2}");
        Assert.Equal((2, 1.0), (different.Families!.Count, different.FamiliesAndRules));
        Assert.Contains("one and other do the same by different circuits", pair.Sentence, StringComparison.Ordinal);
        Assert.NotEmpty(pair.WouldChange);
    }

    [Fact]
    public void Three_seeds_decide_nothing_and_say_so()
    {
        var study = StudyFile.Parse(Text);
        var few = Decide(study, Chain(study, "one", 1.8, 0.96, 0, 100, 3), Chain(study, "other", 1.2, 1.3, 0, 100, 3));
        Assert.Equal(SolutionClass.Undecided, few.Verdict.Class);
        Assert.Contains(few.Verdict.Cautions, caution => caution.StartsWith("Too few seeds", StringComparison.Ordinal));
        Assert.All(
            few.Verdict.Pairs.Single().Aspects,
            row => Assert.Contains(row.Cautions, caution => caution.StartsWith("Too few seeds", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void A_study_in_which_nothing_learns_has_an_answer_too()
    {
        var study = StudyFile.Parse(Text);
        var none = Decide(study, Chain(study, "weak", 0, 0, 0, 100, 2));
        Assert.Equal(SolutionClass.Undecided, none.Verdict.Class);
        Assert.Empty(none.Verdict.Pairs);
        Assert.Null(none.Families);
        Assert.StartsWith("No rule solves the task", none.Verdict.Sentence, StringComparison.Ordinal);
        var row = VerdictRow.Of([none]).Single();
        Assert.Equal(0, row.Pairs);
        Assert.True(double.IsNaN(row.StructureR2));
        Assert.Null(row.Families);
    }
}
