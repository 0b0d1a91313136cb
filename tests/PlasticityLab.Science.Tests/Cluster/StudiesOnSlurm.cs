using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests.Cluster;

/// <summary>Studies on a real Slurm cluster, undisturbed and with every kind of fault, where a site keeps accounts and where it does not:
/// at the end the tables are those of one process that nobody disturbed, byte for byte.</summary>
public abstract class StudiesOnSlurm : IDisposable
{
    private const string Study = """
        name: it's shared
        network: { kind: rate, units: 60 }
        task: { kind: chain, items: 4, assembly_size: 8, epochs: 4, free_run: 100 ms, overlapping: false }
        rules: [hebb, stdp]
        seeds: { first: 100, count: 50 }
        sweeps: [{ path: perturbation.noise_factor, values: [0, 2], seeds: 25 }]
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(240);
    private static readonly Lock Gate = new();
    private static Dictionary<string, string>? s_alone;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;
    private readonly SlurmCluster _cluster;

    protected StudiesOnSlurm(SlurmCluster cluster)
    {
        _cluster = cluster;
        File.WriteAllText(FileOfStudy, Study);
    }

    protected SlurmCluster Cluster => _cluster;

    protected string Folder => _folder;

    protected string FileOfStudy => Path.Combine(_folder, "s.yaml");

    public void Dispose()
    {
        GC.SuppressFinalize(this);
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

    protected SlurmCluster.Answer Plasticity(params string[] words) => PlasticityWith(null, words);

    protected SlurmCluster.Answer PlasticityWith(string? first, params string[] words)
    {
        var answer = _cluster.Run(_folder, ["dotnet", Program, .. words], first);
        Assert.True(answer.Code is 0 or 1, answer.Error);
        return answer;
    }

    protected static void Until(Func<bool> holds, string what)
    {
        for (var clock = Stopwatch.StartNew(); !holds(); Thread.Sleep(200))
        {
            Assert.True(clock.Elapsed < Limit, $"after {Limit.TotalSeconds} s it still does not hold that {what}");
        }
    }

    // The tables of one process, computed once.
    protected Dictionary<string, string> Alone()
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

    protected string FolderOf(string place) => Directory.GetDirectories(Path.Combine(_folder, place), "it's shared-*").Single();

    protected static Dictionary<string, string> Tables(string study) =>
        Directory
            .GetFiles(Path.Combine(study, "tables"))
            .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    protected (string Folder, (int Tasks, int Number)[] Jobs) Submit(int tasks, string? first = null)
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
    protected static void UntilItIsAtWork(string study)
    {
        var folder = StudyFolder.Load(study);
        var count = folder.Count();
        Until(() => (count = folder.Count()).Stored > 0, "a run is stored");
        Assert.False(count.IsComplete, "the study was complete before anything could be done to it");
    }

    protected void IsAsAlone(string study)
    {
        Until(() => StudyFolder.Load(study).Status().IsComplete, "the study is complete");
        // Several may be writing the tables at the end, the same ones: until the last of them has, the study is not complete.
        Until(() => Plasticity("study", "status", study).Code == 0, "status calls it complete");
        Assert.Equal(Alone(), Tables(study));
    }

    protected static string[] Logs(string study) =>
        [.. Directory.GetFiles(Path.Combine(study, "logs")).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    protected static bool HasEnded(string log) => log.Contains("\nEnded: ", StringComparison.Ordinal);

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
        string[] logs = [.. new[] { 1, 2 }.Select(task => Path.Combine(study, "logs", $"{jobs[0].Number}_{task}.log"))];
        // Of a task that is cancelled before it has begun there is nothing to see.
        Until(
            () => logs.All(log => File.Exists(log) && File.ReadAllText(log).Contains(", process ", StringComparison.Ordinal)),
            "both tasks have begun"
        );
        var process = File.ReadAllText(logs[0]).Split(", process ")[1].Split(',')[0];
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
        Assert.False(HasEnded(File.ReadAllText(logs[0])));
        Assert.Matches("Ended: it was stopped|Cancelled\\.", File.ReadAllText(logs[1]));
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

    // The logs of tasks that Slurm has begun a second time, on another node than the one that it takes for dead.
    private string[] UntilItHasBegunAgain(string study)
    {
        _cluster.Slurm("scontrol", "update", "NodeName=node1", "State=DOWN", "Reason=test");
        string[] Again() => [.. Logs(study).Where(log => log.Contains(", started again (1)", StringComparison.Ordinal))];
        Until(
            () =>
            {
                Hurry();
                return Again().Length > 0;
            },
            "a task has been started again"
        );
        return Again();
    }

    [Fact]
    public void A_node_is_lost()
    {
        var (study, _) = Submit(3);
        UntilItIsAtWork(study);
        _cluster.Crash("node1");
        _ = UntilItHasBegunAgain(study);
        IsAsAlone(study);
        _cluster.Start("slurmd.node1");
    }

    // Slurm takes a node for dead that is only cut off, and starts its tasks elsewhere: the first copies go on beside the second ones.
    [Fact]
    public void Two_copies_of_each_task_work_after_a_node_was_cut_off() => TwoCopies(_cluster.Wake);

    /// <summary>Two copies of each task: the first ones stand still until the second ones have begun.</summary>
    /// <param name="then">What happens to their node then.</param>
    protected void TwoCopies(Action<string> then)
    {
        var (study, _) = Submit(3);
        UntilItIsAtWork(study);
        try
        {
            _cluster.Freeze("node1");
            _ = UntilItHasBegunAgain(study);
            Assert.False(StudyFolder.Load(study).Status().IsComplete);
            then("node1");
            IsAsAlone(study);
        }
        finally
        {
            _cluster.Wake("node1");
            _cluster.Thaw("node1");
        }

        Until(() => StudyFolder.Load(study).Status().Working == 0, "no copy works any more");
        _cluster.Slurm("scontrol", "update", "NodeName=node1", "State=RESUME");
        Until(() => _cluster.Slurm("squeue", "-h").Length == 0, "all tasks have ended");
        Assert.Equal(Alone(), Tables(study));
        Assert.Equal(0, StudyFolder.Load(study).Status().Store.Different);
        Assert.Contains("Nothing had to be computed", Plasticity("study", "finish", study, "--no-report").Out, StringComparison.Ordinal);
    }

    // squeue forgets a job some minutes after its end. What became of it say the accounts, where a site keeps them; else the files alone.
    [Fact]
    public void The_whole_study_is_cancelled_forgotten_and_submitted_again()
    {
        var (study, _) = Submit(3);
        UntilItIsAtWork(study);
        var cancel = Plasticity("study", "cancel", study);
        Assert.Contains("Cancelled in Slurm: ", cancel.Out, StringComparison.Ordinal);
        Until(() => _cluster.Slurm("squeue", "-h").Length == 0, "all tasks have ended");
        var status = Plasticity("study", "status", study);
        Assert.Equal(1, status.Code);
        Assert.Contains("cancelled: plasticity study finish", status.Out, StringComparison.Ordinal);

        var place = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        File.WriteAllText(Path.Combine(place, "squeue"), "#!/bin/sh\nexit 0\n");
        _cluster.Slurm("chmod", "500", Path.Combine(place, "squeue"));
        var told = "";
        Until(
            () =>
            {
                told = PlasticityWith(place, "study", "status", study).Out;
                return !_cluster.KeepsAccounts || told.Contains("CANCELLED", StringComparison.Ordinal);
            },
            "the accounts are written"
        );
        Assert.Equal(_cluster.KeepsAccounts, told.Contains("cancelled: plasticity study finish", StringComparison.Ordinal));
        // The job behind the others was never due, so sacct may not list it.
        Assert.True(_cluster.KeepsAccounts || told.Contains("lost: plasticity study finish", StringComparison.Ordinal), told);
        var again = Plasticity("study", "finish", study, "--on", "slurm", "--tasks", "2", "--no-report");
        Assert.Contains("2 tasks are submitted", again.Out, StringComparison.Ordinal);
        IsAsAlone(study);
    }
}
