using PlasticityLab.Models.Tasks;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

public class RunPatchTests
{
    private const string Text = "name: x\nrules: [stdp]\nseeds: { count: 3 }\n";

    private static RunSpec Rate =>
        StudyFile.Parse(Text).Template with
        {
            Learning = new LearningChoice { Rule = "rate_stdp" },
            Readouts = [new(2, 1), new(4, 1)],
        };

    private static RunSpec Spiking => StudyFile.Parse("name: x\nnetwork: { kind: spiking }\nrules: [spike_stdp]\n").Template;

    [Fact]
    public void A_path_leads_to_one_setting_of_a_run_and_the_rest_stays()
    {
        var run = Rate;
        Assert.Equal(run with { Network = (RateNetwork)run.Network with { Adaptation = 2 } }, RunPatch.With(run, "network.adaptation", 2));
        Assert.Equal(0.03, ((Chain)RunPatch.With(Rate, "task.item", "30 ms").Task).Item);
        Assert.Equal(7, RunPatch.With(Rate, "task.epochs", 7).Task.Epochs);
        Assert.True(((Chain)RunPatch.With(Rate, "task.shuffled", "true").Task).Shuffled);
        Assert.Equal(2.5, RunPatch.With(Rate, "learning.weight_max", 2.5).Learning.WeightMax);
        Assert.Equal(0.012, RunPatch.With(Rate, "learning.rule.tau-plus", "12 ms").Learning.Parameters["tau_plus"]);
        Assert.Equal([0.5, 0.5], RunPatch.With(Rate, "readout.gain", 0.5).Readouts.Select(point => point.Gain));
        Assert.Equal(0.2, RunPatch.With(Rate, "perturbation.lesion_share", 0.2).Perturbation.LesionShare);
        Assert.Equal(80, RunPatch.With(Spiking, "network.excitatory", 80).Network.Neurons);
        Assert.Equal(0.3, ((SpikingNetwork)RunPatch.With(Spiking, "network.adaptation_tau", "300 ms").Network).AdaptationTau);
    }

    [Fact]
    public void A_parameter_that_is_said_with_its_default_is_the_same_run_and_any_other_value_is_another()
    {
        var run = Rate;
        Assert.Equal(run.Id(), RunPatch.With(run, "learning.rule.eta", 10).Id());
        Assert.NotEqual(run.Id(), RunPatch.With(run, "learning.rule.eta", 11).Id());
        var neuron = run with
        {
            Network = (RateNetwork)run.Network with { Neuron = new PlasticityLab.Models.Neurons.Logistic { Beta = 10 } },
        };
        Assert.Equal(run.Id(), neuron.Id());
        Assert.NotEqual(run.Id(), (run with { Seed = run.Seed + 1 }).Id());
        Assert.Equal(20, Spiking.Id().Length);
    }

    [Theory]
    [InlineData("network.adaptatoin", "1", "network.adaptatoin is not known; did you mean adaptation?")]
    [InlineData(
        "adaptation",
        "1",
        "adaptation is no setting of a run; its paths begin with network., task., learning., readout., perturbation."
    )]
    [InlineData("learning.rule.etaa", "1", "learning.rule.etaa: rate_stdp has no parameter etaa. Did you mean eta?")]
    [InlineData("task.item", "30", "task.item must carry its unit, such as \"20 ms\", but is the bare number 30.")]
    [InlineData("task.epochs", "2.5", "task.epochs must be a whole number below 1e9, but is 2.5.")]
    [InlineData("readout.noise", "1", "readout.noise is not known. Known here: inhibition, gain.")]
    [InlineData("task.shuffled", "maybe", "task.shuffled must be true or false, but is \"maybe\".")]
    public void What_is_no_setting_or_no_value_is_refused(string path, string value, string told) =>
        Assert.StartsWith(told, Assert.Throws<UserError>(() => RunPatch.With(Rate, path, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_condition_changes_the_network_by_paths_and_the_old_spelling_is_the_same_study()
    {
        var remarks = new List<string>();
        var old = StudyFile.Parse(Text + "conditions: { A: {}, B: { title: b, adaptation: 1, adaptation_tau: 0.2 s } }", remarks: remarks);
        var study = StudyFile.Parse(Text + "conditions: { A: {}, B: { title: b, network.adaptation: 1, network.adaptation_tau: 200 ms } }");
        Assert.Equal(study.Hash(), old.Hash());
        Assert.Equal(2, remarks.Count);
        Assert.Equal(
            (0, 1, 0.2),
            (
                ((RateNetwork)study.NetworkIn("A")).Adaptation,
                ((RateNetwork)study.NetworkIn("B")).Adaptation,
                ((RateNetwork)study.NetworkIn("B")).AdaptationTau
            )
        );
        var other = StudyFile.Parse(Text + "network: { adaptation: 2 }\nconditions: { A: {}, B: { network.noise_sd: 0.1 } }");
        Assert.Equal(
            (2, 2, 0.1),
            (
                ((RateNetwork)other.NetworkIn("A")).Adaptation,
                ((RateNetwork)other.NetworkIn("B")).Adaptation,
                ((RateNetwork)other.NetworkIn("B")).NoiseSd
            )
        );
    }

    [Theory]
    [InlineData("network.units: 50", "conditions.B.network.units must be the same in every condition")]
    [InlineData("network.time_step: 0.5 ms", "conditions.B.network.time_step must be the same in every condition")]
    [InlineData("task.epochs: 3", "conditions.B.task.epochs is not known; a condition changes the network or the perturbation")]
    [InlineData("network.unitz: 50", "conditions.B.network.unitz is not known")]
    [InlineData("learning.decay: 1", "conditions.B.learning.decay is not known; a condition changes the network or the perturbation")]
    [InlineData("network.adaptation_tau: 100", "conditions.B.network.adaptation_tau must carry its unit")]
    [InlineData("adaptation_tau: 100", "conditions.B.network.adaptation_tau must carry its unit")]
    [InlineData("network.adaptation: [1, 2]", "conditions.B.network.adaptation must be a single value, but is a list.")]
    public void A_condition_that_cannot_be_is_refused_with_its_line(string change, string told) =>
        Assert.Contains(
            $"study:5: {told}",
            Assert.Throws<UserError>(() => StudyFile.Parse($"{Text}conditions:\n  B: {{ {change} }}")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Sweeps_and_maps_vary_settings_by_paths_and_old_names_are_read_and_written_anew()
    {
        const string Old = """
            name: x
            rules: [stdp]
            conditions: { B: { title: b, adaptation: 1, adaptation_tau: 100 } }
            sweeps:
              - { axis: item_ms, values: [20, 40], seeds: 1 }
              - { axis: noise, values: [0, 2], seeds: 1 }
            maps:
              - { rule: stdp, x: gap_ms, x_from: 0, x_to: 40, y: eta, y_from: 1, y_to: 10, seeds: 1 }
            """;
        const string New = """
            name: x
            rules: [stdp]
            conditions: { B: { title: b, network.adaptation: 1, network.adaptation_tau: 100 ms } }
            sweeps:
              - { path: task.item, values: [20 ms, 40 ms], seeds: 1 }
              - { path: perturbation.noise_factor, values: [0, 2], seeds: 1 }
            maps:
              - { rule: stdp, x: task.gap, x_from: 0, x_to: 40 ms, y: learning.rule.eta, y_from: 1, y_to: 10, seeds: 1 }
            """;
        Assert.Equal(New, StudyFile.Upgrade(Old));
        Assert.Equal(New, StudyFile.Upgrade(New));
        var remarks = new List<string>();
        var read = StudyFile.Parse(
            Old.Replace("adaptation_tau: 100", "adaptation_tau: 100 ms", StringComparison.Ordinal),
            remarks: remarks
        );
        Assert.Equal(StudyFile.Parse(New).Hash(), read.Hash());
        Assert.Equal(6, remarks.Count);
    }

    [Theory]
    [InlineData(
        "sweeps: [{ path: task.silense, values: [20 ms], seeds: 1 }]",
        "sweeps[0]: task.silense is not known; did you mean silence?"
    )]
    [InlineData("sweeps: [{ path: task.item, values: [20], seeds: 1 }]", "sweeps[0]: task.item must carry its unit")]
    [InlineData("sweeps: [{ path: task.epochs, values: [1.5], seeds: 1 }]", "sweeps[0]: task.epochs must be a whole number")]
    [InlineData(
        "sweeps: [{ path: learning.rule.alpha, values: [1], seeds: 1 }]",
        "sweeps[0]: learning.rule.alpha: rate_stdp has no parameter alpha."
    )]
    [InlineData("maps: [{ rule: stdp, x: task.gap, x_to: 40, y: readout.gain, seeds: 1 }]", "maps[0].x: task.gap must carry its unit")]
    public void What_cannot_be_varied_is_refused(string text, string told) =>
        Assert.Contains(told, Assert.Throws<UserError>(() => StudyFile.Parse(Text + text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("task.item", 0.035, "item_ms", 35)]
    [InlineData("learning.rule.eta", 3, "eta", 3)]
    [InlineData("network.tau", 0.02, "network.tau", 0.02)]
    public void Tables_name_an_axis_as_they_always_did(string path, double value, string label, double shown) =>
        Assert.Equal((label, shown), (VariedAxis.Of(path).Label, VariedAxis.Of(path).Shown(value)));
}
