using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

public sealed class RecordingTests : IDisposable
{
    private const string Text = """
        name: recorded
        network: { units: 24 }
        task: { items: 3, assembly_size: 6, epochs: 5, free_run: 100 ms }
        rules: [{ rule: hebbian, name: hebb }]
        seeds: { first: 100, count: 1 }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Weights_of_a_rate_network_over_time_are_kept_when_asked_for_and_end_as_training_ends()
    {
        var study = StudyFile.Parse(Text + "\nrecording: { weights_every: 2 }");
        var told = Assert.Single(RecordingSection.Told(study));
        Assert.StartsWith(
            "weights over time: 4 snapshots of 24 x 24 synapses (4 bytes each) in each of up to 1 example",
            told,
            StringComparison.Ordinal
        );
        var folder = StudyFolder.Open(study, _folder);
        folder.Run(1, cancellation: TestContext.Current.CancellationToken);
        var kept = Npz.Read(Path.Combine(folder.Path, "tables", "weights_over_time.npz"));
        Assert.Equal([0, 2, 4, 5], kept["epochs_hebb_A"].Values);
        Assert.Equal([4, 24, 24], kept["W_hebb_A"].Shape);
        var (first, last) = (kept["W_hebb_A"].Values[..576], kept["W_hebb_A"].Values[^576..]);
        var final = Npz.Read(Path.Combine(folder.Path, "tables", "weights.npz"))["W_hebb_A"].Values;
        Assert.True(Far(first, final) > 20 * Far(last, final)); // the silence at the end changes little
    }

    [Fact]
    public void Without_the_wish_nothing_is_kept()
    {
        var folder = StudyFolder.Open(StudyFile.Parse(Text), _folder);
        folder.Run(1, cancellation: TestContext.Current.CancellationToken);
        Assert.False(File.Exists(Path.Combine(folder.Path, "tables", "weights_over_time.npz")));
    }

    private static double Far(double[] a, double[] b) => Math.Sqrt(a.Zip(b).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));
}
