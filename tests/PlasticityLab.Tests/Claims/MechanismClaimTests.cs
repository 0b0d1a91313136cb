using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Mechanisms;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Tests.Reports;

namespace PlasticityLab.Tests.Claims;

/// <summary>Claims about the space of rules, judged by tables with known answers.</summary>
public sealed class MechanismClaimTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void One_way_is_supported_when_every_question_is_decided_alike()
    {
        var study = Study([Verdict("tah", 1, Decision.Yes), Verdict("stdp", 1, Decision.Yes)]);
        Assert.Equal(ClaimOutcome.Supported, Judge(study, new MechanismCount { Says = "One.", AtMost = 1 }));
        Assert.Equal(ClaimOutcome.NotSupported, Judge(study, new MechanismCount { Says = "Two.", AtLeast = 2 }));
        Assert.Equal(ClaimOutcome.Supported, Judge(study, new AsymmetryNecessary { Says = "All." }));
    }

    [Fact]
    public void Two_ways_refute_one_and_an_open_question_decides_nothing()
    {
        var two = Study([Verdict("tah", 1, Decision.Yes), Verdict("hebb", 2, Decision.No)]);
        Assert.Equal(ClaimOutcome.NotSupported, Judge(two, new MechanismCount { Says = "One.", AtMost = 1 }));
        Assert.Equal(ClaimOutcome.Supported, Judge(two, new MechanismCount { Says = "Two.", AtLeast = 2 }));
        Assert.Equal(ClaimOutcome.NotSupported, Judge(two, new AsymmetryNecessary { Says = "All." }));
        var open = Study([Verdict("tah", 1, Decision.Yes), Verdict("hebb", 0, Decision.Undecided)]);
        Assert.Equal(ClaimOutcome.Undecided, Judge(open, new MechanismCount { Says = "One.", AtMost = 1 }));
        Assert.Equal(ClaimOutcome.Undecided, Judge(open, new MechanismCount { Says = "Two.", AtLeast = 2 }));
        Assert.Equal(ClaimOutcome.Undecided, Judge(open, new AsymmetryNecessary { Says = "All." }));
    }

    [Fact]
    public void Where_nothing_works_nothing_is_tested() =>
        Assert.Equal(
            ClaimOutcome.NotTested,
            Judge(Study([Verdict("tah", 0, Decision.Undecided) with { Works = Decision.No }]), new AsymmetryNecessary { Says = "All." })
        );

    [Theory]
    // The index ranks success perfectly, the family not at all; the other way round; both the same.
    [InlineData(true, false, ClaimOutcome.Supported)]
    [InlineData(false, true, ClaimOutcome.NotSupported)]
    [InlineData(true, true, ClaimOutcome.Undecided)]
    public void What_sorts_better_is_what_ranks_success(bool index, bool family, ClaimOutcome expected)
    {
        SearchedRuleRow[] rules = [.. Enumerable.Range(0, 60).Select(k => Rule(k, Works(k), index ? (Works(k) ? 0.5 : -0.5) : k % 2))];
        SearchPredictionRow[] told =
        [
            .. Enumerable
                .Range(0, 60)
                .Select(k =>
                    TableOf<SearchPredictionRow>.MadeUp()[0] with
                    {
                        Search = "random",
                        Number = k,
                        Condition = "A",
                        Kind = (family ? Works(k) : k % 2 == 0) ? RuleFamily.Temporal : RuleFamily.Correlational,
                    }
                ),
        ];
        var study = Study([], rules, told);
        Assert.Equal(expected, Judge(study, new SortsBetter { Says = "Better.", Conditions = ["A"] }));
    }

    [Fact]
    public void Few_rules_that_work_sort_nothing() =>
        Assert.Equal(
            ClaimOutcome.NotTested,
            Judge(
                Study([], [.. Enumerable.Range(0, 60).Select(k => Rule(k, k < 3, 0))], []),
                new SortsBetter { Says = "Better.", Conditions = ["A"] }
            )
        );

    [Fact]
    public void Rejected_rules_count_for_those_they_were_drawn_from()
    {
        // Two kept rules that work, indices 1 and 1; one drawn failure with index 1 that stands for 9, one kept failure with index 0: pairs of
        // weight 2 × 9 are ties, 2 × 1 are right: (9 + 2)/20.
        SortsBetter.Sorted[] rules =
        [
            new(1, true, true, false, 1),
            new(1, true, true, false, 1),
            new(1, true, false, true, 9),
            new(0, true, false, false, 1),
        ];
        var (index, kind, _) = SortsBetter.Compare(rules, new RandomStreams(1).Open(StreamPurpose.Analysis, "area"));
        Assert.Equal(11.0 / 20, index, 1e-12);
        Assert.Equal(0.5, kind, 1e-12);
    }

    [Fact]
    public void The_claims_of_the_space_are_read_and_those_without_evidence_refused()
    {
        var file = Path.Combine(TestData.Repository, "studies", "claims", "space-of-rules.yaml");
        var with = StudyFile.Parse(
            $"name: x\nconditions: {{ A: {{ adaptation: 0 }}, B: {{ adaptation: 1 }} }}\nrules: [hebb]\nsearch: {{ }}\nmechanism: {{ }}\nclaims: {file}"
        );
        Assert.Equal(5, with.Claims.Length);
        Assert.Contains(
            "the study asks for none: add mechanism: { }",
            Assert
                .Throws<UserError>(() => StudyFile.Parse("name: x\nrules: [hebb]\nclaims: [{ kind: asymmetry_necessary, says: Yes. }]"))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "must say either at_least or at_most",
            Assert
                .Throws<UserError>(() =>
                    StudyFile.Parse("name: x\nrules: [hebb]\nmechanism: { }\nclaims: [{ kind: mechanism_count, says: Yes. }]")
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    private static bool Works(int k) => k % 3 == 0;

    private static ClaimOutcome Judge(StudyResults study, IClaim claim) => claim.Judge(new ClaimEvidence(study, claim.Says)).Outcome;

    private StudyResults Study(MechanismRow[] verdicts, SearchedRuleRow[]? rules = null, SearchPredictionRow[]? told = null)
    {
        var folder = MadeUpStudy.Write(Path.Combine(_folder, "tables"));
        void Put<TRow>(IEnumerable<TRow> rows)
            where TRow : notnull =>
            File.WriteAllText(Path.Combine(folder, "tables", TableOf<TRow>.Schema.Name + ".csv"), TableOf<TRow>.WriteCsv(rows));
        Put(verdicts);
        Put(verdicts.SelectMany(Answers));
        Put<SearchFilterRow>([]);
        Put(rules ?? []);
        Put(told ?? []);
        return StudyResults.Load(folder);
    }

    private static MechanismRow Verdict(string rule, int way, Decision asymmetry) =>
        TableOf<MechanismRow>.MadeUp()[0] with
        {
            Condition = "A",
            Rule = rule,
            Works = Decision.Yes,
            Mechanism = way,
            Necessary = asymmetry == Decision.Yes ? "antisymmetric" : "",
            Sufficient = "",
            NeedsAsymmetry = asymmetry,
        };

    // Everything is decided and no part but the antisymmetric one is asked for; of a rule without a way nothing is.
    private static IEnumerable<MechanismComponentRow> Answers(MechanismRow rule) =>
        from part in Enum.GetValues<BlockPart>()
        from operation in new[] { MechanismOperation.Remove, MechanismOperation.Only }
        where rule.Mechanism > 0
        select TableOf<MechanismComponentRow>.MadeUp()[0] with
        {
            Condition = rule.Condition,
            Rule = rule.Rule,
            Operation = operation,
            Component = part,
            StillWorks =
                operation == MechanismOperation.Remove && part == BlockPart.Antisymmetric ? MechanismTest.Not(rule.NeedsAsymmetry)
                : operation == MechanismOperation.Remove ? Decision.Yes
                : Decision.No,
        };

    private static SearchedRuleRow Rule(int number, bool works, double index) =>
        TableOf<SearchedRuleRow>.MadeUp()[0] with
        {
            Search = "random",
            Number = number,
            Condition = "A",
            Networks = 2,
            S = works ? 0.9 : 0.1,
            TimeReversalIndex = index,
            PredictedScore = 1,
        };
}
