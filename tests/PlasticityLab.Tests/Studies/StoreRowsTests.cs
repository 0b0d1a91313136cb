using System.Diagnostics;
using System.Text.Json;
using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Numerics;
using PlasticityLab.Reports;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Studies;

/// <summary>Each way in which a study's folder was once seen to fail, on both ways to compute it: one process (<c>study run</c>), and two tasks
/// that share it as on a cluster (<c>study work</c> twice, then <c>study finish</c>).</summary>
/// <remarks>What is seen at whole processes alone is tested in EndingTests and ReliabilityTests, and in ProcessTests and FolderFaultTests among
/// the science tests: <see cref="StoreRowAttribute"/> says which test is of which row.</remarks>
[Collection(nameof(Alone))]
public sealed class StoreRowsTests : IDisposable
{
    private const string Small = """
        name: small
        network: { units: 60 }
        task: { items: 4, assembly_size: 8, epochs: 1, free_run: 60 ms, overlapping: false }
        rules: [hebb, stdp]
        seeds: { first: 100, count: 3 }
        sweeps: [{ path: perturbation.noise_factor, values: [0, 2], seeds: 2 }]
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StudyFolder Open(string place = "runs", params string[] changes) =>
        StudyFolder.Open(StudyFile.Parse(Small, changes: changes), Path.Combine(_folder, place), Small);

    // How many runs and steps were computed.
    private static async Task<int> Compute(StudyFolder study, bool tasks)
    {
        if (!tasks)
        {
            return study.Run(2, cancellation: Stop);
        }

        var shared = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(() => StudyFolder.Load(study.Path).Work(1, Patience, cancellation: Stop), Stop))
        );
        return shared.Sum() + study.Run(1, cancellation: Stop);
    }

    private static Dictionary<string, string> Tables(StudyFolder study) =>
        Directory
            .GetFiles(Path.Combine(study.Path, "tables"))
            .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(File.ReadAllBytes(path)));

    private static Dictionary<string, string> Files(string folder) =>
        Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(
                path => Path.GetRelativePath(folder, path),
                path => $"{File.GetLastWriteTimeUtc(path):O} {Convert.ToHexString(File.ReadAllBytes(path))}"
            );

    private static string[] Parts(StudyFolder study) =>
        [
            .. ((string[])["parts", "packs"])
                .Select(place => Path.Combine(study.Store().Root, place))
                .Where(Directory.Exists)
                .SelectMany(place => Directory.GetFiles(place, "*", SearchOption.AllDirectories))
                .Order(StringComparer.Ordinal),
        ];

    // A full disk (9) needs a disk of its own: FolderFaultTests.
    [Fact]
    public void Every_row_has_a_test() =>
        Assert.Equal(
            Enumerable.Range(1, StoreRowAttribute.What.Count - 1).Where(row => row != 9),
            StoreRowAttribute.In(typeof(StoreRowsTests).Assembly)
        );

    [Theory]
    [InlineData(false, 60)] // many runs to a file
    [InlineData(true, 60)]
    [InlineData(false, 300)] // each run a file of its own
    [InlineData(true, 300)]
    [StoreRow(1)]
    [StoreRow(2)]
    public async Task Damaged_parts_are_computed_again(bool tasks, int units)
    {
        var study = Open(changes: [$"network.units={units}", $"task.assembly_size={units / 8}"]);
        var all = await Compute(study, tasks);
        var tables = Tables(study);
        foreach (
            var damage in new Func<byte[], byte[]>[]
            {
                _ => [],
                bytes => bytes[..(bytes.Length / 2)],
                bytes => [.. bytes[..^9], (byte)(bytes[^9] ^ 1), .. bytes[^8..]],
                bytes => [.. bytes[..30], (byte)(bytes[30] ^ 4), .. bytes[31..]],
            }
        )
        {
            var file = Parts(study)[^1];
            File.WriteAllBytes(file, damage(File.ReadAllBytes(file)));
            Assert.InRange(await Compute(study, tasks), 1, all);
            Assert.Equal(tables, Tables(study));
            Assert.True(study.Status(Stop).IsComplete);
        }

        Assert.InRange(study.Status(Stop).Store.Damaged, 1, 4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [StoreRow(3)]
    public async Task Asking_while_it_is_computed_disturbs_nobody(bool tasks)
    {
        var study = Open();
        var leftover = Path.Combine(study.Store().Root, "unfinished", "of-another.part");
        Directory.CreateDirectory(Path.GetDirectoryName(leftover)!);
        File.WriteAllText(leftover, "half");
        var work = Task.Run(() => Compute(study, tasks), Stop);
        var asked = 0;
        while (!work.IsCompleted)
        {
            _ = StudyFolder.Load(study.Path).Status(Stop);
            asked++;
        }

        Assert.True(await work > 0);
        Assert.True(asked > 0);
        Assert.True(study.Status(Stop).IsComplete);
        Assert.True(File.Exists(leftover));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [StoreRow(4)]
    public async Task Any_number_may_compute_it_at_once(bool tasks)
    {
        var alone = Open("alone");
        var needed = await Compute(alone, tasks: false);
        var study = Open();
        var computed = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Task.Run(() => Compute(StudyFolder.Load(study.Path), tasks), Stop))
        );
        Assert.Equal(Tables(alone), Tables(study));
        Assert.InRange(computed.Sum(), needed, needed + 9); // one in flight for each thread when they meet
        Assert.True(study.Status(Stop).IsComplete);
        Assert.Empty(Directory.GetFiles(study.Path, "*.part", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [StoreRow(6)]
    [StoreRow(7)]
    public async Task A_whole_manifest_stands_at_the_end(bool tasks)
    {
        var study = Open();
        // Stopped after the last run: no table, no manifest of a complete study.
        _ = StudyFolder.Load(study.Path).Work(2, Patience, cancellation: Stop);
        Assert.False(study.Status(Stop).HasTables);
        await Compute(study, tasks);
        var file = Path.Combine(study.Path, "manifest.json");
        foreach (var damage in new Action[] { () => { }, () => File.WriteAllText(file, "{\"program\": \"Pla"), () => File.Delete(file) })
        {
            damage();
            Assert.Equal(0, await Compute(study, tasks));
            var manifest = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
            Assert.True(manifest.GetProperty("complete").GetBoolean());
            Assert.True(manifest.GetProperty("seconds").GetDouble() > 0);
            Assert.True(manifest.GetProperty("runs_computed").GetInt32() > 0);
            Assert.Equal(study.Study.Hash(), manifest.GetProperty("study_hash").GetString());
            Assert.True(DateTimeOffset.Parse(manifest.GetProperty("started").GetString()!, null) <= DateTimeOffset.UtcNow);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [StoreRow(8)]
    public async Task Tables_that_are_not_all_there_are_not_shown(bool tasks)
    {
        var study = Open();
        await Compute(study, tasks);
        var tables = Tables(study);
        foreach (var name in tables.Keys.Where(name => name != "outcomes.csv"))
        {
            File.Delete(Path.Combine(study.Path, "tables", name));
        }

        Assert.False(study.Status(Stop).HasTables);
        Assert.Equal(0, await Compute(study, tasks));
        Assert.Equal(tables, Tables(study));

        StudyContentsGone(study);
        var error = Assert.Throws<UserError>(() => StudyResults.Load(study.Path));
        Assert.Contains("is not complete", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Compute(study, tasks));
        Assert.Equal(tables, Tables(study));
    }

    // As a kill between the first table and the last leaves it.
    private static void StudyContentsGone(StudyFolder study)
    {
        File.Delete(Path.Combine(study.Path, "contents.json"));
        var manifest = Path.Combine(study.Path, "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"complete\": true", "\"complete\": false"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [StoreRow(10)]
    public async Task More_seeds_compute_the_new_runs_only(bool tasks)
    {
        var few = Open();
        var before = await Compute(few, tasks);
        var more = Open("runs", "seeds.count=4");
        Assert.NotEqual(few.Path, more.Path);
        var computed = await Compute(more, tasks);
        var other = Open("elsewhere", "seeds.count=4");
        var whole = await Compute(other, tasks: false);
        Assert.InRange(computed, 1, whole - (before / 2));
        Assert.Equal(Tables(other), Tables(more));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [StoreRow(11)]
    public async Task Asked_again_nothing_is_written(bool tasks)
    {
        var study = Open();
        Assert.True(await Compute(study, tasks) > 0);
        var before = Files(_folder);
        Assert.Equal(0, await Compute(StudyFolder.Load(study.Path), tasks));
        Assert.Equal(before, Files(_folder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [StoreRow(12)]
    public async Task Stopped_at_the_tables_it_ends_within_a_second(bool tasks)
    {
        var study = Open();
        if (tasks)
        {
            _ = study.Work(2, Patience, cancellation: Stop);
        }

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
        await Compute(study, tasks);
        Assert.True(study.Status(Stop).IsComplete);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [StoreRow(14)]
    [StoreRow(15)]
    public async Task Damaged_tables_are_told_or_their_chapter_is_left_out(bool tasks)
    {
        var study = Open();
        await Compute(study, tasks);
        foreach (var (name, needed) in new[] { ("attractors", false), ("outcomes", true) })
        {
            var path = Path.Combine(study.Path, "tables", name + ".csv");
            var whole = File.ReadAllText(path);
            foreach (var text in new[] { null, "", whole[..(whole.IndexOf('\n', StringComparison.Ordinal) + 1)], "junk\n1,2\n" })
            {
                File.Delete(path);
                if (text is not null)
                {
                    File.WriteAllText(path, text);
                }

                foreach (var verb in new string[][] { ["study", "report", study.Path], ["slides", study.Path] })
                {
                    var outcome = await Plasticity.Run(_folder, verb, TimeSpan.FromMinutes(2));
                    Assert.True(outcome.Exit is 0 or 2, outcome.ToString());
                    Assert.Equal(outcome.Exit == 2, outcome.Error.Contains(name, StringComparison.Ordinal));
                    Assert.True(!needed || outcome.Exit == 2, $"{name} '{text}': {outcome}");
                }
            }

            File.WriteAllText(path, whole);
        }

        Assert.Equal(0, await Compute(study, tasks));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [StoreRow(16)]
    public async Task It_is_exported_and_reported_several_times_at_once(bool tasks)
    {
        var study = Open();
        await Compute(study, tasks);
        var target = Directory.CreateDirectory(Path.Combine(_folder, "export")).FullName;
        var tables = StudyTables
            .All.Select(table => table.Data(StudyResults.Load(study.Path).Rows(table)))
            .Where(table => table.Rows > 0)
            .ToArray();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => new NpzExporter().WriteAsync(target, tables, Stop))));
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReportWriter.WriteAsync(study.Path, cancellation: Stop))));
        Assert.Empty(Directory.GetFiles(_folder, "*.part", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [StoreRow(20)]
    public async Task Parts_that_are_removed_meanwhile_are_told_and_computed_again(bool tasks)
    {
        var study = Open(changes: ["network.units=300", "task.assembly_size=20"]);
        void Remove() => File.Delete(Parts(study)[0]);
        if (tasks)
        {
            _ = study.Work(1, Patience, cancellation: Stop);
            Remove();
            Assert.False(study.Count(Stop).IsComplete);
            Assert.Equal(1, study.Run(1, cancellation: Stop));
            Assert.True(study.Status(Stop).IsComplete);
            return;
        }

        var removed = 0;
        study.Run(
            1,
            _ =>
            {
                if (removed == 0 && Parts(study).Length > 2)
                {
                    Remove();
                    removed++;
                }
            },
            cancellation: Stop
        );
        Assert.Contains("1 of", Assert.Single(study.Remarks), StringComparison.Ordinal);
        Assert.Equal(1, await Compute(study, tasks));
    }
}
