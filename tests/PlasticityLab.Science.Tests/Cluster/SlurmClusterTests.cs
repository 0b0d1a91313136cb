using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests.Cluster;

/// <summary>Studies on a real Slurm cluster, undisturbed and with every kind of fault: at the end the tables are those of one process that
/// nobody disturbed, byte for byte.</summary>
public sealed class SlurmClusterTests : IClassFixture<SlurmCluster>, IDisposable
{
    private const string Study = """
        name: it's shared
        network: { kind: rate, units: 60 }
        task: { kind: chain, items: 4, assembly_size: 8, epochs: 1, free_run: 100 ms, overlapping: false }
        rules: [hebb, stdp]
        seeds: { first: 100, count: 50 }
        sweeps: [{ path: perturbation.noise_factor, values: [0, 2], seeds: 25 }]
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(240);
    private static readonly Lock Gate = new();
    private static Dictionary<string, string>? s_alone;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    private SlurmCluster _cluster;

    public SlurmClusterTests(SlurmCluster cluster)
    {
        _cluster = cluster;
        File.WriteAllText(Path.Combine(_folder, "s.yaml"), Study);
    }

    public void Dispose()
    {
        if (_cluster.Missing is null)
        {
            // The next test finds an empty cluster with all its nodes.
            _cluster.Slurm("scancel", "--me");
            _cluster.Slurm("scontrol", "update", "NodeName=ALL", "State=RESUME");
            Until(() => _cluster.Slurm("squeue", "-h").Length == 0, "the queue is empty");
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string Program { get; } =
        Path.Combine(
            TestData.Repository,
            "src/PlasticityLab.Cli/bin",
            Path.Combine(AppContext.BaseDirectory.TrimEnd('/').Split('/')[^2..]),
            "plasticity.dll"
        );

    private SlurmCluster.Answer Plasticity(params string[] words) => PlasticityWith(null, words);

    private SlurmCluster.Answer PlasticityWith(string? first, params string[] words)
    {
        var answer = _cluster.Run(_folder, ["dotnet", Program, .. words], first);
        Assert.True(answer.Code is 0 or 1, answer.Error);
        return answer;
    }

    private static void Until(Func<bool> holds, string what)
    {
        for (var clock = Stopwatch.StartNew(); !holds(); Thread.Sleep(200))
        {
            Assert.True(clock.Elapsed < Limit, $"after {Limit.TotalSeconds} s it still does not hold that {what}");
        }
    }

    // The tables of one process, computed once.
    private Dictionary<string, string> Alone()
    {
        lock (Gate)
        {
            if (s_alone is null)
            {
                Plasticity("study", "run", "s.yaml", "--out", "alone", "--no-report", "--quiet");
                s_alone = Tables(FolderOf("alone"));
            }

            return s_alone;
        }
    }

    private string FolderOf(string place) => Directory.GetDirectories(Path.Combine(_folder, place), "it's shared-*").Single();

    private static Dictionary<string, string> Tables(string study) =>
        Directory
            .GetFiles(Path.Combine(study, "tables"))
            .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    private (string Folder, (int Tasks, int Number)[] Jobs) Submit(int tasks, string? first = null)
    {
        Assert.SkipWhen(_cluster.Missing is not null, _cluster.Missing ?? "");
        _ = Alone();
        var answer = PlasticityWith(
            first,
            ["study", "run", "s.yaml", "--out", "on it's nodes", "--on", "slurm", "--tasks", $"{tasks}", "--no-report", "--json"]
        );
        Assert.True(answer.Code == 0, answer.Error);
        using var json = JsonDocument.Parse(answer.Out);
        return (
            Path.Combine(_folder, json.RootElement.GetProperty("folder").GetString()!),
            [
                .. json
                    .RootElement.GetProperty("jobs")
                    .EnumerateArray()
                    .Select(job => (job.GetProperty("tasks").GetInt32(), job.GetProperty("number").GetInt32())),
            ]
        );
    }

    // Some runs are stored, others are not.
    private static void UntilItIsAtWork(string study)
    {
        Until(() => StudyFolder.Load(study).Count().Stored > 0, "a run is stored");
        Assert.False(StudyFolder.Load(study).Count().IsComplete, "the study was complete before anything could be done to it");
    }

    private void IsAsAlone(string study)
    {
        Until(() => StudyFolder.Load(study).Status().IsComplete, "the study is complete");
        Assert.Equal(Alone(), Tables(study));
        Assert.Equal(0, Plasticity("study", "status", study).Code);
    }

    private static string[] Logs(string study) =>
        [.. Directory.GetFiles(Path.Combine(study, "logs")).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    private static bool HasEnded(string log) => log.Contains("\nEnded: ", StringComparison.Ordinal);

    [Fact]
    public void Eight_tasks_compute_what_one_process_does()
    {
        var (study, jobs) = Submit(8);
        Assert.Equal([5, 3, 0], jobs.Select(job => job.Tasks));
        IsAsAlone(study);
        Until(() => _cluster.Slurm("squeue", "-h").Length == 0, "all tasks have ended");
        Assert.Equal(8, Logs(study).Count(HasEnded));
        Assert.InRange(StudyFolder.Load(study).Status().Count.Stored, 200, 400);
        var again = Plasticity("study", "run", "s.yaml", "--out", "on it's nodes", "--on", "slurm");
        Assert.Contains("is complete; nothing is submitted", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_is_killed_and_another_is_cancelled()
    {
        var (study, jobs) = Submit(3);
        UntilItIsAtWork(study);
        var log = Path.Combine(study, "logs", $"{jobs[0].Number}_1.log");
        Until(() => File.Exists(log) && File.ReadAllText(log).Contains(", process ", StringComparison.Ordinal), "the task has begun");
        var process = File.ReadAllText(log).Split(", process ")[1].Split(',')[0];
        using (var killed = Process.GetProcessById(int.Parse(process, System.Globalization.CultureInfo.InvariantCulture)))
        {
            killed.Kill();
        }

        _cluster.Slurm("scancel", $"{jobs[0].Number}_2");
        Until(
            () =>
                _cluster.Slurm("squeue", "-h", "-r", "--states=all", $"--jobs={jobs[0].Number}_1,{jobs[0].Number}_2", "-o", "%T")
                    is var states
                && states.Contains("FAILED", StringComparison.Ordinal)
                && states.Contains("CANCELLED", StringComparison.Ordinal),
            "Slurm knows of both"
        );
        IsAsAlone(study);
        Assert.False(HasEnded(File.ReadAllText(log)));
        Assert.Matches("Ended: it was stopped|Cancelled\\.", File.ReadAllText(log.Replace("_1.log", "_2.log", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_whole_study_is_cancelled_and_submitted_again()
    {
        var (study, _) = Submit(3);
        UntilItIsAtWork(study);
        var cancel = Plasticity("study", "cancel", study);
        Assert.Contains("Cancelled in Slurm: ", cancel.Out, StringComparison.Ordinal);
        Until(() => _cluster.Slurm("squeue", "-h").Length == 0, "all tasks have ended");
        var status = Plasticity("study", "status", study);
        Assert.Equal(1, status.Code);
        Assert.Contains("cancelled: plasticity study finish", status.Out, StringComparison.Ordinal);
        var again = Plasticity("study", "finish", study, "--on", "slurm", "--tasks", "2", "--no-report");
        Assert.Contains("2 tasks are submitted", again.Out, StringComparison.Ordinal);
        IsAsAlone(study);
    }

    [Fact]
    public void The_daemon_of_a_node_is_killed()
    {
        var (study, _) = Submit(3);
        UntilItIsAtWork(study);
        _cluster.Kill("slurmd.node1");
        Thread.Sleep(2000);
        _cluster.Start("slurmd.node1");
        IsAsAlone(study);
    }

    // What the controller had not yet written down it forgets: the jobs, their numbers, or that they have ended.
    [Fact]
    public void The_controller_is_killed_and_started_again()
    {
        var (study, _) = Submit(3);
        UntilItIsAtWork(study);
        _cluster.Kill("slurmctld");
        Thread.Sleep(2000);
        _cluster.Start("slurmctld");
        _cluster.Slurm("scontrol", "update", "NodeName=ALL", "State=RESUME");
        Plasticity("study", "finish", study, "--on", "slurm", "--tasks", "2", "--no-report");
        Plasticity("study", "finish", study, "--no-report", "--quiet");
        IsAsAlone(study);
    }

    [Fact]
    public void Twelve_tasks_are_three_arrays_where_five_are_the_most_although_every_call_of_sbatch_fails_after_the_job_was_taken()
    {
        Assert.SkipWhen(_cluster.Missing is not null, _cluster.Missing ?? "");
        var place = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        var (wrapper, real) = (Path.Combine(place, "sbatch"), _cluster.Slurm("sh", "-c", "command -v sbatch"));
        File.WriteAllText(
            wrapper,
            $"""
            #!/bin/sh
            '{real}' "$@" >/dev/null
            echo 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation' >&2
            exit 1
            """
        );
        _cluster.Slurm("chmod", "500", wrapper);
        var (study, jobs) = Submit(12, place);
        Assert.Equal([5, 5, 2, 0], jobs.Select(job => job.Tasks));
        Assert.Equal(4, jobs.Select(job => job.Number).Distinct().Count());
        // Nothing was submitted twice: Slurm knows these jobs and no others.
        var known = _cluster.Slurm("squeue", "-h", "-r", "-o", "%F").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(known, job => Assert.Contains(job, jobs.Select(each => $"{each.Number}")));
        Assert.InRange(known.Length, 1, 13);
        IsAsAlone(study);
        Until(() => _cluster.Slurm("squeue", "-h").Length == 0, "all tasks have ended");
        Assert.Equal(12, Logs(study).Count(HasEnded));
    }

    // A task that Slurm starts again waits for up to two minutes.
    private void Hurry()
    {
        foreach (var task in _cluster.Slurm("squeue", "-h", "-r", "-t", "PENDING", "-o", "%i|%r").Split('\n'))
        {
            if (task.EndsWith("|BeginTime", StringComparison.Ordinal))
            {
                _cluster.Slurm("scontrol", "update", $"JobId={task.Split('|')[0]}", "StartTime=now");
            }
        }
    }

    private void IsAsAloneOnceItHasBegunAgain(string study)
    {
        _cluster.Slurm("scontrol", "update", "NodeName=node1", "State=DOWN", "Reason=test");
        Until(
            () =>
            {
                Hurry();
                return Logs(study).Any(log => log.Contains(", started again (1)", StringComparison.Ordinal))
                    || StudyFolder.Load(study).Status().IsComplete;
            },
            "a task has been started again"
        );
        IsAsAlone(study);
    }

    [Fact]
    public void A_node_is_lost()
    {
        var (study, _) = Submit(3);
        UntilItIsAtWork(study);
        _cluster.Crash("node1");
        IsAsAloneOnceItHasBegunAgain(study);
        _cluster.Start("slurmd.node1");
    }

    // Slurm takes a node for dead that is not, and starts its tasks elsewhere. Cut off, the first copies go on beside the second ones; frozen,
    // they sleep over their leases, others do what they were at, and they end it when they wake up.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_copies_of_each_task_work_after_a_node_was_cut_off(bool sleeps)
    {
        var (study, _) = Submit(3);
        UntilItIsAtWork(study);
        try
        {
            if (sleeps)
            {
                _cluster.Freeze("node1");
            }
            else
            {
                _cluster.Cut("node1");
            }

            IsAsAloneOnceItHasBegunAgain(study);
        }
        finally
        {
            _cluster.Thaw("node1");
        }

        _cluster.Slurm("scontrol", "update", "NodeName=node1", "State=RESUME");
        Until(() => _cluster.Slurm("squeue", "-h").Length == 0, "all tasks have ended");
        Until(() => StudyFolder.Load(study).Status().Working == 0, "no copy works any more");
        Assert.Equal(Alone(), Tables(study));
        Assert.Equal(0, StudyFolder.Load(study).Status().Store.Different);
        Assert.Contains("Nothing had to be computed", Plasticity("study", "finish", study, "--no-report").Out, StringComparison.Ordinal);
    }

    // squeue forgets a job some minutes after its end. What became of it say the accounts, where a site keeps them; else the files alone.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_squeue_has_forgotten_the_accounts_tell_where_there_are_any(bool accounts)
    {
        using var own = accounts ? new SlurmCluster(accounts: true) : null;
        var shared = _cluster;
        _cluster = own ?? shared;
        try
        {
            var (study, _) = Submit(3);
            UntilItIsAtWork(study);
            _ = Plasticity("study", "cancel", study);
            Until(() => _cluster.Slurm("squeue", "-h").Length == 0, "all tasks have ended");
            var place = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
            File.WriteAllText(Path.Combine(place, "squeue"), "#!/bin/sh\nexit 0\n");
            _cluster.Slurm("chmod", "500", Path.Combine(place, "squeue"));
            var told = "";
            Until(
                () =>
                {
                    told = PlasticityWith(place, "study", "status", study).Out;
                    return !accounts || told.Contains("CANCELLED", StringComparison.Ordinal);
                },
                "the accounts are written"
            );
            Assert.Equal(accounts, told.Contains("cancelled: plasticity study finish", StringComparison.Ordinal));
            // The job behind the others was never due, so sacct may not list it.
            Assert.True(accounts || told.Contains("lost: plasticity study finish", StringComparison.Ordinal), told);
            _ = Plasticity("study", "finish", study, "--on", "slurm", "--tasks", "2", "--no-report");
            IsAsAlone(study);
        }
        finally
        {
            _cluster = shared;
        }
    }

    [Fact]
    public void A_node_is_examined()
    {
        Assert.SkipWhen(_cluster.Missing is not null, _cluster.Missing ?? "");
        var answer = Plasticity("doctor", "--on", "slurm", "--folder", _folder, "--json", "--", "--nodelist=node2");
        using var json = JsonDocument.Parse(answer.Out);
        Assert.Equal("node2", json.RootElement.GetProperty("machine").GetString());
        var found = json
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .ToDictionary(finding => finding.GetProperty("name").GetString()!);
        Assert.Equal("1", found["cores"].GetProperty("found").GetString());
        Assert.All(
            ["memory", "glibc", "write_permission", "hard_links"],
            name => Assert.True(found[name].GetProperty("ok").GetBoolean(), name)
        );
        Assert.Equal([Path.Combine(_folder, "s.yaml")], Directory.GetFileSystemEntries(_folder));
    }
}
