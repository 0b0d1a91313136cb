using PlasticityLab.Analysis.Inference;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies.Dynamics;

public sealed class StoredRunTests : IDisposable
{
    private const string Tiny = """
        name: tiny
        network: { units: 60 }
        conditions: { A: { adaptation: 0 }, B: { adaptation: 1 } }
        task: { items: 4, assembly_size: 8, epochs: 3, free_run: 200 ms }
        rules: [tah]
        seeds: { first: 100, count: 1 }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("A")]
    [InlineData("B")]
    public void A_stored_run_gives_the_same_network_whether_its_weights_were_kept_or_are_computed_again(string condition)
    {
        var plain = StoredRun.Read(Stored(condition, keep: false))!;
        var kept = StoredRun.Read(Stored(condition, keep: true))!;
        var (a, b) = (plain.Weights(TestContext.Current.CancellationToken), kept.Weights(TestContext.Current.CancellationToken));
        Assert.True(Matrix.Combine(1, a, -1, b).FrobeniusNorm() < 1e-6 * a.FrobeniusNorm()); // kept in single precision
        var course = plain.Course(TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 2, 3], course.Select(item => item.Epoch));
        Assert.Equal(a.Values, course[^1].Weights.Values);

        var whole = plain.Network(a);
        Assert.Equal(condition == "A" ? 60 : 120, whole.Dimension);
        Assert.Equal(condition == "A" ? 4 : 8, plain.Reduced(a).Dimension);
        Assert.Equal(7, plain.Hints(whole).Count);
        Assert.All(plain.Hints(whole), x => Assert.Equal(whole.Dimension, x.Length));
    }

    [Fact]
    public void The_training_of_a_run_is_a_recording_that_ends_with_its_weights_and_tells_its_rule()
    {
        var run = StoredRun.Read(Stored("A", keep: false))!;
        var recording = TrainingRecording.Of(run.Spec, TestContext.Current.CancellationToken);
        var last = run.Weights(TestContext.Current.CancellationToken);
        Assert.Equal([.. last.Values.Select(w => 8 * w)], recording.Weights[^1].Values);
        var found = RuleInference.Of(recording, new() { Resamples = 99, Synapses = 60 });
        Assert.Null(found.WhyNothing);
        Assert.Contains("causal_trace_hebb", found.EqualRules.Select(fit => fit.Rule));
        Assert.InRange(found.R2.Estimate, 0.99, 1);
        Assert.Null(TrainingRecording.Beside(run.Spec with { Learning = run.Spec.Learning with { Decay = 0, Cap = 0 } }));
        var beside = TrainingRecording.Beside(
            run.Spec with
            {
                Learning = run.Spec.Learning with { Decay = 0.02, Cap = 1.2, SoftBounds = true, Normalisation = "synaptic_scaling" },
            }
        );
        Assert.All(
            new[] { "a decay of 0.02/s", "a cap of 1.2", "soft bounds", "synaptic scaling normalisation" },
            part => Assert.Contains(part, beside, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Other_files_are_no_runs_and_a_run_that_does_not_say_what_was_run_is_refused()
    {
        var system = Path.Combine(_folder, "system.json");
        File.WriteAllText(system, """{"model": "tanh_rate", "W": [[1, 0], [0, 1]]}""");
        Assert.Null(StoredRun.Read(system));
        Assert.Contains("no such file", Assert.Throws<UserError>(() => StoredRun.Read(Path.Combine(_folder, "nothing.json"))).Message);
        var old = Path.Combine(_folder, "old.json");
        File.WriteAllText(old, """{"id": "a", "status": "ok", "readouts": []}""");
        Assert.Contains("older version", Assert.Throws<UserError>(() => StoredRun.Read(old)).Message);
    }

    [Fact]
    public void A_run_whose_example_has_a_wrong_number_of_weights_is_refused()
    {
        var study = StudyFile.Parse(Tiny);
        var spec = new StudyEntry(study.Rules[0].Name, "A", study.Rules[0].For("A")).Run(study, 100) with { KeepExample = true };
        var result = Run.Execute(spec, TestContext.Current.CancellationToken);
        foreach (var weights in new[] { 3, 59 * 60, (60 * 60) + 1 })
        {
            var path = Path.Combine(_folder, $"{weights}.json");
            var wrong = result with { Example = result.Example! with { Weights = [.. new float[weights]] } };
            File.WriteAllText(path, System.Text.Json.JsonSerializer.Serialize(wrong, Json.Canonical));
            Assert.Contains($"60 x 60 weights, but has {weights}", Assert.Throws<UserError>(() => StoredRun.Read(path)).Message);
        }
    }

    // Of this version, so that it is the value that is refused and not the format.
    [Theory]
    [InlineData("\"units\":60", "\"units\":2000000000")]
    [InlineData("\"units\":60", "\"units\":-1")]
    [InlineData("\"units\":60", "\"units\":null")]
    [InlineData("\"neuron\":{", "\"neuron\":null,\"was\":{")]
    [InlineData("\"items\":4", "\"items\":2000000000")]
    public void A_run_of_this_version_that_cannot_be_is_refused_before_anything_is_taken(string was, string written)
    {
        var study = StudyFile.Parse(Tiny);
        var spec = new StudyEntry(study.Rules[0].Name, "A", study.Rules[0].For("A")).Run(study, 100) with { KeepExample = true };
        var text = System.Text.Json.JsonSerializer.Serialize(Run.Execute(spec, TestContext.Current.CancellationToken), Json.Canonical);
        Assert.Contains(was, text, StringComparison.Ordinal);
        var path = Path.Combine(_folder, "wrong.json");
        File.WriteAllText(path, text.Replace(was, written, StringComparison.Ordinal));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<UserError>(() => StoredRun.Read(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("version", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 28);
    }

    private string Stored(string condition, bool keep)
    {
        var study = StudyFile.Parse(Tiny);
        var rule = study.Rules[0];
        var spec = new StudyEntry(rule.Name, condition, rule.For(condition)).Run(study, 100) with { KeepExample = keep };
        var result = Run.Execute(spec, TestContext.Current.CancellationToken);
        var part = new Part(result.Id, RunPart.Name, RunPart.ToBytes(result));
        _ = keep ? new FolderStore(_folder).Publish(part) : new FolderStore(_folder).PublishPack([part]).Single();
        return Path.Combine(_folder, "parts", result.Id[..2], $"{result.Id}.{RunPart.Name}");
    }
}
