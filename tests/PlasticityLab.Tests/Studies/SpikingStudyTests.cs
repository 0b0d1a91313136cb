using System.Text.Json;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Studies.Tuning;

namespace PlasticityLab.Tests.Studies;

public sealed class SpikingStudyTests : IDisposable
{
    // Small enough for a second or two, complete enough to pass through every table.
    private const string Tiny = """
        name: tiny-spiking
        network: { kind: spiking, excitatory: 64, inhibitory: 16 }
        conditions: { B: { adaptation: 25 } }
        task: { items: 3, assembly_size: 16, epochs: 2, free_run: 100 ms, inner_window: 100 ms, cue_repeats: 2 }
        rules: [{ name: hebb, rule: spike_hebbian }, { name: stdp, rule: spike_stdp }]
        tuning: { configurations: 4 }
        readout: { inhibition: [1], gain: [1, 1.5], widen: 1 }
        seeds: { first: 200, count: 2 }
        controls: [no_learning, oracle, shuffled, sign_flipped]
        sweeps: [{ axis: weight_noise, values: [0.1], seeds: 1 }]
        recording: { weights_every: 1 }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_spiking_study_fills_the_same_tables_and_is_the_same_bytes_on_any_number_of_threads_and_the_second_time()
    {
        var study = StudyFile.Parse(Tiny);
        var first = StudyFolder.Open(study, Path.Combine(_folder, "one"), Tiny);
        Assert.True(first.Run(threads: 1, cancellation: TestContext.Current.CancellationToken) > 30);
        var tables = Tables(first);
        Assert.Superset(
            new HashSet<string>
            {
                "outcomes.csv",
                "tuning.csv",
                "search.csv",
                "comparisons.csv",
                "lag_profiles.csv",
                "blocks.csv",
                "courses.csv",
                "summary.csv",
                "spiking.csv",
                "training_rates.csv",
                "rasters.csv",
                "recall_grid.csv",
                "training_blocks.csv",
                "weights_over_time.npz",
            },
            tables.Keys.ToHashSet()
        );
        Assert.Equal(0, first.Run(threads: 2, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(tables, Tables(first));

        var second = StudyFolder.Open(study, Path.Combine(_folder, "two"));
        second.Run(threads: 2, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(tables, Tables(second));

        var result = StudyResults.Load(first.Path);
        Assert.All(result.Rows<OutcomeRow>(), row => Assert.Equal("spiking", row.Network));
        Assert.Equal(2 * 8, result.Rows<OutcomeRow>().Count); // 2 seeds, 2 rules with 2 controls each, no learning, oracle
        Assert.All(result.Rows<TuningRow>(), row => Assert.InRange(row.ShareRandomSuccess, 0, 1));

        // Weights over time: before training and after every epoch; the last is what the network ended with.
        var weights = Npz.Read(Path.Combine(first.Path, "tables", "weights_over_time.npz"));
        Assert.Equal([0.0, 1, 2], weights["epochs_stdp_B"].Values);
        Assert.Equal([3, 64, 64], weights["W_stdp_B"].Shape);
        Assert.Equal(Npz.Read(Path.Combine(first.Path, "tables", "weights.npz"))["W_stdp_B"].Values, weights["W_stdp_B"].Values[8192..]);
        Assert.NotEqual(weights["W_stdp_B"].Values[..4096], weights["W_stdp_B"].Values[8192..]);
    }

    [Fact]
    public void Without_learning_nothing_is_replayed_and_the_right_weights_replay_the_sequence_with_and_without_adaptation()
    {
        var study = StudyFile.Parse(
            "name: x\nnetwork: { kind: spiking }\nconditions: { A: { adaptation: 0 }, B: { adaptation: 25 } }\nrules: [{ rule: oracle, self: 1.2, forward: 0.8, inhibition: 1, gain: 1.5 }, { name: still, rule: no_learning, inhibition: 1, gain: 1.5 }]\n"
        );
        foreach (var condition in new[] { "A", "B" })
        {
            double[] Scores(int rule) =>
                [
                    .. Enumerable
                        .Range(1, 3)
                        .Select(seed =>
                            Run.Execute(
                                    new StudyEntry("x", condition, study.Rules[rule].For(condition)).Run(study, (ulong)seed),
                                    TestContext.Current.CancellationToken
                                )
                                .Of(ReplayScore.Id)
                        ),
                ];
            Assert.InRange(Scores(0).Average(), 0.85, 1);
            Assert.InRange(Scores(1).Average(), 0, 0.03);
        }
    }

    [Theory]
    [InlineData("rules: [spike_stdp]", "spike_stdp is a rule on spikes and this network has rates; use rate_stdp")]
    [InlineData("network: { kind: spiking }\nrules: [stdp]", "rate_stdp is a rule on rates and this network has spikes; use spike_stdp")]
    [InlineData(
        "network: { kind: spiking }\nrules: [bcm]",
        "bcm is a rule on rates and this network has spikes; use a rule that acts at spikes"
    )]
    [InlineData("network: { kind: spiking, units: 30 }\nrules: [spike_stdp]", "network.units is not known")]
    [InlineData(
        "network: { kind: spiking }\nrules: [{ rule: oracle, backward: -0.5 }]",
        "rules[0].backward must be at least 0, because these synapses are excitatory and keep their sign (Dale's law), but is -0.5."
    )]
    [InlineData(
        "network: { kind: quantum }\nrules: [hebb]",
        "network.kind: There is no network kind \"quantum\". Known: binary, hopfield, k_winners, rate, scaling, self_organising, spiking."
    )]
    [InlineData(
        "network: { kind: spiking, excitatory: 100 }\nrules: [spike_stdp]",
        "6 items of 24 neurons that share none need 144 neurons, but there are 100"
    )]
    [InlineData(
        "network: { kind: spiking, time_step: 8 ms }\nrules: [spike_stdp]",
        "time_step must be at most half of the shortest time constant (8 ms), but is 8 ms."
    )]
    [InlineData(
        "network: { kind: spiking, noise_sd: -1 }\nrules: [spike_stdp]",
        "network.noise_sd must be a finite number, 0 or above, but is -1."
    )]
    [InlineData("network: { kind: spiking, excitatory: 900000 }\nrules: [spike_stdp]", "network.excitatory must be at most 20000")]
    [InlineData(
        "network: { kind: spiking }\nrules: [{ rule: spike_stdp, decay: 0.1 }]",
        "rules[0].decay must be 0 in a spiking network, but is 0.1"
    )]
    [InlineData(
        "network: { kind: spiking }\nrules: [{ rule: spike_stdp, normalisation: divisive }]",
        "rules[0].normalisation must be none in a spiking network, but is divisive"
    )]
    [InlineData(
        "network: { kind: spiking }\nrules: [spike_stdp]\ncompass: { angles: 8 }",
        "compass turns a rule on rates and this is a network of spikes; leave it out."
    )]
    [InlineData("network: { kind: spiking }\nrules: [spike_stdp]\nreadout: { widen: 99 }", "readout.widen must lie in [0, 10], but is 99.")]
    public void What_cannot_be_run_is_told_in_one_sentence(string text, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<UserError>(() => StudyFile.Parse("name: x\n" + text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_spiking_study_starts_from_defaults_of_its_own_and_can_be_changed_by_paths()
    {
        var study = StudyFile.Parse(
            "name: x\nnetwork: { kind: spiking }\nrules: [spike_stdp]\n",
            changes: ["network.noise_sd=0.2", "task.items=4", "seeds.count=3"]
        );
        Assert.Equal(
            (0.2, 4, 24, 30.0, 3, 3, "every 5"),
            (
                ((SpikingNetwork)study.Network).NoiseSd,
                study.Task.Items,
                study.Task.AssemblySize,
                ((Chain)study.Task).Item * 1000,
                study.Seeds.Count,
                study.Readout.Widen,
                study.Recording!.Weights
            )
        );
        Assert.False(((Chain)study.Task).Overlapping);
        Assert.Equal(
            study.Hash(),
            StudyFile
                .Parse(
                    "{ \"name\": \"x\", \"network\": { \"kind\": \"spiking\", \"noise_sd\": 0.2 }, \"rules\": [\"spike_stdp\"], \"task\": { \"items\": 4 }, \"seeds\": { \"count\": 3 } }"
                )
                .Hash()
        );
    }

    [Fact]
    public void A_spiking_study_survives_its_canonical_json_and_carries_no_value_of_a_rate_network()
    {
        var study = StudyFile.Parse(
            "name: x\nnetwork: { kind: spiking, bias: 0.5 }\nconditions: { B: { adaptation: 25 } }\nrules: [spike_stdp]\n"
        );
        var json = study.ToCanonicalJson();
        Assert.DoesNotContain("\"units\"", json, StringComparison.Ordinal);
        Assert.Equal(json, JsonSerializer.Deserialize<StudySpec>(json, Json.Canonical)!.ToCanonicalJson());
        var run = new StudyEntry("x", "B", study.Rules[0].For("B")).Run(study, 1);
        Assert.Equal(run.Id(), JsonSerializer.Deserialize<RunSpec>(run.ToCanonicalJson(), Json.Canonical)!.Id());
        Assert.Equal(25, ((SpikingNetwork)JsonSerializer.Deserialize<RunSpec>(run.ToCanonicalJson(), Json.Canonical)!.Network).Adaptation);
    }

    [Fact]
    public void What_a_rate_network_does_not_have_is_not_in_the_name_of_its_runs()
    {
        var study = StudyFile.Parse("name: x\nrules: [hebb]\n");
        Assert.DoesNotContain("spiking", study.ToCanonicalJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("widen", study.ToCanonicalJson(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "record",
            new StudyEntry("hebb", "A", study.Rules[0].For("A")).Run(study, 7).ToCanonicalJson(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_tune_is_learned_on_spikes_as_items_with_an_order()
    {
        var study = StudyFile.Parse(
            "name: x\nnetwork: { kind: spiking }\nrules: [{ rule: spike_causal, eta: 0.05, inhibition: 1, gain: 1.5 }]\ntask: { notes: \"C4 D4 E4 C4 E4\", epochs: 3, free_run: 100 ms }\n"
        );
        var result = Run.Execute(new StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, 1), TestContext.Current.CancellationToken);
        Assert.Equal(3 * 3, result.Structure.Blocks.Length);
        Assert.True(double.IsNaN(result.Of(ReplayDirection.Id))); // an item at two places has no single successor
        Assert.InRange(result.Of(ReplayScore.Id), 0, 1);
    }

    [Fact]
    public void A_second_sequence_learned_on_top_has_a_readout_of_its_own()
    {
        var study = StudyFile.Parse(
            "name: x\nnetwork: { kind: spiking }\nrules: [{ rule: spike_causal, eta: 0.05, inhibition: 1, gain: 1.5 }]\ntask: { epochs: 2, free_run: 100 ms }\n"
        );
        var run = new StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, 1);
        var (alone, both) = (
            Run.Execute(run, TestContext.Current.CancellationToken),
            Run.Execute(run with { LaterSeed = 2 }, TestContext.Current.CancellationToken)
        );
        Assert.Null(alone.Later);
        Assert.InRange(both.Later![ReplayScore.Id], 0, 1);
        Assert.Equal(alone.Structure.LagProfile, both.Structure.LagProfile); // the structure is that of the first sequence
        Assert.NotEqual(alone.Spiking!.AtZero, both.Spiking!.AtZero); // the second one has changed weights
    }

    [Fact]
    public void A_seizure_is_a_result_that_says_when()
    {
        var study = StudyFile.Parse(
            "name: x\nnetwork: { kind: spiking }\ntask: { epochs: 2 }\nrules: [{ rule: spike_hebbian, eta: 1, weight_max: 30, training_gain: 10, inhibition: 0, gain: 10 }]\n",
            changes: ["network.training_inhibition=0"]
        );
        var result = Run.Execute(new StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, 1), TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Seizure, result.Status);
        Assert.Matches(@"Seizure at [\d.]+ s: population [EI] fires at", result.Detail);
        Assert.InRange(result.Of(ReplayScore.Id), 0, 1);
    }

    [Fact]
    public void What_is_recorded_is_told_with_its_memory_before_the_run()
    {
        var study = StudyFile.Parse("name: x\nnetwork: { kind: spiking }\nrules: [spike_stdp]\ncontrols: [oracle]\n");
        var told = string.Join("\n", RecordingSection.Told(study));
        Assert.Contains(
            "7 snapshots of 200 x 200 synapses (4 bytes each) in one network of each rule and condition, 1.1 MiB each, 1 MiB in all",
            told,
            StringComparison.Ordinal
        );
        Assert.Empty(RecordingSection.Told(StudyFile.Parse("name: x\nrules: [hebb]\n")));
    }

    [Fact]
    public void The_grid_is_widened_outwards_by_the_ratio_of_its_outermost_values_and_not_for_a_point_inside()
    {
        var grid = RecallGrid.Of(new ReadoutSection { Inhibition = [0.25, 0.5, 1], Gain = [1, 2, 3] }.Points());
        Assert.Empty(grid.Outside(new(0.5, 2)));
        Assert.Equal([new(2, 1), new(2, 2), new OperatingPoint(2, 3)], grid.Outside(new(1, 2)));
        Assert.Equal([new(0.125, 1), new(0.125, 2), new OperatingPoint(0.125, 3)], grid.Outside(new(0.25, 2)));
        Assert.Equal(4 + 3, grid.Outside(new(1, 3)).Length); // a corner: a new value on both axes
        var wider = grid.With(grid.Outside(new(1, 2)));
        Assert.Equal((12, 1), (wider.Points.Length, wider.Widened));
        Assert.False(wider.IsOnBorder(new(1, 2)));
        Assert.True(wider.IsOnBorder(new(2, 2)));
        Assert.False(RecallGrid.Of([new OperatingPoint(1, 1)]).IsOnBorder(new(1, 1))); // a single point has no border
    }

    private static Dictionary<string, string> Tables(StudyFolder folder) =>
        Directory
            .GetFiles(Path.Combine(folder.Path, "tables"))
            .ToDictionary(
                path => Path.GetFileName(path),
                path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))
            );
}
