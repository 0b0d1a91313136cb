using System.CommandLine;
using PlasticityLab.Cli;
using PlasticityLab.Cli.Verbs;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Cli;

public sealed class SpikesSequenceTests : IDisposable
{
    private static readonly StudySpec Tuned = EmbeddedStudy.Read("first-look-spiking.yaml").Study;
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_trial_is_the_run_of_the_tuned_study_with_its_example_kept()
    {
        var trial = SpikingSequenceTrial.Create(Tuned, "stdp", "A", 200, []);
        var run = trial.Run();
        var rule = Tuned.Rules.Single(r => r.Name == "stdp");
        var studied = Run.Execute(new StudyEntry(rule.Name, "A", rule.In["A"]).Run(Tuned, 200));
        Assert.True(trial.Tuned);
        Assert.Equal(studied.Readouts.Single().Point, run.Readouts.Single().Point);
        Assert.Equal(studied.Readouts.Single().Measures, run.Readouts.Single().Measures);
        Assert.Equal(studied.Structure!.Blocks, run.Structure!.Blocks);
        Assert.Equal(Enumerable.Range(0, 31), trial.Recorded!.WeightEpochs);
    }

    [Fact]
    public void Settings_reach_the_rule_the_operating_point_and_the_study()
    {
        var trial = SpikingSequenceTrial.Create(
            Tuned,
            "spike_stdp",
            "b",
            3,
            ["eta=0.02", "tau_plus=20 ms", "gain=2", "task.epochs=4", "network.noise_sd=0.2"]
        );
        var rule = trial.Study.Rules.Single();
        Assert.Equal(
            (0.02, 0.020, 2, 4, 0.2),
            (
                rule.Learning.Parameters["eta"],
                rule.Learning.Parameters["tau_plus"],
                rule.Point.Gain,
                trial.Study.Task.Epochs,
                ((SpikingNetwork)trial.Study.Network).NoiseSd
            )
        );
        Assert.Equal(25, ((SpikingNetwork)trial.Study.NetworkIn(trial.Study.Conditions.Keys.Single())).Adaptation);
        Assert.Equal(5, trial.Run().Example!.BlocksByEpoch.Length);
    }

    [Fact]
    public void A_rule_without_tuned_values_is_shown_where_it_plays_best()
    {
        var trial = SpikingSequenceTrial.Create(Tuned, "nearest_reduced_stdp", "A", 1, ["task.epochs=2"]);
        var run = trial.Run();
        Assert.False(trial.Tuned);
        Assert.Contains(run.Readouts.Single().Point, trial.Study.Readout.Points());
    }

    [Theory]
    [InlineData(new[] { "sequence", "--rule", "hebbian" }, "use spike_hebbian, its form on spikes")]
    [InlineData(new[] { "sequence", "--set", "etta=1" }, "etta is not known")]
    [InlineData(new[] { "sequence", "--set", "task.epochs=0" }, "task.epochs must lie in 1 .. ")]
    [InlineData(new[] { "sequence", "--condition", "C" }, "There is no condition \"C\"")]
    [InlineData(new[] { "sequence", "--seconds", "2" }, "--seconds is for S1 to S3")]
    [InlineData(new[] { "S1", "--condition", "B" }, "--condition is for the sequence network")]
    public void Bad_input_is_told_in_one_sentence(string[] arguments, string sentence) =>
        Assert.Contains(
            sentence,
            Assert
                .Throws<UserError>(() =>
                    new SpikesVerb().Build().Parse(arguments).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false })
                )
                .Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("spike_stdp")]
    [InlineData("oracle")] // whose weights are given, so that nothing of training is there to show
    public void The_folder_holds_spikes_weights_and_a_figure(string rule)
    {
        Assert.Equal(
            0,
            SpikesSequence.Run(
                rule,
                "A",
                1,
                rule == "oracle" ? [] : ["task.epochs=2"],
                _folder,
                write: null,
                json: false,
                quiet: true,
                default
            )
        );
        var arrays = Npz.Read(Path.Combine(_folder, "spikes.npz"));
        Assert.Equal([200, 200], arrays["W"].Shape);
        Assert.Equal(arrays["replay_E_times"].Shape, arrays["replay_E_neurons"].Shape);
        Assert.True(arrays["replay_E_neurons"].Values.All(n => n is >= 0 and < 200));
        Assert.Equal(rule == "oracle", !arrays.ContainsKey("weights"));
        Assert.True(new FileInfo(Path.Combine(_folder, "spikes-sequence.png")).Length > 10000);
        Assert.DoesNotContain("NaN", File.ReadAllText(Path.Combine(_folder, "spikes-sequence.svg")), StringComparison.Ordinal);
    }
}
