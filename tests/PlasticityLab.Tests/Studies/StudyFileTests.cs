using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

public class StudyFileTests
{
    private const string Small = "name: small\nrules: [hebb, stdp]\n";

    [Fact]
    public void A_short_study_is_filled_with_defaults_and_has_a_hash()
    {
        var study = StudyFile.Parse(Small);
        Assert.Equal(["hebb", "stdp"], study.Rules.Select(rule => rule.Name));
        Assert.Equal(300, ((RateNetwork)study.Network).Units);
        Assert.Equal(8, study.Hash().Length);
        Assert.Equal(study.Hash(), StudyFile.Parse("{ \"name\": \"small\", \"rules\": [\"hebb\", \"stdp\"] }").Hash());
    }

    [Theory]
    [InlineData("name: x\nrules: [hebb]\nsedes: { count: 3 }", "study:3: sedes is not known; did you mean seeds?")]
    [InlineData("name: x\nrules: [ojaa]", "There is no learning rule \"ojaa\"")]
    [InlineData("name: x\nrules: [hebb]\nseeds: { count: many }", "study:3: seeds.count must be a finite number, but is \"many\".")]
    [InlineData(
        "name: x\nrules: [hebb]\nnetwork: { tau: 10 km }",
        "study:3: network.tau must be given in s (such as \"20 ms\"), but has the unit \"km\"."
    )]
    [InlineData(
        "name: x\nrules: [hebb]\nnetwork:\n  tau: 10",
        "study:4: network.tau must carry its unit, such as \"20 ms\", but is the bare number 10."
    )]
    [InlineData(
        "name: x\nrules: [{ rule: stdp, tau_plus: 20 }]",
        "study:2: rules[0].tau_plus must carry its unit, such as \"20 ms\", but is the bare number 20."
    )]
    [InlineData(
        "name: x\nrules: [hebb]\ntask: { item: 20 V }",
        "task.item must be given in s (such as \"20 ms\"), but has the unit \"V\"."
    )]
    [InlineData("name: x\nrules: [hebb]\nnetwork: { tau: \"1,5 ms\" }", "write 1.5 ms.")]
    [InlineData(
        "name: x\nrules: [{ rule: stdp, search: { tau_plus: [log, 0.008, 0.04] } }]",
        "rules[0].search.tau_plus[1] must carry its unit"
    )]
    [InlineData("name: x\nrules: [{ rule: stdp, search: { a_minus: [linear, \"0,1\", \"0,5\"] } }]", "write 0.1.")]
    [InlineData("name: x\nrules: [{ equation: \"dw = e*pre.fast(tau)\", e: 1, tau: 0.02 }]", "rules[0].tau must carry its unit")]
    [InlineData("name: x\nrules: [{ equation: \"dw = e*pre.fast(0.02)\", e: 1 }]", "write pre.fast(20 ms)")]
    [InlineData("name: x\nrules: [hebb]\nnetwork: { noise_sd: 5 ms }", "must be a plain number, but has the unit \"ms\"")]
    [InlineData("name: x\nrules: [hebb]\nnetwork: { tau: .nan }", "must be a finite number")]
    [InlineData("name: x\nrules: [pair_stdp]", "is a rule on spikes and this network has rates; use rate_stdp")]
    [InlineData("name: x\nrules: [hebb]\ntask: { items: 400 }", "task.items must be at most network.units (300), but is 400.")]
    [InlineData(
        "name: x\nrules: [hebb]\ntask: { overlapping: false, items: 20 }",
        "20 items of 20 neurons that share none need 400 neurons"
    )]
    [InlineData("name: x\nrules: [{ rule: stdp, tau_plus: -20 ms }]", "tau_plus must be a finite number above 0, but is -0.02.")]
    [InlineData("name: x\nrules: [{ rule: stdp, tau_plis: 20 ms }]", "did you mean tau_plus?")]
    [InlineData("name: x\nrules: [hebb, hebb]", "the name \"hebb\" stands 2 times")]
    [InlineData("name: x\nrules: [hebb]\ntuning: { configurations: 10, first_seed: 100 }", "rules are scored on 100 to 119")]
    [InlineData("name: x\nrules: [hebb]\ntask: { array_file: nowhere.npz }", "study:3: task.array_file: there is no file nowhere.npz")]
    [InlineData("name: x\nrules: [hebb]\ntask:\n  items: 4\n  notes: \"C4 H9\"", "study:5: task.notes: ")]
    [InlineData("name: x\nrules: [hebb]\nnetwork: { time_step: 8 ms }", "time_step must be at most half of tau")]
    [InlineData("name: [", "this is not YAML")]
    public void Bad_input_gets_one_clear_sentence(string text, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<UserError>(() => StudyFile.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_time_with_its_unit_is_the_same_study_however_it_is_written()
    {
        var study = StudyFile.Parse("name: x\nrules: [{ rule: stdp, tau_plus: 9.41751 ms }]\nnetwork: { tau: 10 ms, time_step: 500 us }");
        Assert.Equal(
            (0.01, 0.0005, 9.41751e-3),
            (((RateNetwork)study.Network).Tau, ((RateNetwork)study.Network).TimeStep, study.Rules[0].Learning.Parameters["tau_plus"])
        );
        var same = StudyFile.Parse("name: x\nrules: [{ rule: stdp, tau_plus: 0.00941751 s }]\nnetwork: { tau: 0.01 s, time_step: 0.5 ms }");
        Assert.Equal(study.Hash(), same.Hash());
    }

    [Fact]
    public void An_old_file_is_written_anew_and_nothing_else_in_it_changes()
    {
        const string Old = """
            name: x # mine
            network: { tau_ms: 20, time_step: 1 } # times were in ms
            task:
              free_run: 300
              gap: 0
            rules:
              - { rule: stdp, tau_plus: 0.02, search: { tau_minus: [log, 0.01, 0.04] } }
              - { equation: "dw = e*pre.fast(tau)*post.rate", e: 1, tau: 0.0125 } # and in s here
              - { name: mine, equation: "dw = pre.rate*post.slow(0.3, rate^2)" }
            """;
        var upgraded = StudyFile.Upgrade(Old);
        Assert.Equal(
            """
            name: x # mine
            network: { kind: rate, tau: 20 ms, time_step: 1 ms } # times were in ms
            task:
              kind: chain
              free_run: 300 ms
              gap: 0
            rules:
              - { rule: stdp, tau_plus: 20 ms, search: { tau_minus: [log, 10 ms, 40 ms] } }
              - { equation: "dw = e*pre.fast(tau)*post.rate", e: 1, tau: 12.5 ms } # and in s here
              - { name: mine, equation: "dw = pre.rate*post.slow(300 ms, rate^2)" }
            """,
            upgraded
        );
        Assert.Equal(upgraded, StudyFile.Upgrade(upgraded));
        Assert.Equal((0.02, 0.3), (((RateNetwork)StudyFile.Parse(upgraded).Network).Tau, ((Chain)StudyFile.Parse(upgraded).Task).FreeRun));
    }

    [Fact]
    public void An_old_key_is_read_with_one_remark()
    {
        var remarks = new List<string>();
        var study = StudyFile.Parse("name: x\nrules: [hebb]\nnetwork: { kind: rate, tau_ms: 20 }", remarks: remarks);
        Assert.Equal(0.02, ((RateNetwork)study.Network).Tau);
        Assert.Equal("study:3: network.tau_ms is written tau now, with the unit at the number, such as \"20 ms\".", Assert.Single(remarks));
    }

    [Fact]
    public void A_network_without_a_kind_is_read_as_one_of_rates_and_written_with_it()
    {
        const string Old = """
            name: x
            rules: [hebb]
            network:
              # of these
              neuron: tanh
              units: 60
              neuron_parameters: { beta: 2 }
            """;
        var remarks = new List<string>();
        var study = StudyFile.Parse(Old, remarks: remarks);
        Assert.Equal(2, ((PlasticityLab.Models.Neurons.TanhRate)((RateNetwork)study.Network).Neuron).Beta);
        Assert.Contains("study:5: network is written with its kind now: kind: rate.", remarks);
        Assert.Contains("study:7: network.neuron_parameters is written neuron: { kind: tanh, ... } now.", remarks);
        var upgraded = StudyFile.Upgrade(Old);
        Assert.Equal(
            """
            name: x
            rules: [hebb]
            network:
              # of these
              kind: rate
              units: 60
              neuron: { kind: tanh, beta: 2 }
            """,
            upgraded
        );
        remarks.Clear();
        Assert.Equal(study.Hash(), StudyFile.Parse(upgraded, remarks: remarks).Hash());
        Assert.Empty(remarks);
        Assert.Contains(
            "network.kind: There is no network kind \"rates\". Did you mean rate? Known: binary, hopfield, k_winners, rate, scaling, self_organising, spiking.",
            Assert.Throws<UserError>(() => StudyFile.Parse("name: x\nrules: [hebb]\nnetwork: { kind: rates }")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Any_neuron_of_the_catalogue_can_be_named_in_a_study_of_its_kind()
    {
        var study = StudyFile.Parse(
            "name: x\nrules: [spike_stdp]\nnetwork: { kind: spiking, neuron: { kind: adex, tau_adaptation: 100 ms } }\n",
            changes: ["network.excitatory=60", "task.items=2"]
        );
        Assert.Equal(
            0.1,
            ((PlasticityLab.Models.Neurons.AdEx)((PlasticityLab.Simulation.Spiking.SpikingNetwork)study.Network).Neuron!).TauAdaptation
        );
        var run = study.Template with { Learning = study.Rules[0].Learning };
        var read = System.Text.Json.JsonSerializer.Deserialize<RunSpec>(run.ToCanonicalJson(), Json.Canonical)!;
        Assert.Equal(run.Id(), read.Id());
        Assert.Contains("\"kind\":\"adex\"", run.ToCanonicalJson(), StringComparison.Ordinal);
        Assert.NotEqual(run.Id(), RunPatch.With(run, "network.neuron.tau_adaptation", "90 ms").Id());
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var error = Assert.Throws<UserError>(() =>
            StudyFile.Parse("nmae: x\nrules: [ojaa, { rule: stdp, tau_plus: x }]\nseeds: { count: 0 }")
        );
        Assert.Equal(4, error.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void Problems_of_the_whole_study_name_the_line_that_has_them()
    {
        var error = Assert.Throws<UserError>(() =>
            StudyFile.Parse(
                "name: x\nrules:\n  - hebb\n  - { rule: stdp, tau_plus: -20 ms }\nnetwork: { neuron: logistc }\ntask: { items: 400 }\nconditions:\n  A: { network.adaptation: -1 }"
            )
        );
        string[] problems =
        [
            "study:5: network.neuron: There is no neuron model \"logistc\"",
            "study:6: task.items must be at most",
            "study:8: conditions.A.network.adaptation must be a finite number, 0 or above",
            "study:4: rules[1].tau_plus must be",
        ];
        Assert.All(problems, problem => Assert.Contains(problem, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_can_be_changed_by_its_path()
    {
        var study = StudyFile.Parse(Small, changes: ["seeds.count=5", "network.tau=20 ms", "rules[0]=oja"]);
        Assert.Equal((5, 0.02, "oja"), (study.Seeds.Count, ((RateNetwork)study.Network).Tau, study.Rules[0].Name));
        Assert.Contains(
            "there is no rules[7]",
            Assert.Throws<UserError>(() => StudyFile.Parse(Small, changes: ["rules[7]=oja"])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Notes_become_items_with_an_order_and_durations()
    {
        var task = (Chain)StudyFile.Parse("name: x\nrules: [hebb]\ntask: { notes: \"C4 C4 G4 G4 A4 A4 G4/2\" }").Task;
        Assert.Equal(3, task.Items);
        Assert.Equal([0, 0, 1, 1, 2, 2, 1], task.Order);
        Assert.Equal(7, task.Durations.Length);
    }

    [Fact]
    public void The_shipped_studies_can_run()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "PlasticityLab.slnx")))
        {
            folder = folder.Parent;
        }

        Assert.All(
            Directory.GetFiles(Path.Combine(folder.FullName, "studies"), "*.yaml"),
            file => Assert.NotEmpty(StudyFile.Read(file).Name)
        );
    }
}
