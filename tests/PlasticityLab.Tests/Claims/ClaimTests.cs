using System.Text.Json;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Claims;

/// <summary>Claims of a study: read strictly, judged by the test that their kind names, told in words.</summary>
public class ClaimTests
{
    private const string Two = """
        name: two
        conditions: { A: {}, B: { network.adaptation: 1 } }
        rules: [{ name: plain, rule: hebbian }, { name: decaying, rule: hebbian, decay: 0.2 }]
        seeds: { count: 12 }

        """;

    private static double[] Around(double mean, int networks = 12, double spread = 0.05, int seed = 1)
    {
        var random = new RandomStreams((ulong)seed).Open(StreamPurpose.Analysis);
        return [.. Enumerable.Range(0, networks).Select(_ => mean + (spread * random.NextGaussian()))];
    }

    [Theory]
    [InlineData(0.4, 0.9, ClaimOutcome.Supported, "Yes")]
    [InlineData(0.9, 0.4, ClaimOutcome.NotSupported, "No: ")]
    [InlineData(0.5, 0.5, ClaimOutcome.NotSupported, "the same within the margin")]
    public void A_difference_is_shown_or_refused_or_shown_to_be_none(double plain, double decaying, ClaimOutcome outcome, string words)
    {
        using var study = new ScoredStudy(
            Two + "claims: [{ kind: difference, says: A decay helps., of: decaying, against: plain, conditions: [A] }]",
            ("plain", "A", Around(plain, spread: 0.01), null),
            ("decaying", "A", Around(decaying, spread: 0.01, seed: 2), null)
        );
        var statement = Assert.Single(study.Statements);
        Assert.Equal(outcome, statement.Outcome);
        Assert.Contains(words, statement.Sentence, StringComparison.Ordinal);
        Assert.Equal(decaying - plain, Assert.Single(statement.Numbers).Value, 0.02);
        var told = outcome == ClaimOutcome.Supported ? "supported" : "not supported";
        Assert.StartsWith($"“A decay helps.” ({told}) ", StudyAnswer.Of(study.Results)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_networks_than_the_test_needs_decide_nothing_whatever_they_do()
    {
        using var study = new ScoredStudy(
            Two + "claims: [{ kind: difference, says: A decay helps., of: decaying, against: plain, conditions: [A] }]",
            ("plain", "A", Around(0.1, 5), null),
            ("decaying", "A", Around(0.9, 5, seed: 2), null)
        );
        Assert.Equal(ClaimOutcome.Undecided, study.Statements[0].Outcome);
        Assert.Equal("5 networks a rule cannot decide this, whatever they do: 6 are needed.", study.Statements[0].Sentence);
    }

    [Fact]
    public void What_speaks_against_a_claim_of_many_cases_is_said_with_the_networks_that_would_be_enough()
    {
        // Of four cases one is contrary in every network; 6 networks give p = 2/2⁶, which does not survive a correction for 4.
        using var study = new ScoredStudy(
            Two + "tuned_by: another study\nclaims: [{ kind: level, says: Hebb's rule fails., of: { family: correlational }, below: 0.5 }]",
            ("plain", "A", Around(0.1, 6), null),
            ("decaying", "A", Around(0.1, 6, seed: 2), null),
            ("plain", "B", Around(0.1, 6, seed: 3), null),
            ("decaying", "B", Around(0.95, 6, seed: 4), null)
        );
        Assert.Equal(ClaimOutcome.Undecided, study.Statements[0].Outcome);
        Assert.Contains("3 of 4 cases of S show it; not so decaying", study.Statements[0].Sentence, StringComparison.Ordinal);
        Assert.EndsWith(
            "8 networks a rule would be enough to say so after correction for 4 cases.",
            study.Statements[0].Sentence,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Untuned_values_say_nothing_of_a_family()
    {
        using var study = new ScoredStudy(
            Two + "claims: [{ kind: level, says: Hebb's rule fails., of: { family: correlational }, below: 0.5 }]",
            ("plain", "A", Around(0.1), null),
            ("decaying", "A", Around(0.1), null)
        );
        Assert.Equal(ClaimOutcome.Undecided, study.Statements[0].Outcome);
        Assert.Contains("tuned with equal budgets", study.Statements[0].Sentence, StringComparison.Ordinal);
        Assert.Contains("nothing was tuned", StudyAnswer.Of(study.Results)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_family_that_the_study_lacks_is_not_tested()
    {
        using var study = new ScoredStudy(
            Two + "claims: founding",
            ("plain", "A", Around(0.1), null),
            ("decaying", "A", Around(0.1), null)
        );
        Assert.Equal(5, study.Statements.Count);
        Assert.Equal(ClaimOutcome.NotTested, study.Statements[1].Outcome);
        Assert.Equal(ClaimOutcome.NotTested, study.Statements[4].Outcome);
        Assert.DoesNotContain(StudyAnswer.Of(study.Results), sentence => sentence.Contains("skilled", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nothing_differs_a_claim_is_wrongly_supported_in_at_most_five_studies_of_a_hundred()
    {
        // Differences without a direction, in two conditions: "in both" is shown by chance far more rarely than one would be.
        var supported = 0;
        const int Studies = 300;
        for (var i = 0; i < Studies; i++)
        {
            using var study = new ScoredStudy(
                Two + "claims: [{ kind: difference, says: A decay helps., of: decaying, against: plain, conditions: [A] }]",
                ("plain", "A", Around(0.5, 8, 0.2, (3 * i) + 10), null),
                ("decaying", "A", Around(0.5, 8, 0.2, (3 * i) + 11), null)
            );
            supported += study.Statements[0].Outcome == ClaimOutcome.Supported ? 1 : 0;
        }

        // One-sided, so 2.5 % are expected: 7.5 of 300; 15 is 2.8 standard deviations above.
        Assert.InRange(supported, 0, 15);
    }

    [Fact]
    public void Claims_are_part_of_the_study_and_come_back_from_its_canonical_text()
    {
        var study = StudyFile.Parse(
            Two
                + """
                claims:
                  - { kind: difference, says: A decay helps., measure: D, of: decaying, against: [plain], expect: less, conditions: [B] }
                  - founding
                """
        );
        Assert.Equal(6, study.Claims.Length);
        var again = JsonSerializer.Deserialize<StudySpec>(study.ToCanonicalJson(), Json.Canonical)!;
        Assert.Equal(study.ToCanonicalJson(), again.ToCanonicalJson());
        Assert.Equal(Expectation.Less, Assert.IsType<Difference>(again.Claims[0]).Expect);
        Assert.Equal(["decaying"], Assert.IsType<Difference>(again.Claims[0]).Of.Rules);
        Assert.Equal(0.5, Assert.IsType<Level>(again.Claims[4]).Below);
        Assert.NotEqual(study.Hash(), StudyFile.Parse(Two).Hash());
        Assert.DoesNotContain("claims", StudyFile.Parse(Two).ToCanonicalJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claims: [{ kind: diference, says: x. }]", "claims[0].kind: There is no claim \"diference\". Did you mean difference?")]
    [InlineData("claims: [{ says: x. }]", "claims[0] must say its kind")]
    [InlineData("claims: [{ kind: difference, of: decaying, against: plain }]", "claims[0].says must hold the claim in words")]
    [InlineData(
        "claims: [{ kind: difference, says: x., of: decayin, against: plain }]",
        "claims[0].of names \"decayin\", which is no rule or control of this study. Did you mean decaying?"
    )]
    [InlineData("claims: [{ kind: level, says: x., of: plain }]", "claims[0].must say either above or below, but says neither.")]
    [InlineData("claims: [{ kind: level, says: x., of: plain, above: 0, measure: flows }]", "claims[0].measure is \"flows\"")]
    [InlineData("claims: [{ kind: level, says: x., of: plain, above: 0, conditions: [C] }]", "claims[0].conditions names \"C\"")]
    [InlineData(
        "claims: [{ kind: difference, says: x., of: plain, against: decaying, expect: more }]",
        "expect must be greater or less or same"
    )]
    [InlineData("claims: nowhere.yaml", "claims: ")]
    [InlineData("claims: [{ kind: level, says: x., of: plain, above: 0 }, { kind: level, says: x., of: plain, above: 1 }]", "2 times")]
    public void A_claim_that_cannot_be_judged_is_refused_with_its_place(string claims, string sentence)
    {
        var error = Assert.Throws<UserError>(() => StudyFile.Parse(Two + claims));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }
}
