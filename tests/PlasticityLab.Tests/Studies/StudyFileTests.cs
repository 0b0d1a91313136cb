using PlasticityLab.Numerics;
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
        Assert.Equal(300, study.Network.Units);
        Assert.Equal(8, study.Hash().Length);
        Assert.Equal(study.Hash(), StudyFile.Parse("{ \"name\": \"small\", \"rules\": [\"hebb\", \"stdp\"] }").Hash());
    }

    [Theory]
    [InlineData("name: x\nrules: [hebb]\nsedes: { count: 3 }", "study:3: sedes is not known; did you mean seeds?")]
    [InlineData("name: x\nrules: [ojaa]", "There is no learning rule \"ojaa\"")]
    [InlineData("name: x\nrules: [hebb]\nseeds: { count: many }", "study:3: seeds.count must be a finite number, but is \"many\".")]
    [InlineData("name: x\nrules: [hebb]\nnetwork: { tau: 10 km }", "its unit is \"km\"")]
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
    [InlineData("name: x\nrules: [hebb]\ntuning: { configurations: 10, first_seed: 100 }", "is among the seeds 100 to 119")]
    [InlineData("name: x\nrules: [hebb]\ntask: { array_file: nowhere.npz }", "study:3: task.array_file: there is no file nowhere.npz")]
    [InlineData("name: x\nrules: [hebb]\ntask:\n  items: 4\n  notes: \"C4 H9\"", "study:5: task.notes: ")]
    [InlineData("name: x\nrules: [hebb]\nnetwork: { time_step: 8 ms }", "time_step must be at most half of tau")]
    [InlineData("name: [", "this is not YAML")]
    public void Bad_input_gets_one_clear_sentence(string text, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<UserError>(() => StudyFile.Parse(text)).Message, StringComparison.Ordinal);

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
                "name: x\nrules:\n  - hebb\n  - { rule: stdp, tau_plus: -20 ms }\nnetwork: { neuron: logistc }\ntask: { items: 400 }\nconditions:\n  A: { adaptation: -1 }"
            )
        );
        string[] problems =
        [
            "study:5: network.neuron: There is no neuron model \"logistc\"",
            "study:6: task.items must be at most",
            "study:8: conditions.A.adaptation must be 0 or above",
            "study:4: rules[1].tau_plus must be",
        ];
        Assert.All(problems, problem => Assert.Contains(problem, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_can_be_changed_by_its_path()
    {
        var study = StudyFile.Parse(Small, changes: ["seeds.count=5", "network.tau=20 ms", "rules[0]=oja"]);
        Assert.Equal((5, 20.0, "oja"), (study.Seeds.Count, study.Network.TauMs, study.Rules[0].Name));
        Assert.Contains(
            "there is no rules.[7]",
            Assert.Throws<UserError>(() => StudyFile.Parse(Small, changes: ["rules[7]=oja"])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Notes_become_items_with_an_order_and_durations()
    {
        var task = StudyFile.Parse("name: x\nrules: [hebb]\ntask: { notes: \"C4 C4 G4 G4 A4 A4 G4/2\" }").Task;
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
