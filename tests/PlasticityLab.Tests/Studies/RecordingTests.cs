using PlasticityLab.Figures;
using PlasticityLab.Figures.Study;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Studies;

/// <summary>What a study asks to record: told before, kept with the runs, named, and without influence on anything else.</summary>
[Collection(nameof(Alone))]
public sealed class RecordingTests : IDisposable
{
    private const string Rate = """
        name: recorded
        network: { units: 24 }
        task: { items: 3, assembly_size: 6, epochs: 5, free_run: 100 ms }
        rules: [{ rule: hebbian, name: hebb }]
        seeds: { first: 100, count: 2 }
        controls: [no_learning]
        """;

    private const string Spiking = """
        name: recorded
        network: { kind: spiking, excitatory: 64, inhibitory: 16 }
        task: { items: 3, assembly_size: 16, epochs: 5, free_run: 100 ms }
        rules: [{ rule: spike_causal, name: hebb, eta: 0.05 }]
        seeds: { first: 100, count: 2 }
        controls: [no_learning]
        """;

    private const string Whole = "\nrecording: { weights: 4 log-spaced, synapses: [[3, 1], [5, 2]], activity: replay, networks: all }";

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Weights_over_time_are_kept_when_asked_for_and_end_as_training_ends()
    {
        var study = StudyFile.Parse(Rate + "\nrecording: { weights: every 2 }");
        Assert.StartsWith(
            "weights over time: 4 snapshots of 24 x 24 synapses (4 bytes each) in one network of each rule and condition",
            Assert.Single(RecordingSection.Told(study)),
            StringComparison.Ordinal
        );
        var folder = StudyFolder.Open(study, _folder);
        folder.Run(1, cancellation: Stop);
        var kept = Arrays(folder, "weights_over_time.npz");
        Assert.Equal([0, 2, 4, 5], kept["epochs_hebb_A"].Values);
        Assert.Equal([4, 24, 24], kept["W_hebb_A"].Shape);
        Assert.Equal(Arrays(folder, "weights.npz")["W_hebb_A"].Values, kept["W_hebb_A"].Values[^576..]);
        Assert.NotEqual(kept["W_hebb_A"].Values[..576], kept["W_hebb_A"].Values[^576..]);
    }

    [Theory]
    [InlineData(Rate, 24)]
    [InlineData(Spiking, 64)]
    public void Every_kind_keeps_weights_synapses_and_activity_beside_its_runs(string text, int neurons)
    {
        var plain = StudyFolder.Open(StudyFile.Parse(text), Path.Combine(_folder, "plain"));
        var without = plain.Run(1, cancellation: Stop);
        var folder = StudyFolder.Open(StudyFile.Parse(text + Whole), Path.Combine(_folder, "recorded"));
        Assert.Equal(without, folder.Run(1, cancellation: Stop)); // each network is trained once
        foreach (var table in new[] { "outcomes.csv", "summary.csv", "training_blocks.csv" })
        {
            Assert.Equal(Table(plain, table), Table(folder, table));
        }

        var (weights, activity) = (Arrays(folder, "weights_over_time.npz"), Arrays(folder, "activity.npz"));
        Assert.Equal(
            ["W_hebb_A_100", "W_hebb_A_101", "epochs_hebb_A_100", "epochs_hebb_A_101"],
            weights.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal([0, 1, 2, 5], weights["epochs_hebb_A_101"].Values);
        var rows = StudyResults.Load(folder.Path).Rows<RecordedSynapseRow>();
        Assert.Equal(2 * 2 * 6, rows.Count);
        foreach (var row in rows.Where(row => row.Epoch is 0 or 1 or 2 or 5))
        {
            var at = Array.IndexOf(weights[$"epochs_hebb_A_{row.Seed}"].Values, row.Epoch);
            var kept = weights[$"W_hebb_A_{row.Seed}"].Values[(((at * neurons) + row.Post) * neurons) + row.Pre];
            Assert.Equal((float)row.Weight, kept);
        }

        var (rates, time) = (activity["rates_hebb_A_100"], activity["time_hebb_A_100"]);
        Assert.Equal([time.Values.Length, neurons], rates.Shape);
        Assert.InRange(time.Values[^1], 0.13, 0.15); // cue and free run
        Assert.Contains(rates.Values, rate => rate > 0);

        // All is in the store: nothing is computed again, whatever is lost of the folder.
        Directory.Delete(Path.Combine(folder.Path, "tables"), recursive: true);
        File.Delete(Path.Combine(folder.Path, "contents.json"));
        Assert.Equal(0, folder.Run(1, cancellation: Stop));
        Assert.Equal(rates.Values, Arrays(folder, "activity.npz")["rates_hebb_A_100"].Values);
    }

    [Theory]
    [InlineData(Rate)]
    [InlineData(Spiking)]
    public async Task Ten_named_synapses_of_twenty_networks_and_weights_over_time_are_drawn_and_exported(string text)
    {
        var synapses = string.Join(", ", Enumerable.Range(0, 10).Select(k => $"[{k + 10}, {k}]"));
        var study = StudyFile.Parse(
            $"{text}\nrecording: {{ weights: every 5, synapses: [{synapses}], networks: all }}",
            "s.yaml",
            ["seeds.count=20", "controls=[]"]
        );
        var folder = StudyFolder.Open(study, _folder);
        folder.Run(2, cancellation: Stop);
        var found = StudyResults.Load(folder.Path);
        var rows = found.Rows<RecordedSynapseRow>();
        Assert.Equal(10 * 20 * 6, rows.Count);
        var drawn = Assert.Single(Catalog.Of<IFigure>().Create("synapses_over_time").DrawFor(found));
        var svg = drawn.Svg();
        Assert.All(Enumerable.Range(0, 10), k => Assert.Contains($"{k + 10} ← {k}", svg, StringComparison.Ordinal));
        Assert.InRange(svg.Split("<path").Length - 1, 10 * 21, 10 * 60); // in each panel twenty networks and their median
        Assert.Equal(rows.Count, Assert.Single(drawn.Data).Count);
        Assert.Single(Catalog.Of<IFigure>().Create("weights_over_time").DrawFor(found));

        var target = Path.Combine(_folder, "export");
        Assert.Equal(0, await PlasticityLab.Cli.CommandLine.RunAsync(["export", folder.Path, "--to", "npz", "--out", target, "--json"]));
        using var exported = NpzArchive.Open(Path.Combine(target, "recorded_synapses.npz")); // names of rules are texts, which are not read
        Assert.Equal(rows.Select(row => row.Weight), exported.Read("weight").Values);
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        var onto = await Plasticity.Run(_folder, ["export", folder.Path, "--to", "mat", "--out", "file"], TimeSpan.FromSeconds(30));
        Assert.Equal((2, "file is a file, but a folder is to be written to."), (onto.Exit, onto.Error.Trim()));
        var weights = Npz.Read(Path.Combine(target, "weights_over_time.npz"));
        Assert.Equal(20, weights.Keys.Count(name => name.StartsWith("W_hebb_A_", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_study_that_is_stored_without_recordings_gets_them_and_nothing_else_anew()
    {
        StudyFolder.Open(StudyFile.Parse(Rate), _folder).Run(1, cancellation: Stop);
        var folder = StudyFolder.Open(StudyFile.Parse(Rate + Whole), _folder);
        Assert.Equal(2, folder.Run(1, cancellation: Stop)); // the two networks that are recorded
        Assert.Equal(24, StudyResults.Load(folder.Path).Rows<RecordedSynapseRow>().Count);
    }

    [Fact]
    public void A_wish_is_no_part_of_a_runs_name()
    {
        var run = new StudyEntry("hebb", "A", StudyFile.Parse(Rate).Rules[0].For("A")).Run(StudyFile.Parse(Rate), 100);
        var wished = run with { Record = RecordingSection.WishOf(StudyFile.Parse(Rate + Whole)) };
        Assert.Equal(run.Id(), wished.Id());
        Assert.Equal(RunPart.ToBytes(Run.Execute(run)), RunPart.ToBytes(Run.Execute(wished)));
    }

    [Fact]
    public void Without_the_wish_nothing_is_kept()
    {
        var folder = StudyFolder.Open(StudyFile.Parse(Rate), _folder);
        folder.Run(1, cancellation: Stop);
        Assert.False(File.Exists(Path.Combine(folder.Path, "tables", "weights_over_time.npz")));
        Assert.False(StudyResults.Load(folder.Path).Has<RecordedSynapseRow>());
    }

    [Theory]
    [InlineData("weights: 6 log-spaced", 100, new[] { 0, 1, 3, 10, 32, 100 })]
    [InlineData("weights: 32 log-spaced", 5, new[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData("weights: every 40", 100, new[] { 0, 40, 80, 100 })]
    public void Epochs_are_spaced_as_asked(string weights, int epochs, int[] expected)
    {
        var study = StudyFile.Parse(Rate + $"\nrecording: {{ {weights} }}", "s.yaml", [$"task.epochs={epochs}"]);
        Assert.Equal(expected, RecordingSection.WishOf(study)!.Weights);
    }

    [Fact]
    public void What_would_be_too_much_is_thinned_out_and_told()
    {
        var study = StudyFile.Parse(
            Rate + "\nrecording: { weights: every 1 }",
            "s.yaml",
            ["task.epochs=60", "network.units=1000", "task.assembly_size=20"]
        );
        var wish = RecordingSection.WishOf(study)!;
        Assert.Equal((16, 0, 60), (wish.Weights.Length, wish.Weights[0], wish.Weights[^1]));
        Assert.EndsWith(
            "thinned from 61, since of one network at most 64 MiB are kept",
            RecordingSection.Told(study).First(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "weights: some",
        "recording.weights must be \"every N\" epochs, \"N log-spaced\" (N from 2 to 1000) or \"none\", but is \"some\"."
    )]
    [InlineData("weights: every 0", "recording.weights must be \"every N\" epochs")]
    [InlineData("weights: none", "recording keeps nothing")]
    [InlineData("synapses: [[3, 24]]", "recording.synapses[0] must name neurons from 0 to 23, but is [3, 24].")]
    [InlineData("synapses: [[1, 2], [3, 3]]", "recording.synapses[1] is absent: neuron 3 has no synapse onto itself.")]
    [InlineData("synapses: [[1, 2], [1, 2]]", "recording.synapses[1] stands twice: [1, 2].")]
    [InlineData("synapses: [[1, 2, 3]]", "recording.synapses[0] must be two neurons, [post, pre], but has 3.")]
    [InlineData("networks: some", "recording.networks must be example or all, but is \"some\".")]
    public void A_wish_that_cannot_be_met_is_refused(string wish, string sentence) =>
        Assert.Contains(
            Assert
                .Throws<UserError>(() => StudyFile.Parse(Rate + $"\nrecording: {{ {wish} }}", "s.yaml"))
                .Message.Split(Environment.NewLine),
            line => line.Contains(sentence, StringComparison.Ordinal)
        );

    [Fact]
    public void A_synapse_that_a_sparse_network_lacks_is_refused()
    {
        string[] sparse = ["network.density=0.5"];
        var study = StudyFile.Parse(Rate, "s.yaml", sparse);
        var drawn = Trained.Untrained(new StudyEntry("hebb", "A", study.Rules[0].For("A")).Run(study, 100)).Network.InitialWeights;
        string Recorded(bool present) =>
            Enumerable
                .Range(0, 23)
                .Where(j => drawn[23, j] != 0 == present)
                .Select(j => $"\nrecording: {{ synapses: [[23, {j}]] }}")
                .First();
        _ = StudyFile.Parse(Rate + Recorded(present: true), "s.yaml", sparse);
        Assert.Contains(
            "recording.synapses[0] is absent: in the network of seed 100 there is no synapse from neuron",
            Assert.Throws<UserError>(() => StudyFile.Parse(Rate + Recorded(present: false), "s.yaml", sparse)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_old_spelling_is_read_with_a_remark_and_written_anew()
    {
        var remarks = new List<string>();
        var text = Rate + "\nrecording: { weights_every: 2 }\n";
        Assert.Equal("every 2", StudyFile.Parse(text, "s.yaml", null, ".", remarks).Recording!.Weights);
        Assert.Contains(remarks, remark => remark.Contains("weights_every is written weights: every 2 now", StringComparison.Ordinal));
        Assert.Contains("recording: { weights: every 2 }", StudyFile.Upgrade(text), StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<string, NpyArray> Arrays(StudyFolder folder, string name) =>
        Npz.Read(Path.Combine(folder.Path, "tables", name));

    private static string Table(StudyFolder folder, string name) => File.ReadAllText(Path.Combine(folder.Path, "tables", name));
}
