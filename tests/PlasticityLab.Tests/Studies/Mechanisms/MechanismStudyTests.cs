using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Mechanisms;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Tests.Cases;
using PlasticityLab.Tests.Reports;

namespace PlasticityLab.Tests.Studies.Mechanisms;

/// <summary>Mechanisms as a part of a study, and what is said of them.</summary>
[Collection(nameof(Alone))]
public sealed class MechanismStudyTests : IDisposable
{
    // So low a bar that a small network passes it.
    private const string Tiny = """
        name: tiny-mechanisms
        network: { units: 120, noise_sd: 0.02 }
        conditions: { A: { adaptation: 0 } }
        task: { items: 4, assembly_size: 15, overlapping: false, epochs: 8, free_run: 200 ms, cue_repeats: 1 }
        rules:
          - { name: tah, rule: causal_trace_hebb, eta: 20, tau_plus: 9.4 ms, weight_max: 1.45, cap: 1.3, training_gain: 0, inhibition: 4, gain: 1.4 }
          - { name: anti, rule: anti_hebbian }
        readout: { inhibition: [2], gain: [1, 1.4] }
        seeds: { first: 100, count: 5 }
        precision: single
        mechanism: { networks: 5, works_above: 0.1, doses: [0, 1] }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Mechanisms_are_the_same_bytes_on_any_threads_and_nothing_is_computed_twice()
    {
        var study = StudyFile.Parse(Tiny);
        var one = StudyFolder.Open(study, Path.Combine(_folder, "one"), Tiny);
        one.Run(threads: 1, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(0, one.Run(threads: 2, cancellation: TestContext.Current.CancellationToken));
        var two = StudyFolder.Open(study, Path.Combine(_folder, "two"), Tiny);
        two.Run(threads: 2, cancellation: TestContext.Current.CancellationToken);
        foreach (var file in Directory.GetFiles(Path.Combine(one.Path, "tables"), "mechanism*"))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(two.Path, "tables", Path.GetFileName(file))));
        }

        Holds(StudyResults.Load(one.Path));
    }

    private static void Holds(StudyResults results)
    {
        var rules = results.Rows<MechanismRow>();
        Assert.Equal(2, rules.Count);
        Assert.All(rules, row => Assert.Equal(5, row.Networks + row.LeftOut));
        Assert.All(rules.Where(row => row.Rule == "anti"), row => Assert.Equal(Decision.No, row.Works));
        Assert.Equal(Decision.Yes, rules.Single(row => row is { Rule: "tah", Condition: "A" }).Works);
        var components = results.Rows<MechanismComponentRow>();
        // Only rules that work are operated on.
        Assert.DoesNotContain(components, row => row.Rule == "anti");
        Assert.All(
            components.Where(row => row.Component == BlockPart.AllBlocks && row.Operation != MechanismOperation.Symmetrise),
            row => Assert.Equal(1, row.Share, 1e-9)
        );
        // Parts of one reading share out the whole, in every rule.
        foreach (
            var removed in components.Where(row => row.Operation == MechanismOperation.Remove).GroupBy(row => (row.Condition, row.Rule))
        )
        {
            foreach (var reading in new[] { BlockComponents.ByLag, BlockComponents.ByDirection, BlockComponents.ByPlace })
            {
                Assert.Equal(1, removed.Where(row => reading.Contains(row.Component)).Sum(row => row.Share), 1e-9);
            }
        }

        // The best point of a grid is no worse than any one of it.
        Assert.All(components, row => Assert.True(row.S.Mean >= row.SSamePoint));
        // A rule that receives what it has learned itself, elsewhere, still works.
        Assert.Equal(
            Decision.Yes,
            results.Rows<MechanismTransplantRow>().Single(row => row is { Rule: "tah", Giver: "tah", Condition: "A" }).StillWorks
        );
        // What is symmetrised has no asymmetry at any lag.
        var symmetrised = results.Rows<MechanismLagRow>().Where(row => row.Operation == MechanismOperation.Symmetrise).ToArray();
        Assert.NotEmpty(symmetrised);
        foreach (var network in symmetrised.GroupBy(row => (row.Condition, row.Rule, row.Seed)))
        {
            Assert.Equal(7, network.Count());
            Assert.All(network, row => Assert.Equal(row.Weight, network.Single(other => other.Lag == -row.Lag).Weight, 1e-9));
        }

        // The intact networks are those of the study.
        var scored = results.Rows<OutcomeRow>().Single(row => row is { Rule: "tah", Condition: "A", Seed: 100 }).Values[NetworkMeasures.S];
        Assert.Equal(
            scored,
            results
                .Rows<MechanismReadingRow>()
                .Single(row =>
                    row is { Rule: "tah", Condition: "A", Seed: 100, Operation: MechanismOperation.Intact, Inhibition: 4, Gain: 1.4 }
                )
                .S,
            1e-12
        );
        Assert.StartsWith(
            "1 of 2 rules plays the sequence",
            string.Join(' ', MechanismStatements.Of(results).Sentences()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_study_that_does_not_ask_pays_nothing_and_is_told_how_to()
    {
        var folder = MadeUpStudy.Write(Path.Combine(_folder, "plain"));
        File.Delete(Path.Combine(folder, "tables", "mechanisms.csv"));
        Assert.Contains(
            "add mechanism: { networks: 8 } to its study file",
            Assert.Throws<UserError>(() => MechanismStatements.Of(StudyResults.Load(folder))).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(0, new PlasticityLab.Studies.Mechanisms.Mechanisms().StageOf(StudyFile.Parse("name: x\nrules: [hebb]")).Runs);
    }

    [Fact]
    public void Nothing_that_works_is_told_as_such()
    {
        var told = Told([Verdict("A", "hebb", Decision.No), Verdict("A", "tah", Decision.Undecided)], []);
        Assert.Equal(
            "Without adaptation, none of 2 rules plays the sequence for certain (S above 0.50 at its best operating point), so there is no mechanism to tell. Of trace Hebb these networks do not decide whether it works.",
            told,
            ignoreCase: true
        );
    }

    [Fact]
    public void Ways_are_told_with_their_numbers_and_open_questions_are_not_counted()
    {
        // tah and stdp share a way; bcm has another; of hebb everything is open.
        var told = Told(
            [
                Verdict("B", "tah", Decision.Yes, 1, "lag_plus_one; antisymmetric", "antisymmetric"),
                Verdict("B", "stdp", Decision.Yes, 1, "lag_plus_one; antisymmetric", "antisymmetric"),
                Verdict("B", "bcm", Decision.Yes, 2, "self_weights", "symmetric"),
                Verdict("B", "hebb", Decision.Yes),
                Verdict("B", "anti", Decision.No),
            ],
            [
                .. Answers("tah", [BlockPart.LagPlusOne, BlockPart.Antisymmetric], [BlockPart.Antisymmetric]),
                .. Answers("stdp", [BlockPart.LagPlusOne, BlockPart.Antisymmetric], [BlockPart.Antisymmetric]),
                .. Answers("bcm", [BlockPart.SelfWeights], [BlockPart.Symmetric]),
            ]
        );
        Assert.Contains("4 of 5 rules play the sequence (S 0.90), in at least 2 ways.", told, StringComparison.Ordinal);
        Assert.Contains(
            "need the weights to the next item (S 0.10 without) and the antisymmetric part (S 0.10 without); alone is enough the antisymmetric part (S 0.80 with nothing else).",
            told,
            StringComparison.Ordinal
        );
        Assert.Contains("some question stays undecided", told, StringComparison.Ordinal);
        Assert.Contains("for 1 rule it is not decided whether asymmetry is necessary.", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("networks: 1", "mechanism.networks")]
    [InlineData("doses: [2]", "mechanism.doses must be shares from 0 to 1")]
    [InlineData("rules: [bcm]", "mechanism.rules names \"bcm\"")]
    public void What_cannot_be_asked_is_told(string section, string sentence) =>
        Assert.Contains(
            sentence,
            Assert.Throws<UserError>(() => StudyFile.Parse($"name: x\nrules: [hebb]\nmechanism: {{ {section} }}")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Mechanisms_of_another_task_are_refused() =>
        Assert.Contains(
            "mechanism needs a rate network and a chain",
            Assert
                .Throws<UserError>(() => StudyFile.Parse("name: x\nnetwork: { kind: spiking }\nrules: [spike_stdp]\nmechanism: { }"))
                .Message,
            StringComparison.Ordinal
        );

    private string Told(MechanismRow[] verdicts, MechanismComponentRow[] components)
    {
        var folder = MadeUpStudy.Write(Path.Combine(_folder, "tables"));
        File.WriteAllText(Path.Combine(folder, "tables", "mechanisms.csv"), TableOf<MechanismRow>.WriteCsv(verdicts));
        File.WriteAllText(Path.Combine(folder, "tables", "mechanism_components.csv"), TableOf<MechanismComponentRow>.WriteCsv(components));
        return string.Join(' ', MechanismStatements.Of(StudyResults.Load(folder)).Sentences());
    }

    private static MechanismRow Verdict(
        string condition,
        string rule,
        Decision works,
        int mechanism = 0,
        string necessary = "",
        string sufficient = ""
    ) =>
        TableOf<MechanismRow>.MadeUp()[0] with
        {
            Condition = condition,
            Rule = rule,
            Works = works,
            Mechanism = mechanism,
            Necessary = necessary,
            Sufficient = sufficient,
            S = new(0.9, 0.85, 0.95),
            NeedsAsymmetry =
                mechanism == 0 ? Decision.Undecided
                : necessary.Contains("antisymmetric", StringComparison.Ordinal) ? Decision.Yes
                : Decision.No,
            DoseNeeded = double.NaN,
        };

    private static IEnumerable<MechanismComponentRow> Answers(string rule, BlockPart[] necessary, BlockPart[] sufficient) =>
        from part in Enum.GetValues<BlockPart>()
        from operation in new[] { MechanismOperation.Remove, MechanismOperation.Only }
        let works = operation == MechanismOperation.Remove ? !necessary.Contains(part) : sufficient.Contains(part)
        select TableOf<MechanismComponentRow>.MadeUp()[0] with
        {
            Condition = "B",
            Rule = rule,
            Operation = operation,
            Component = part,
            StillWorks = works ? Decision.Yes : Decision.No,
            S = works ? new(0.8, 0.7, 0.9) : new(0.1, 0, 0.2),
        };
}
