using System.Globalization;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

/// <summary>Weights and activity from files: what a network made is, imported, what it was, to the last bit; what does not fit is refused
/// with both sizes.</summary>
public sealed class ImportTests : IDisposable
{
    private const string Rate = "network: { kind: rate, units: 40INITIAL }\nrules: [RULE]\n",
        Spiking = "network: { kind: spiking, excitatory: 40, inhibitory: 10INITIAL }\nrules: [RULE]\n",
        Chain = "task: { kind: chain, items: 4, assembly_size: 8, epochs: 2, free_run: 100 ms, cue_repeats: 1 }\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string> Kinds => new() { { Rate, "stdp" }, { Spiking, "spike_stdp" } };

    private StudySpec Study(string network, string rule, string task = Chain, string initial = "") =>
        StudyFile.Parse(
            "name: imports\nseeds: { first: 3, count: 1 }\n"
                + network
                    .Replace("INITIAL", initial.Length == 0 ? "" : $", initial: {{ {initial} }}", StringComparison.Ordinal)
                    .Replace("RULE", rule, StringComparison.Ordinal)
                + task,
            folder: _folder
        );

    private static RunSpec RunOf(StudySpec study) =>
        new()
        {
            Network = study.Network,
            Task = study.Task,
            Learning = study.Rules[0].Learning,
            Seed = 3,
            Readouts = [study.Rules[0].Point],
        };

    private string Refused(string network, string rule, string task = Chain, string initial = "") =>
        Assert.Throws<UserError>(() => Study(network, rule, task, initial)).Message;

    private void Write(string name, Matrix matrix)
    {
        var path = Path.Combine(_folder, name);
        switch (Path.GetExtension(name))
        {
            case ".npz":
                Npz.Write(path, [new("other", new([2, 2], [1, 2, 3, 4])), new("W", NpyArray.Of(matrix))]);
                break;
            case ".npy":
                File.WriteAllBytes(path, Npy.Write(NpyArray.Of(matrix)));
                break;
            default:
                File.WriteAllLines(
                    path,
                    Enumerable
                        .Range(0, matrix.Rows)
                        .Select(i => string.Join(',', matrix.Row(i).ToArray().Select(w => w.ToString("R", CultureInfo.InvariantCulture))))
                );
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_network_that_starts_from_the_weights_of_another_is_that_network(string network, string rule)
    {
        var run = RunOf(Study(network, rule));
        var made = Trained.Of(run, stop: TestContext.Current.CancellationToken);
        var ids = new List<string>();
        foreach (var (name, array) in new[] { ("w.npz", ", array: W"), ("w.npy", ""), ("w.csv", "") })
        {
            Write(name, made.Network.InitialWeights);
            var from = RunOf(Study(network, rule, initial: $"file: {name}{array}"));
            ids.Add(from.Id());
            Assert.Equal(made.Learned.Values, Trained.Of(from, stop: TestContext.Current.CancellationToken).Learned.Values);
        }

        Assert.NotEqual(made.Network.InitialWeights.Values, made.Learned.Values);
        // What the array holds is the name, wherever and however it lies.
        Assert.Single(ids.Distinct());
        Assert.NotEqual(run.Id(), ids[0]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Imported_weights_measure_as_the_network_that_learned_them(string network, string rule)
    {
        var run = RunOf(Study(network, rule));
        var made = Trained.Of(run, stop: TestContext.Current.CancellationToken);
        Write("learned.npz", made.Learned);
        var given = RunOf(Study(network, "{ name: measured, weights: { file: learned.npz, array: W } }")) with { Readouts = run.Readouts };
        var imported = Trained.Of(given, stop: TestContext.Current.CancellationToken);
        Assert.Equal(made.Learned.Values, imported.Learned.Values);
        var (expected, found) = (Run.Measure(made), Run.Measure(imported));
        Assert.Equal(expected.Readouts[0].Measures, found.Readouts[0].Measures);
        Assert.Equal(expected.Structure.Blocks.ToArray(), found.Structure.Blocks.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_activity_of_a_chain_as_a_recording_gives_the_weights_of_the_chain(string network, string rule)
    {
        var run = RunOf(Study(network, rule));
        var items = run.Task.Draw(40, new RandomStreams(3));
        var frames = new Matrix(4, 40);
        for (var item = 0; item < 4; item++)
        {
            foreach (var neuron in items[item])
            {
                frames[item, neuron] = 2.5; // the largest value of a neuron is its drive, whatever it is
            }
        }

        Write("heard.csv", frames);
        Write("turned.npy", frames.Transpose());
        var chain = (Chain)run.Task;
        string Recorded(string file) =>
            $"task: {{ kind: recorded_activity, file: {file}, items: 4, assembly_size: 8, epochs: 2, length: {4 * 1000 * chain.Item} ms, silence: {1000 * chain.Silence} ms, free_run: 100 ms, cue_repeats: 1 }}\n";
        var heard = RunOf(Study(network, rule, Recorded("heard.csv")));
        var turned = RunOf(Study(network, rule, Recorded("turned.npy, axes: neuron_time")));
        var learned = Trained.Of(run, stop: TestContext.Current.CancellationToken).Learned.Values;
        Assert.Equal(learned, Trained.Of(heard, stop: TestContext.Current.CancellationToken).Learned.Values);
        Assert.Equal(learned, Trained.Of(turned, stop: TestContext.Current.CancellationToken).Learned.Values);
        Assert.Equal("S", heard.Task.Card.Score);
        Assert.InRange(Run.Execute(heard, TestContext.Current.CancellationToken).Of("S"), 0, 1);
    }

    [Fact]
    public void The_control_for_timing_hears_the_same_frames_with_the_stretches_in_another_order()
    {
        Write("r.npy", Matrix.From(8, 4, (t, neuron) => t / 2 == neuron ? 1 + (t % 2) : 0));
        var task = (RecordedActivity)
            Study(Rate, "stdp", "task: { kind: recorded_activity, file: r.npy, items: 4, assembly_size: 1, epochs: 3 }\n").Task;
        Matrix[] frames = [.. task.InAnyOrder().Training(new RandomStreams(5)).Take(3).Select(trial => trial.Segments[1].Frames!)];
        Assert.True(frames.Select(matrix => string.Join(' ', matrix.Values)).Distinct().Count() > 1);
        foreach (var matrix in frames)
        {
            // Each neuron keeps its two frames, one after the other and in their order.
            for (var neuron = 0; neuron < 4; neuron++)
            {
                var column = Enumerable.Range(0, 8).Select(t => matrix[t, neuron]).ToArray();
                var first = Array.FindIndex(column, rate => rate > 0);
                Assert.Equal([0.5, 1], column[first..(first + 2)]);
                Assert.Equal(1.5, column.Sum());
                Assert.Equal(0, first % 2);
            }
        }
    }

    [Fact]
    public void A_file_that_changes_is_another_run_and_never_read_under_the_old_name()
    {
        Write("w.npy", new Matrix(40, 40));
        var study = Study(Rate, "stdp", initial: "file: w.npy");
        var (before, text) = (RunOf(study), RunOf(study).ToCanonicalJson());
        Write("w.npy", Matrix.From(40, 40, (i, j) => i == j ? 0 : 0.01));
        Assert.NotEqual(before.Id(), RunOf(Study(Rate, "stdp", initial: "file: w.npy")).Id());
        var elsewhere = System.Text.Json.JsonSerializer.Deserialize<RunSpec>(text, Json.Canonical)!;
        Assert.Equal(before.Id(), elsewhere.Id());
        Assert.Contains("holds other weights than when the study was read", Told(() => Trained.Of(elsewhere)), StringComparison.Ordinal);
        static string Told(Action run) => Assert.Throws<UserError>(run).Message;
    }

    [Fact]
    public void What_does_not_fit_is_told_with_both_sizes_all_at_once()
    {
        Write("small.npy", new Matrix(30, 30));
        Write("ok.npy", new Matrix(40, 40));
        Write("oblong.npy", new Matrix(40, 39));
        Write("self.npy", Matrix.From(40, 40, (i, j) => i == 2 && j == 2 ? 0.5 : 0));
        Write("negative.npy", Matrix.From(40, 40, (i, j) => i == 1 && j == 2 ? -0.5 : 0));
        Write("nan.npy", Matrix.From(40, 40, (i, j) => i == 1 && j == 2 ? double.NaN : 0));
        var all = Refused(
            Rate,
            "{ name: a, weights: { file: small.npy } }, { name: b, weights: { file: nan.npy } }",
            initial: "file: oblong.npy"
        );
        Assert.Contains(
            "network.initial: the weights must be square, one row and one column a neuron, but they are 40 x 39.",
            all,
            StringComparison.Ordinal
        );
        Assert.Contains("rules[1].weights: the weights must be finite numbers, but W[1, 2] is NaN.", all, StringComparison.Ordinal);
        Assert.Contains(
            "rules[0]: imported has 30 x 30 weights, one row and one column a neuron, but network.units is 40; make them equal.",
            all,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "network.initial has 30 x 30 weights",
            Refused(Spiking, "spike_stdp", initial: "file: small.npy"),
            StringComparison.Ordinal
        );
        Assert.Contains("but W[1, 2] is -0.5.", Refused(Spiking, "spike_stdp", initial: "file: negative.npy"), StringComparison.Ordinal);
        Assert.Contains("the diagonal must be 0", Refused(Rate, "stdp", initial: "file: self.npy"), StringComparison.Ordinal);
        Assert.Contains("there is no such file", Refused(Rate, "stdp", initial: "file: nowhere.npz"), StringComparison.Ordinal);
        Assert.Contains("must name its file", Refused(Rate, "imported"), StringComparison.Ordinal);
        Assert.Contains(
            "there is no rule beside them",
            Refused(Rate, "{ rule: hebb, weights: { file: small.npy } }"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "network.initial must hold no negative weight from the first 32 neurons",
            Refused(Rate, "stdp", initial: "file: negative.npy }, dale_inhibitory: 0.2, neuron: { kind: logistic"),
            StringComparison.Ordinal
        );
        const string Wide = "task: { kind: recorded_activity, file: wide.npy, items: 4, assembly_size: 8 }\n";
        Write("wide.npy", Matrix.From(4, 50, (t, j) => j % 4 == t ? 1 : 0));
        Assert.Contains(
            "the array has 50 neurons, but there are 40; use more. Its size is network.units.",
            Refused(Rate, "stdp", Wide),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "task.file: 9 items need at least 9 frames and neurons, but the array has 4 frames and 50 neurons (axes: time_neuron).",
            Refused(Rate, "stdp", Wide.Replace("items: 4", "items: 9", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "conditions.B.network.initial.file names a file, which is the same in a whole study",
            Refused(Rate, "stdp", Chain + "conditions: { A: {}, B: { network.initial.file: w.npy } }\n", "file: ok.npy"),
            StringComparison.Ordinal
        );
    }
}
