using System.Diagnostics;
using System.Text;
using System.Text.Json;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Reports;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Studies;

/// <summary>What studies stand: damage, interruption, full disks, removed files, other builds. Nothing is lost, computed twice or told
/// wrongly.</summary>
[Collection(nameof(Alone))]
public sealed partial class ReliabilityTests : IDisposable
{
    private const string Small = """
        name: small
        network: { units: 60 }
        task: { items: 4, assembly_size: 8, epochs: 1, free_run: 60 ms, overlapping: false }
        rules: [hebb, stdp]
        seeds: { first: 100, count: 3 }
        sweeps: [{ path: perturbation.noise_factor, values: [0, 2], seeds: 2 }]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StudyFolder Open(params string[] changes) => StudyFolder.Open(StudyFile.Parse(Small, changes: changes), _folder, Small);

    private static Dictionary<string, string> Files(string folder) =>
        Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(
                path => Path.GetRelativePath(folder, path),
                path => $"{File.GetLastWriteTimeUtc(path):O} {Convert.ToHexString(File.ReadAllBytes(path))}"
            );

    private static Dictionary<string, string> Tables(StudyFolder folder) =>
        Directory
            .GetFiles(Path.Combine(folder.Path, "tables"))
            .ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path)));

    private static string[] Parts(StudyFolder folder) =>
        Path.Combine(folder.Store().Root, "parts") is var parts && Directory.Exists(parts)
            ? [.. Directory.GetFiles(parts, "*." + RunPart.Name, SearchOption.AllDirectories).Order()]
            : [];

    // The store anew, with runs changed; returns the names of the runs in the order of the study.
    private string[] Republish(StudyFolder study, Func<int, Part, Part> change, Func<Part, Part>? others = null)
    {
        var (root, moved) = (study.Store().Root, Path.Combine(_folder, "moved"));
        Directory.Move(root, moved);
        var (from, to, runs) = (new FolderStore(moved), new FolderStore(root), new List<string>());
        foreach (var words in File.ReadLines(Path.Combine(study.Path, "jobs.csv")).Skip(1).Select(line => line.Split(',')))
        {
            var part = from.Find(words[0], words[1])!;
            if (part.Name == RunPart.Name)
            {
                part = change(runs.Count, part);
                runs.Add(part.Id);
            }
            else if (others is not null)
            {
                part = others(part);
            }

            to.Publish(part);
        }

        return [.. runs];
    }

    private async Task<(int Code, string Text)> Cli(params string[] words)
    {
        var outcome = await Plasticity.Run(_folder, words, TimeSpan.FromMinutes(2));
        Assert.Null(outcome.Crash);
        return (outcome.Exit!.Value, outcome.Text);
    }

    [Fact]
    public void A_bit_that_flipped_in_a_stored_run_is_seen_and_the_run_computed_again()
    {
        var study = Open("network.units=300", "task.assembly_size=20"); // long enough to be stored one by one
        study.Run(2, cancellation: Stop);
        var (tables, part) = (Tables(study), Parts(study)[0]);
        var whole = File.ReadAllBytes(part);
        foreach (var place in new[] { 5, 40, whole.Length / 2, whole.Length - 3 })
        {
            byte[] damaged = [.. whole];
            damaged[place] ^= 4;
            File.WriteAllBytes(part, damaged);
            Assert.Equal(1, study.Run(2, cancellation: Stop));
            Assert.Equal(tables, Tables(study));
            Assert.Equal(
                RunPart.Read(Body(whole)).Readouts[0][ReplayScore.Id],
                RunPart.Read(Body(File.ReadAllBytes(part))).Readouts[0][ReplayScore.Id]
            );
        }

        File.WriteAllBytes(part, []);
        Assert.Equal(1, study.Run(2, cancellation: Stop));
        Assert.Equal(5, study.Status(Stop).Store.Damaged);
    }

    [Theory]
    [InlineData(300)] // each run a file of its own
    [InlineData(60)] // all in packs
    public void A_run_again_reads_the_runs_only_when_their_files_have_been_touched_and_verify_always(int units)
    {
        var study = Open($"network.units={units}");
        study.Run(2, cancellation: Stop);
        var (noted, store) = (Path.Combine(study.Path, "stored.csv"), study.Store().Root);
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(store, "parts"), "*", SearchOption.AllDirectories),
            .. Directory.GetFiles(Path.Combine(store, "packs")),
        ];
        var own = Directory.GetFiles(Path.Combine(study.Path, "tables")).Length + 2; // and the lists of jobs and of the study
        Assert.Equal(files.Length + own, File.ReadLines(noted).Count() - 2);
        var (first, file) = (File.ReadAllText(noted), files[0]);

        // Damage that leaves length and time as they were is what "verify" is for.
        var (whole, time) = (File.ReadAllBytes(file), File.GetLastWriteTimeUtc(file));
        byte[] damaged = [.. whole];
        damaged[^3] ^= 4;
        File.WriteAllBytes(file, damaged);
        File.SetLastWriteTimeUtc(file, time);
        Assert.Equal(0, study.Run(2, cancellation: Stop));
        Assert.False(StudyVerification.Of(study, 0, 2, null, Stop).Holds);

        // A touched file is read: as it should be, it is noted anew.
        File.WriteAllBytes(file, whole);
        Assert.Equal(0, study.Run(2, cancellation: Stop));
        Assert.NotEqual(first, File.ReadAllText(noted));
        Assert.Equal(files.Length + own, File.ReadLines(noted).Count() - 2);

        // So it is with tables.
        var table = Path.Combine(study.Path, "tables", "outcomes.csv");
        var (written, when) = (File.ReadAllBytes(table), File.GetLastWriteTimeUtc(table));
        File.WriteAllBytes(table, [.. written[..^2], (byte)(written[^2] ^ 1), written[^1]]);
        Assert.False(study.Status(Stop).IsComplete);
        File.SetLastWriteTimeUtc(table, when);
        Assert.True(study.Status(Stop).IsComplete);
        var all = File.ReadLines(Path.Combine(study.Path, "jobs.csv")).Count() - 1;
        var verified = StudyVerification.Of(study, 0, 2, null, Stop);
        Assert.Equal(["tables/outcomes.csv"], verified.Changed);
        Assert.Equal((all, 0), (verified.Stored, verified.Damaged)); // what is stored is looked at all the same
        File.SetLastWriteTimeUtc(table, DateTime.UtcNow);
        Assert.Equal(0, study.Run(2, cancellation: Stop));
        Assert.Equal(written, File.ReadAllBytes(table));
        Assert.True(StudyVerification.Of(study, 0, 2, null, Stop).Holds);

        // Without the note, with half of it, or with another list's, all is read.
        var half = File.ReadAllText(noted)[..^40];
        foreach (
            var text in new[]
            {
                "",
                "file,bytes,modified\n",
                half[..(half.LastIndexOf('\n') + 1)],
                string.Join('\n', File.ReadLines(noted).Select((l, i) => i == 1 ? "x" : l)),
            }
        )
        {
            var right = File.ReadAllText(noted);
            File.WriteAllText(noted, text);
            Assert.Equal(0, study.Run(2, cancellation: Stop));
            Assert.Equal(right, File.ReadAllText(noted));
        }
    }

    private static byte[] Body(byte[] file) => file[(Array.IndexOf(file, (byte)'\n') + 1)..];

    [Fact]
    public void A_finished_study_writes_nothing()
    {
        var study = Open();
        Assert.True(study.Run(2, cancellation: Stop) > 0);
        var before = Files(_folder);
        Assert.Equal(0, StudyFolder.Load(study.Path).Run(2, cancellation: Stop));
        Assert.True(study.Status(Stop).IsComplete);
        Assert.True(StudyVerification.Of(study, 2, 1, cancellation: Stop).Holds);
        Assert.Equal(before, Files(_folder));
    }

    [Fact]
    public void A_run_always_leaves_a_whole_manifest()
    {
        var study = Open();
        study.Run(2, cancellation: Stop);
        var manifest = Path.Combine(study.Path, "manifest.json");
        var whole = JsonDocument.Parse(File.ReadAllText(manifest)).RootElement;
        foreach (var damage in new Action[] { () => File.Delete(manifest), () => File.WriteAllText(manifest, "{\"program\": \"Pla") })
        {
            damage();
            study.Run(2, cancellation: Stop);
            var again = JsonDocument.Parse(File.ReadAllText(manifest)).RootElement;
            foreach (var key in new[] { "runs", "runs_computed", "study_hash", "build", "started", "complete" })
            {
                Assert.Equal(whole.GetProperty(key).ToString(), again.GetProperty(key).ToString());
            }

            Assert.True(again.GetProperty("seconds").GetDouble() > 0);
        }
    }

    [Fact]
    public async Task Killed_before_the_last_table_stood_it_is_incomplete_and_nothing_is_shown()
    {
        var study = Open();
        study.Run(2, cancellation: Stop);
        var tables = Tables(study);
        foreach (var table in tables.Keys.Where(path => !path.EndsWith("outcomes.csv", StringComparison.Ordinal)))
        {
            File.Delete(table);
        }

        File.Delete(Path.Combine(study.Path, "contents.json"));
        var manifest = Path.Combine(study.Path, "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"complete\": true", "\"complete\": false"));
        var (code, text) = await Cli("study", "status", study.Path);
        Assert.Equal(1, code);
        Assert.Contains("every run is stored; plasticity study finish", text, StringComparison.Ordinal);
        foreach (var page in new[] { "report" })
        {
            (code, text) = await Cli("study", page, study.Path);
            Assert.Equal(2, code);
            Assert.Contains("is not complete", text, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await Cli("slides", study.Path)).Code);
        (code, _) = await Cli("study", "finish", study.Path, "--quiet");
        Assert.Equal(0, code);
        Assert.Equal(tables, Tables(study));
        Assert.Equal(0, (await Cli("study", "status", study.Path)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"name\": \"sma")]
    [InlineData("[1, 2]")]
    [InlineData("null")]
    [StoreRow(13)]
    public async Task A_damaged_study_is_told_in_a_sentence(string text)
    {
        var study = Open();
        File.WriteAllText(Path.Combine(study.Path, "study.resolved.json"), text);
        foreach (var verb in new[] { "status", "report", "finish", "work", "retry", "verify", "cancel", "clean" })
        {
            var (code, said) = await Cli("study", verb, study.Path);
            Assert.Equal(2, code);
            Assert.Contains("is damaged", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Stopped_between_runs_and_tables_it_ends_within_a_second_and_goes_on()
    {
        var study = Open();
        using var stop = new CancellationTokenSource();
        long asked = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
            study.Run(
                2,
                p =>
                {
                    if (p.Done == p.Total && asked == 0)
                    {
                        asked = Stopwatch.GetTimestamp();
                        stop.Cancel();
                    }
                },
                cancellation: stop.Token
            )
        );
        Assert.True(Stopwatch.GetElapsedTime(asked) < TimeSpan.FromSeconds(1));
        Assert.False(study.Status(Stop).HasTables);
        study.Run(2, cancellation: Stop);
        Assert.True(study.Status(Stop).IsComplete);
    }

    [Fact]
    public void Runs_removed_while_it_runs_are_told_and_computed_by_the_next()
    {
        var study = Open("network.units=300", "task.assembly_size=20");
        var removed = 0;
        study.Run(
            1,
            p =>
            {
                if (removed == 0 && Parts(study) is { Length: > 2 } parts)
                {
                    File.Delete(parts[0]);
                    removed++;
                }
            },
            cancellation: Stop
        );
        Assert.Contains("1 of", Assert.Single(study.Remarks), StringComparison.Ordinal);
        Assert.Equal(1, study.Run(2, cancellation: Stop));
    }

    [Fact]
    public void A_full_disk_leaves_the_file_that_was_there()
    {
        var path = Path.Combine(_folder, "weights.npz");
        Npz.Write(path, [KeyValuePair.Create("W", new NpyArray([2], [1.0, 2]))]);
        var before = File.ReadAllBytes(path);
        IEnumerable<KeyValuePair<string, NpyArray>> Full()
        {
            yield return KeyValuePair.Create("W", new NpyArray([2], [3.0, 4]));
            throw new IOException("No space left on device");
        }

        Assert.Throws<IOException>(() => Npz.Write(path, Full()));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    [StoreRow(16)]
    public async Task Many_may_export_and_report_at_once()
    {
        var study = Open();
        study.Run(2, cancellation: Stop);
        var target = Directory.CreateDirectory(Path.Combine(_folder, "export")).FullName;
        var tables = StudyTables
            .All.Select(table => table.Data(StudyResults.Load(study.Path).Rows(table)))
            .Where(table => table.Rows > 0)
            .ToArray();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => new NpzExporter().WriteAsync(target, tables, Stop))));
        Assert.Empty(Directory.GetFiles(target, "*.part"));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => ReportWriter.WriteAsync(study.Path, cancellation: Stop))));
        Assert.Empty(Directory.GetFiles(study.Path, "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Looking_works_in_a_folder_that_must_not_be_written_and_holds_leftovers()
    {
        var study = Open();
        study.Run(2, cancellation: Stop);
        File.WriteAllText(Path.Combine(study.Store().Root, "unfinished", "of-another"), "half");
        File.WriteAllText(Path.Combine(study.Store().Root, "leases", "abcd"), "token 60 elsewhere 1 2");
        var before = Files(_folder);
        Assert.Equal(0, (await Cli("study", "status", study.Path, "--json")).Code);
        Assert.Equal(0, (await Cli("study", "verify", study.Path, "--sample", "1")).Code);
        Assert.Equal(before, Files(_folder));
    }

    [Fact]
    public async Task Runs_that_threw_are_listed_and_tried_again_and_these_only()
    {
        var study = Open();
        var missing = study.Count(Stop).Missing;
        study.Store().ReportFailure(missing[0].Id(), "hebb, seed 100: no memory");
        var (code, text) = await Cli("study", "status", study.Path);
        Assert.Equal(1, code);
        Assert.Contains("failed: hebb, seed 100: no memory", text, StringComparison.Ordinal);
        Assert.Contains("plasticity study retry", text, StringComparison.Ordinal);
        (code, text) = await Cli("study", "retry", study.Path);
        Assert.Equal(0, code);
        Assert.Contains("1 run that had failed", text, StringComparison.Ordinal);
        Assert.Equal(1, study.Count(Stop).Stored);
        Assert.Empty(study.Count(Stop).Failed);
    }

    [Fact]
    public async Task Verification_finds_a_run_that_was_computed_wrongly()
    {
        var study = Open();
        study.Run(2, cancellation: Stop);
        Assert.Equal(0, (await Cli("study", "verify", study.Path)).Code);
        var ids = Republish(
            study,
            (k, part) =>
            {
                var text = Encoding.UTF8.GetString(part.Bytes.Span);
                var wrong = k == 0 ? text.Replace("\"fidelity\":0", "\"fidelity\":1", StringComparison.Ordinal) : text;
                return part with { Bytes = Encoding.UTF8.GetBytes(wrong) };
            }
        );
        var (code, said) = await Cli("study", "verify", study.Path, "--sample", "1000");
        Assert.Equal(1, code);
        Assert.Contains($"1 DIFFER: {ids[0]}", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_changed_of_a_study_is_told()
    {
        Open();
        var changed = StudyFolder.At(
            StudyFile.Parse(Small, changes: ["seeds.count=20", "network.noise_sd=0.1", "rules=[hebb, oja]"]),
            _folder
        );
        var (_, changes) = SpecDifference.SinceLast(changed)!.Value;
        Assert.Contains("seeds.count: 3 → 20", changes);
        Assert.Contains(changes, line => line.StartsWith("network.noise_sd: ", StringComparison.Ordinal));
        Assert.Contains("rules[1].name: stdp → oja", changes);
        Assert.Null(
            SpecDifference.SinceLast(StudyFolder.At(StudyFile.Parse(Small.Replace("small", "other", StringComparison.Ordinal)), _folder))
        );
    }

    [Fact]
    public async Task Cancel_stops_the_processes_that_work_on_a_study()
    {
        var study = Open("seeds.count=500", "network.units=200");
        using var begun = new ManualResetEventSlim();
        var work = Task.Run(() => study.Run(1, _ => begun.Set(), cancellation: Stop), Stop);
        begun.Wait(Stop);
        Assert.Equal("working", study.Status(Stop).State);
        var (asked, left) = StudyFolder.Load(study.Path).Cancel(TimeSpan.FromSeconds(20), Stop);
        Assert.Equal((1, 0), (asked, left));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.Equal("incomplete", study.Status(Stop).State);
    }

    [Fact]
    public void Only_old_leftovers_are_cleaned_away()
    {
        var study = Open();
        study.Run(2, cancellation: Stop);
        var (old, young) = (Path.Combine(study.Store().Root, "unfinished", "old"), Path.Combine(study.Path, "tables", "young.csv.part"));
        File.WriteAllText(old, "half");
        File.WriteAllText(young, "half");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-8));
        Assert.Equal(1, study.Clean(TimeSpan.FromDays(7)));
        Assert.True(File.Exists(young));
        Assert.False(File.Exists(old));
        Assert.Equal(0, study.Run(2, cancellation: Stop));
    }

    [Fact]
    public async Task Events_are_one_JSON_object_a_line()
    {
        File.WriteAllText(Path.Combine(_folder, "small.yaml"), Small);
        var outcome = await Plasticity.Run(_folder, ["study", "run", "small.yaml", "--events", "--no-report"], TimeSpan.FromMinutes(1));
        Assert.Equal(0, outcome.Exit);
        var events = outcome.Out.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal("started", events[0].GetProperty("event").GetString());
        Assert.Equal("finished", events[^1].GetProperty("event").GetString());
        Assert.All(events[1..^1], e => Assert.Equal("progress", e.GetProperty("event").GetString()));
        Assert.Single(events[1..^1].Select(e => e.GetProperty("total").GetInt32()).Distinct());
        Assert.True(events[^1].GetProperty("computed").GetInt32() > 0);
    }
}
