using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reports;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Simulation.SelfOrganisation;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Tests.Memory;

public class MemoryStudyTests
{
    [Theory]
    [InlineData("hebbian", 1, 0, 0)]
    [InlineData("causal_trace_hebb", 0, 1, 0)]
    [InlineData("symmetric_window", 0, 1, 1)]
    [InlineData("rate_stdp", 0, 1, -1)]
    [InlineData("anti_hebbian", -1, 0, 0)]
    [InlineData("anti_stdp", 0, -1, 1)]
    public void A_rules_signature_follows_from_its_formula(string rule, double self, double forward, double backward)
    {
        var signature = RuleSignature.Of(RuleCatalog.Create(rule));
        Assert.Equal(
            (self, forward, backward),
            (Math.Round(signature.Self, 1), Math.Round(signature.Forward, 1), Math.Round(signature.Backward, 1))
        );
    }

    [Fact]
    public void Superposed_patterns_hold_what_theory_says()
    {
        var rows = PatternCapacityTest.Run(["hebbian", "causal_trace_hebb", "anti_hebbian"], [200], 1);
        var (hebb, trace, anti) = (rows[0], rows[1], rows[2]);
        Assert.InRange(hebb.Static / 200.0, 0.11, 0.19);
        Assert.Equal((0, 0), (hebb.Sequence, hebb.Faultless));
        Assert.InRange(trace.Sequence / 200.0, 0.22, 0.31);
        Assert.InRange(trace.Faultless / PatternCapacityTest.FaultlessLimit(200), 1.2, 2.3);
        Assert.Equal((0, 0, 0, 0), (trace.Static, anti.Static, anti.Sequence, anti.Faultless));
    }

    [Fact]
    public void Anti_hebbian_dreams_unlearn_mixtures_and_hebbian_ones_destroy()
    {
        var points = DreamTest.Run(["anti_hebbian", "hebbian", "no_learning"], 600, 1);
        double At(string rule, int dreams) => points.Single(point => point.Rule == rule && point.Dreams == dreams).Recalled;
        Assert.True(At("anti_hebbian", 600) > 0.95 && At("anti_hebbian", 0) < 0.6);
        Assert.True(At("hebbian", 600) < 0.1);
        Assert.Equal(At("no_learning", 0), At("no_learning", 600), 0.15);
    }

    [Fact]
    public void Homeostasis_forgets_real_eigenvalues_and_not_imaginary_ones()
    {
        var points = CodedMemoryTest.Run(["rate_stdp", "symmetric_window"], 1);
        var (stdp, window) = (
            points.Where(point => point.Rule == "rate_stdp").ToArray(),
            points.Where(point => point.Rule == "symmetric_window").ToArray()
        );
        Assert.Equal((1.0, 0.0), (stdp[0].Imaginary, Math.Round(window[0].Imaginary, 9)));
        Assert.True(stdp[^1].Left > 0.9 && window[^1].Left < 0.7, $"{stdp[^1].Left} {window[^1].Left}");
    }

    [Fact]
    public void With_homeostasis_new_melodies_stay_when_old_ones_have_filled_the_network()
    {
        var points = RetentionTest.Run(["causal_trace_hebb"], 512, seeds: 1).Where(point => point.Against == "melodies").ToArray();
        var (free, kept) = (
            points.Where(point => !point.Homeostasis).MaxBy(point => point.Later)!,
            points.Where(point => point.Homeostasis).MaxBy(point => point.Later)!
        );
        Assert.True(free.NewestRecalled < 0.3, $"{free.NewestRecalled}");
        Assert.True(kept.NewestRecalled > 0.9, $"{kept.NewestRecalled}");
        Assert.True(kept.Recalled < 0.3);
        Assert.All(
            points.Where(point => !point.Homeostasis),
            point => Assert.InRange(point.SignalToNoise, 0.5 * point.Theory, (1.2 * point.Theory) + 1)
        );
    }

    [Fact]
    public void Hebb_holds_a_cue_by_staying_and_a_causal_rule_by_running_on()
    {
        var points = WorkingMemoryTest
            .Run(["hebbian", "causal_trace_hebb"], 512, 1)
            .Where(point => point is { Fatigue: 0, Noise: 0 })
            .ToArray();
        var (hebb, trace) = (
            points.Single(point => point is { Rule: "hebbian", Delay: 48 }),
            points.Single(point => point is { Rule: "causal_trace_hebb", Delay: 16 })
        );
        Assert.True(hebb is { Correct: > 0.9, Persistence: > 0.9 }, $"{hebb}");
        Assert.True(trace is { Correct: > 0.9, Persistence: < 0.2, Place: > 15.5 and < 16.5 }, $"{trace}");
        Assert.True(points.Single(point => point is { Rule: "causal_trace_hebb", Delay: 48 }).Correct < 0.5); // the sequence is over
    }

    [Fact]
    public void Stdp_with_competition_leaves_one_input_a_neuron()
    {
        var rows = SelfOrganisationTest.Compete(["rate_stdp", "hebbian"], 1, 30_000);
        Assert.True(rows.Single(row => row is { Rule: "rate_stdp", Competing: true }) is { OneInput: > 0.9, InChains: > 0.8 });
        Assert.True(rows.Single(row => row is { Rule: "rate_stdp", Competing: false }).OneInput < 0.5);
        Assert.True(rows.Single(row => row is { Rule: "hebbian", Competing: true }).InChains < 0.2);
    }

    [Fact]
    public void A_symmetric_window_replays_both_ways_with_adaptation_and_a_causal_rule_forwards()
    {
        var rows = ReplayDirectionTest.Run(["symmetric_window", "causal_trace_hebb", "hebbian"], 40);
        Assert.True(rows.Single(row => row is { Rule: "symmetric_window", Adaptation: 1 }) is { Forward: > 0.2, Backward: > 0.2 });
        Assert.True(rows.Single(row => row is { Rule: "causal_trace_hebb", Adaptation: 1 }) is { Forward: > 0.9, Backward: 0 });
        Assert.True(rows.Single(row => row is { Rule: "hebbian", Adaptation: 0 }) is { Forward: 0, Backward: 0 });
    }

    [Fact]
    public void Scaling_by_senders_makes_every_neuron_fire_once_and_stdp_shortens_the_sequence()
    {
        var rows = ScalingTest.Run(1);
        Assert.True(rows[0].FiredOnce > 0.9 && rows[0].Order > 0.8, $"{rows[0]}");
        Assert.True(rows[1].Span < rows[0].Span, $"{rows[0]} {rows[1]}");
    }

    [Fact]
    public void Chains_are_counted_open_and_closed()
    {
        // 0 → 1 → 2 → 3 open, 4 → 5 → 6 → 4 closed, 7 alone
        (int From, int To)[] links = [(0, 1), (1, 2), (2, 3), (4, 5), (5, 6), (6, 4)];
        var weights = Matrix.From(8, 8, (i, j) => links.Contains((j, i)) ? 1 : 0);
        Assert.Equal([4, 3], ChainMeasures.Chains(weights));
        Assert.Equal([3], ChainMeasures.Loops(weights));
    }

    [Fact]
    public void A_sequence_that_comes_again_is_significant_and_noise_is_not()
    {
        Matrix Recording(bool sequence)
        {
            var noise = new RandomStreams(4).Open(StreamPurpose.Analysis);
            return Matrix.From(
                20,
                400,
                (i, t) => (sequence && Math.Abs((t % 57) - i) < 1.5 ? 1 : 0) + (noise.NextDouble() < 0.05 ? 0.7 : 0)
            );
        }

        var found = EpisodeTest.Run(Recording(true), 30, ["causal_trace_hebb", "anti_stdp"]);
        Assert.True(found.Factors[0].PValue < 0.02 && found.Agreement > 0.8, $"{found.Factors[0]} {found.Agreement}");
        Assert.True(found.Rows.First(row => row.Rule == "causal_trace_hebb").PHolm < 0.05);
        Assert.True(EpisodeTest.Run(Recording(false), 30, ["causal_trace_hebb"]).Factors[0].PValue > 0.02);
    }

    [Fact]
    public void Records_come_back_from_their_table()
    {
        SelfOrganisationRow[] rows =
        [
            new("rate_stdp", true, 3, 0.1 + 0.2, double.NaN, 1e-17, 4, 1, "4 2"),
            new("hebbian", false, 3, 1, 1, 1, 1, 1, ""),
        ];
        Assert.Equal(rows, TableOf<SelfOrganisationRow>.ParseCsv(TableOf<SelfOrganisationRow>.WriteCsv(rows), "rows"));
    }

    [Fact]
    public void What_went_wrong_is_told_by_its_cause()
    {
        var folder = Directory.CreateTempSubdirectory("why").FullName;
        try
        {
            FolkTunes.WriteFolder(folder, 12, 1);
            var test = new TuneTest
            {
                Folder = folder,
                Rules = ["tah"],
                Together = true,
                Network = new() { Neurons = 512, Winners = 12 },
                Results = Path.Combine(folder, "results"),
            };
            var failed = TuneTestRunner.Run(test).Outcomes.Count(outcome => !outcome.IsPerfect);
            var faults = TuneTestRunner.Explain(test, "tah");
            Assert.True(failed > 0);
            Assert.Equal(failed, faults.Count);
            Assert.DoesNotContain(faults, fault => fault.Kind == "erased links"); // a rule that only strengthens erases nothing
            var grown = TuneTestRunner.Run(test with { Grows = true });
            Assert.True(
                grown.Network.Neurons > 512 && grown.Rows[0].NotePerfect == 1,
                $"{grown.Network.Neurons} {grown.Rows[0].NotePerfect}"
            );
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void Made_up_tunes_come_again_and_are_replayed()
    {
        var tune = FolkTunes.Make(1, 0);
        Assert.True(tune.SameNotes(FolkTunes.Make(1, 0)) && !tune.SameNotes(FolkTunes.Make(1, 1)));
        Assert.True(MidiReader.Read(MidiWriter.Write(tune), tune.Name).SameNotes(tune));
        var half = tune.Pitches().Length;
        Assert.InRange(half, 16, 1000);
    }

    [Fact]
    public void A_study_of_memory_alone_gives_a_report_and_computes_nothing_twice()
    {
        var folder = Directory.CreateTempSubdirectory("memory").FullName;
        try
        {
            var study = StudyFile.Parse(
                """
                name: memory-test
                rules: [hebb, tah]
                seeds: { count: 0 }
                memory:
                  tunes: { generated: 3, rate: 1, together: false }
                  capacity: { neurons: [64, 128], repeat: 0, pattern_neurons: [40, 80], seeds: 1 }
                  working_memory: { neurons: 128, seeds: 1, map: false }
                """
            );
            var opened = StudyFolder.Open(study, folder);
            Assert.Equal(6, opened.Run(2));
            Assert.Equal(0, opened.Run(1));

            // A part that was emptied is seen, computed again and not copied into the tables.
            var table = File.ReadAllText(Path.Combine(opened.Path, "tables", "memory_capacity.csv"));
            foreach (var part in Directory.GetFiles(opened.Store().Root, "*.tables.json", SearchOption.AllDirectories))
            {
                File.WriteAllText(part, "");
                Assert.Equal(1, opened.Run(2));
            }

            Assert.Equal(table, File.ReadAllText(Path.Combine(opened.Path, "tables", "memory_capacity.csv")));
            var result = StudyResults.Load(opened.Path);
            Assert.True(result.Has<MemoryFunctionRow>());
            Assert.Equal(1.0, result.Rows<MemoryFunctionRow>().Single(row => row.Rule == "causal_trace_hebb").TunesEach);
            Assert.Contains(ReportWriter.Chapters(result), chapter => chapter.Chapter.Title == "Memory: capacity");
            Assert.DoesNotContain(ReportWriter.Chapters(result), chapter => chapter.Chapter.Title == "The answer");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void Every_problem_of_a_memory_part_is_told_at_once()
    {
        var problems = Assert
            .Throws<UserError>(() =>
                StudyFile.Parse(
                    """
                    name: wrong
                    rules: [hebb]
                    seeds: { count: 0 }
                    memory:
                      rules: [hebbb]
                      tunes: { folder: no-such-folder, generated: 1 }
                      episodes: { file: none.npz }
                      capacity: { neurons: [100] }
                    """
                )
            )
            .Message.Split(Environment.NewLine);
        Assert.Contains(problems, problem => problem.Contains("hebbb", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("no-such-folder", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("none.npz", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("multiples of 64", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("generated", StringComparison.Ordinal));
    }

    [Fact]
    public void A_study_without_a_memory_part_keeps_its_hash() =>
        Assert.DoesNotContain("memory", StudyFile.Parse("{ name: plain, rules: [hebb] }").ToCanonicalJson());
}
