using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Hopfield;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Simulation.SelfOrganisation;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

public class TaskTests
{
    private const string Small = "name: x\nnetwork: { kind: rate, units: 60 }\nrules: [hebb]\nseeds: { count: 1 }\n";

    private static string Refused(string text) => Assert.Throws<UserError>(() => StudyFile.Parse(text)).Message;

    [Fact]
    public void A_task_is_named_by_its_kind_and_has_the_settings_of_its_kind()
    {
        var task = StudyFile.Parse(Small + "task: { kind: delayed_recall, items: 3, assembly_size: 10, delay: 200 ms }\n").Task;
        Assert.Equal((3, 10, 0.2), ((DelayedRecall)task is var held) ? (held.Items, held.AssemblySize, held.Delay) : default);
        Assert.IsType<Chain>(StudyFile.Parse(Small + "task: { kind: sequence, items: 3, assembly_size: 10 }\n").Task);
        Assert.IsType<DelayedRecall>(StudyFile.Parse("name: x\nrules: [hebb]\ntask: delayed_recall\n").Task);
        Assert.Contains(
            "s:5: task.gap is not known",
            Assert.Throws<UserError>(() => StudyFile.Parse(Small + "task: { kind: delayed_recall, gap: 2 ms }\n", "s")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "task.kind: There is no task \"chian\". Did you mean chain?",
            Refused(Small + "task: { kind: chian }\n"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_task_without_its_kind_is_a_chain_which_is_said_and_written_by_upgrade()
    {
        var remarks = new List<string>();
        const string Old = Small + "task: { items: 3, assembly_size: 10 }\n";
        var old = StudyFile.Parse(Old, "s", remarks: remarks);
        Assert.Equal("s:5: task is written with its kind now: kind: chain.", Assert.Single(remarks));
        var now = Small + "task: { kind: chain, items: 3, assembly_size: 10 }\n";
        Assert.Equal(now, StudyFile.Upgrade(Old));
        Assert.Equal(StudyFile.Parse(now).Hash(), old.Hash());
    }

    [Fact]
    public void A_task_that_a_network_cannot_play_is_refused_with_both_names()
    {
        Assert.Contains(
            "task chain cannot run on network rate: 200 us of epoch 1 are shorter than half a time step (1 ms), so nothing would be heard.",
            Refused(Small + "task: { kind: chain, items: 3, assembly_size: 10, item: 0.2 ms }\n"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "task: 8 items of 20 neurons that share none need 160 neurons, but there are 60; use fewer items, smaller assemblies or more neurons. Its size is network.units.",
            Refused(Small + "task: { kind: chain, overlapping: false }\n"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_needs_an_order_is_refused_for_a_task_without_one()
    {
        var message = Refused(
            Small + "task: { kind: delayed_recall, items: 3, assembly_size: 10 }\ncontrols: [shuffled, oracle]\ncompass: { seeds: 1 }\n"
        );
        Assert.Contains(
            "controls: shuffled needs items that follow one another, and those of task delayed_recall do not",
            message,
            StringComparison.Ordinal
        );
        Assert.Contains("controls: oracle needs", message, StringComparison.Ordinal);
        Assert.Contains("compass tells how a sequence is replayed", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_every_task_on_every_kind_is_measured_by_the_score_of_its_task_and_comes_back_from_its_text()
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;
        var frames = Enumerable
            .Range(0, 3)
            .Select(t => string.Join(',', Enumerable.Range(0, 30).Select(neuron => neuron / 10 == t ? 1 : 0)));
        File.WriteAllLines(Path.Combine(folder, "heard.csv"), frames);
        foreach (
            var network in new[]
            {
                "{ kind: rate, units: 60 }",
                "{ kind: spiking, excitatory: 60, inhibitory: 15 }",
                "{ kind: k_winners, units: 64, winners: 4 }",
                "{ kind: self_organising, units: 60 }",
                "{ kind: hopfield, units: 60 }",
                "{ kind: binary, units: 60 }",
                "{ kind: scaling, units: 60 }",
                "{ kind: k_winners, units: 64, winners: 4, graded: true, hears: false }",
            }
        )
        {
            foreach (var task in Catalog.Of<ITask>().All.Where(task => Plays(network, task)))
            {
                var rule =
                    network.Contains("spiking", StringComparison.Ordinal) ? "spike_hebbian"
                    : network.Contains("scaling", StringComparison.Ordinal) ? "pair_stdp"
                    : "hebbian";
                var study = StudyFile.Parse(
                    $"name: x\nnetwork: {network}\nrules: [{rule}]\nseeds: {{ count: 1 }}\ntask: {{ kind: {task.Card.Id}, items: 3, assembly_size: 10{Heard(task)} }}\n",
                    folder: folder
                );
                var run = new PlasticityLab.Studies.Execution.StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, 1);
                var result = Run.Execute(run, TestContext.Current.CancellationToken);
                Assert.True(double.IsFinite(result.Of(task.Card.Score)), $"{task.Card.Id} on {network}");
                Assert.Equal(MeasureSet.All(run.Task).Ids, result.Readouts[0].Measures.Keys);
                var read = System.Text.Json.JsonSerializer.Deserialize<RunSpec>(run.ToCanonicalJson(), Json.Canonical)!;
                Assert.Equal(run.Id(), read.Id());
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_rule_that_builds_assemblies_holds_items_that_an_untrained_network_forgets()
    {
        var study = StudyFile.Parse(
            """
            name: x
            network: { kind: rate, units: 100 }
            rules: [{ rule: hebbian, eta: 5, inhibition: 2, gain: 1.4 }]
            task: { kind: delayed_recall, items: 3, assembly_size: 15 }
            controls: [no_learning]
            """
        );
        var run = new PlasticityLab.Studies.Execution.StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, 1);
        var none = run with { Learning = new LearningChoice { Rule = "no_learning" } };
        Assert.Equal(
            (1.0, 0.0),
            (
                Run.Execute(run, TestContext.Current.CancellationToken).Of(ItemHeld.Id),
                Run.Execute(none, TestContext.Current.CancellationToken).Of(ItemHeld.Id)
            )
        );
    }

    [Fact]
    public void Every_kind_of_network_can_say_that_it_cannot_play_a_task()
    {
        Assert.All(
            Catalog
                .Of<INetworkKind>()
                .All.Where(kind => kind is not (WinnersNetwork or SelfOrganising or HopfieldKind or BinaryKind or ScalingKind)),
            kind => Assert.All(Catalog.Of<ITask>().All, task => Assert.Empty(kind.Problems(task)))
        );
        Assert.Equal(
            ["recorded activity is graded, and winners are active or not."],
            ((INetworkKind)new WinnersNetwork()).Problems(new RecordedActivity())
        );
    }

    private static string Heard(ITask task) =>
        task switch
        {
            Undisturbed => ", plastic: 200 ms, watched: 300 ms",
            RecordedActivity => ", epochs: 2, file: heard.csv",
            _ => ", epochs: 2",
        };

    // Of recorded activity winners hear nothing, and a Hopfield network that hears nothing does nothing.
    private static bool Plays(string network, ITask task) =>
        (task is not RecordedActivity && !(task is Undisturbed && network.Contains("hopfield", StringComparison.Ordinal)))
        || network.Contains("rate", StringComparison.Ordinal)
        || network.Contains("spiking", StringComparison.Ordinal);
}
