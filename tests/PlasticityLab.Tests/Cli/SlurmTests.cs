using System.Text.Json;
using PlasticityLab.Cli.Executors;
using PlasticityLab.Cli.Slurm;
using PlasticityLab.Numerics;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Cli;

/// <summary>Slurm as far as it can be tested without one: what its programs print, what is asked of sbatch, what is thought of a task.
/// The whole of it runs on a cluster in SlurmClusterTests.</summary>
[Collection(nameof(Alone))]
public sealed class SlurmTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Directory.Delete(_folder, recursive: true);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("12\n", 12)]
    [InlineData("12;cluster\n", 12)]
    [InlineData("Welcome to our cluster\n4711\n", 4711)]
    [InlineData("", null)]
    [InlineData("Submitted\n", null)]
    public void The_number_of_a_job_is_read(string printed, int? number) => Assert.Equal(number, SlurmText.JobOf(printed));

    // Printed by Slurm 22.05.8.
    [Fact]
    public void What_squeue_prints_is_read()
    {
        const string Printed = """
            2|0|COMPLETED|None|node1|plab-small-1a2b3c4d
            2|1|RUNNING|None|node1|plab-small-1a2b3c4d
            2|2|PENDING|Resources||plab-small-1a2b3c4d
            2|3|PENDING|JobHeldUser||plab-small-1a2b3c4d
            3|N/A|PENDING|Dependency||plab-small-1a2b3c4d-finish

            """;
        Assert.Equal(
            [
                new(2, 0, "COMPLETED", "", "node1", "plab-small-1a2b3c4d"),
                new(2, 1, "RUNNING", "", "node1", "plab-small-1a2b3c4d"),
                new(2, 2, "PENDING", "Resources", "", "plab-small-1a2b3c4d"),
                new(2, 3, "PENDING", "JobHeldUser", "", "plab-small-1a2b3c4d"),
                new(3, null, "PENDING", "Dependency", "", "plab-small-1a2b3c4d-finish"),
            ],
            SlurmText.Queue(Printed)
        );
        Assert.Equal(["2_0", "2_1", "2_2", "2_3", "3"], SlurmText.Queue(Printed).Select(task => task.Id));
        Assert.Empty(SlurmText.Queue("slurm_load_jobs error: Unable to contact slurm controller\n"));
    }

    [Fact]
    public void What_sacct_prints_is_read_ranges_and_who_cancelled_too()
    {
        const string Printed = """
            7_0|plab-x|COMPLETED
            7_1|plab-x|CANCELLED by 1000
            7_[2-3,5%2]|plab-x|CANCELLED by 1000
            8|plab-x-finish|OUT_OF_MEMORY
            """;
        Assert.Equal(["7_0", "7_1", "7_2", "7_3", "7_5", "8"], SlurmText.Accounts(Printed).Select(task => task.Id));
        Assert.Equal(
            ["COMPLETED", "CANCELLED", "CANCELLED", "CANCELLED", "CANCELLED", "OUT_OF_MEMORY"],
            SlurmText.Accounts(Printed).Select(task => task.State)
        );
        Assert.Empty(SlurmText.Accounts("Slurm accounting storage is disabled\n"));
    }

    [Theory]
    [InlineData("MailProg                = /bin/true\nMaxArraySize            = 5\nMaxDBDMsgs              = 20012\n", 5)]
    [InlineData("MaxArraySize            = 100001\n", 100001)]
    [InlineData("", 1001)]
    public void The_largest_array_is_read_or_that_of_a_new_Slurm_taken(string printed, int size) =>
        Assert.Equal(size, SlurmText.MaxArraySize(printed));

    [Theory]
    [InlineData(12, 5, new[] { 5, 5, 2 })]
    [InlineData(5, 5, new[] { 5 })]
    [InlineData(1, 1001, new[] { 1 })]
    [InlineData(2500, 100_001, new[] { 1000, 1000, 500 })]
    [InlineData(1001, 1001, new[] { 1000, 1 })]
    [InlineData(0, 1001, new int[0])]
    public void Tasks_are_split_into_arrays_that_Slurm_takes(int tasks, int most, int[] sizes) =>
        Assert.Equal(sizes, Submission.Split(tasks, most));

    [Fact]
    public void Jobs_of_a_submission_have_names_of_their_own_that_squeue_can_be_asked_for()
    {
        var (one, other) = (Submission.New("it's, a study", 7, 5), Submission.New("it's, a study", 7, 5));
        Assert.Equal(3, one.Jobs.Count);
        Assert.All(one.Jobs.Concat(other.Jobs), job => Assert.Matches("^plab-it-s--a-study-[0-9a-f]{8}(-2|-finish)?$", job.Name));
        Assert.Equal(6, one.Jobs.Concat(other.Jobs).Select(job => job.Name).Distinct().Count());
        Assert.InRange(Submission.New(new string('x', 200), 1, 5).Jobs[0].Name.Length, 10, 64);
        Assert.Equal(9, one.With(one.Jobs[1], 9).Jobs[1].Number);
        Assert.Null(one.With(one.Jobs[1], 9).Jobs[0].Number);
    }

    [Theory]
    [InlineData("--account=mine --partition short --qos=x -p main --mem=4G --exclude=node3 --exclusive", "")]
    [InlineData("--array=0-3", "--array")]
    [InlineData("-a 0-3", "--array")]
    [InlineData("-a0-3", "--array")]
    [InlineData("--arr=0-3", "--array")]
    [InlineData("--job-name x", "--job-name")]
    [InlineData("-Jx", "--job-name")]
    [InlineData("--no-requeue", "--no-requeue")]
    [InlineData("--export=ALL", "--export")]
    [InlineData("--time=10 -o x", "--time --output")]
    [InlineData("script.sh", "belongs to none")]
    [InlineData("--account mine script.sh", "belongs to none")]
    public void Options_that_are_set_already_are_refused_behind_the_sign(string words, string parts)
    {
        string[] problems = [.. SlurmWords.Problems(words.Split(' '))];
        string[] wanted =
            parts.Length == 0 ? []
            : parts.StartsWith('-') ? parts.Split(' ')
            : [parts];
        Assert.Equal(wanted.Length, problems.Length);
        Assert.All(wanted.Zip(problems), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void Words_that_every_job_has_are_refused_when_given_again() =>
        Assert.All(SlurmWords.Common("n", "/a%b", "%j.log", 2, 30), word => Assert.Single(SlurmWords.Problems([word])));

    [Fact]
    public void A_sign_of_sbatch_in_the_name_of_a_folder_means_itself() =>
        Assert.Contains("--output=/a%%b/logs/%j.log", SlurmWords.Common("n", "/a%b", "%j.log", 2, null));

    [Theory]
    [InlineData(false, "PENDING", "Resources", false, "waiting")]
    [InlineData(false, "PENDING", "JobHeldUser", false, "held")]
    [InlineData(false, "PENDING", "launch failed requeued held", false, "held")]
    [InlineData(false, "PENDING", "launch_failed_requeued_held", false, "held")]
    [InlineData(false, "REQUEUE_HOLD", "", false, "held")]
    [InlineData(false, "RUNNING", "", false, "running")]
    [InlineData(false, "COMPLETING", "", false, "running")]
    [InlineData(false, "COMPLETED", "", false, "ended")]
    [InlineData(false, "CANCELLED", "", false, "cancelled")]
    [InlineData(false, "FAILED", "NonZeroExitCode", false, "failed")]
    [InlineData(false, "TIMEOUT", "", false, "failed")]
    [InlineData(false, "OUT_OF_MEMORY", "", false, "failed")]
    [InlineData(false, "NODE_FAIL", "", false, "failed")]
    [InlineData(false, null, "", false, "lost")]
    [InlineData(false, null, "", true, "ended")]
    [InlineData(true, null, "", false, "complete")]
    [InlineData(true, "RUNNING", "", false, "complete")]
    [InlineData(true, "FAILED", "", false, "complete")]
    public void Files_are_believed_before_Slurm(bool complete, string? state, string reason, bool hasEnded, string shown)
    {
        var task = state is null ? null : new SlurmTask(1, 2, state, reason, "", "n");
        var found = TaskState.Of(complete, task, hasEnded, "AGAIN");
        Assert.Equal(shown, found.ShownAs);
        Assert.Equal(shown is "held" or "cancelled" or "failed" or "lost", found.Advice.Contains("AGAIN", StringComparison.Ordinal));
        // A ghost is named.
        Assert.Equal(complete && state == "RUNNING", found is { ShownAs: "complete", Advice.Length: > 0 });
        Assert.Equal(state is not null && shown is "waiting" or "running", !complete && task is not null && TaskState.IsAlive(task));
    }

    [Fact]
    public void A_task_is_the_program_itself_so_that_signals_reach_it_and_ends_before_its_time()
    {
        var program = new OwnProgram("/a b", "/usr/bin/dotnet", "it's.dll");
        var script = TaskScript.Of(program, ["study", "work", "/x"], minutes: 30);
        Assert.StartsWith("#!/bin/sh\n", script, StringComparison.Ordinal);
        Assert.Equal(@"exec /usr/bin/dotnet '/a b/it'\''s.dll' study work /x --stop-after 1740", script.TrimEnd().Split('\n')[^1]);
        Assert.Contains("DOTNET_PROCESSOR_COUNT=\"${SLURM_CPUS_PER_TASK:-1}\"", script, StringComparison.Ordinal);
        Assert.InRange(script.Length, 100, 4000);
        Assert.DoesNotContain("--stop-after", TaskScript.Of(program, ["x"]), StringComparison.Ordinal);
        Assert.EndsWith(" x > '/o u/t'\n", TaskScript.Of(program, ["x"], into: "/o u/t"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Slurm_one_sentence_says_so()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "s.yaml"), "name: s", Stop);
        Environment.SetEnvironmentVariable("PATH", _folder);
        string[][] lines =
        [
            ["doctor", "--on", "slurm", "--folder", _folder, "--", "--array=1-2"],
            ["study", "finish", _folder, "--on", "slurm", "--", "--array=1-2"],
        ];
        foreach (var line in lines)
        {
            var outcome = await Plasticity.Run(_folder, line, TimeSpan.FromMinutes(1));
            Assert.Equal(2, outcome.Exit);
            Assert.Contains("needs sbatch, which is not on the PATH", outcome.Error, StringComparison.Ordinal);
            Assert.Contains("--array cannot be given", outcome.Error, StringComparison.Ordinal);
        }
    }

    // ---- sbatch and squeue as scripts

    private void Fake(string name, string script)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, "#!/bin/sh\n" + script.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Environment.SetEnvironmentVariable("PATH", $"{_folder}:{_path}");
    }

    private int Calls(string name) =>
        File.Exists(Path.Combine(_folder, name + ".calls")) ? File.ReadAllLines(Path.Combine(_folder, name + ".calls")).Length : 0;

    // Each call of sbatch leaves a line; from the call on that is named it takes the job, and says so from another one on.
    private void Cluster(
        int takes,
        int says,
        string error = "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation"
    )
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh");
        Fake(
            "sbatch",
            $"""
            echo "$*" >> '{_folder}/sbatch.calls'
            n=$(wc -l < '{_folder}/sbatch.calls')
            [ $n -ge {takes} ] && touch '{_folder}/taken'
            [ $n -ge {says} ] && echo 41 && exit 0
            echo '{error}' >&2
            exit 1
            """
        );
        Fake(
            "squeue",
            $"""
            echo "$*" >> '{_folder}/squeue.calls'
            [ -e '{_folder}/taken' ] && echo '41|0|PENDING|None||plab-x-1' && echo '7|0|RUNNING|None||plab-x-12'
            exit 0
            """
        );
    }

    private async Task<(int? Number, string Said, double[] Waits)> Submit()
    {
        var waits = new List<double>();
        var submitter = new Submitter(
            (time, _) =>
            {
                waits.Add(time.TotalSeconds);
                return Task.CompletedTask;
            }
        );
        try
        {
            return (await submitter.Submit("plab-x-1", ["--job-name=plab-x-1", "s.sh"], Stop), "", [.. waits]);
        }
        catch (UserError error)
        {
            return (null, error.Message, [.. waits]);
        }
    }

    [Fact]
    public async Task A_job_is_submitted_once()
    {
        Cluster(takes: 1, says: 1);
        var (number, _, waits) = await Submit();
        Assert.Equal((41, 1, 0, 0), (number, Calls("sbatch"), Calls("squeue"), waits.Length));
    }

    [Fact]
    public async Task A_job_that_was_taken_although_sbatch_failed_is_found_by_its_name()
    {
        Cluster(takes: 1, says: 9);
        var (number, _, waits) = await Submit();
        Assert.Equal((41, 1, 0), (number, Calls("sbatch"), waits.Length));
        Assert.Contains(
            "--name=plab-x-1 ",
            await File.ReadAllTextAsync(Path.Combine(_folder, "squeue.calls"), Stop),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_busy_controller_is_asked_again_after_30_60_and_120_s()
    {
        Cluster(takes: 3, says: 3);
        var (number, _, waits) = await Submit();
        Assert.Equal((41, 3), (number, Calls("sbatch")));
        Assert.Equal([30.0, 60.0], waits);
    }

    [Fact]
    public async Task What_never_succeeds_ends_after_four_tries_with_what_sbatch_said()
    {
        Cluster(takes: 9, says: 9);
        var (number, said, waits) = await Submit();
        Assert.Equal((null, 4), (number, Calls("sbatch")));
        Assert.Equal([30.0, 60.0, 120.0], waits);
        Assert.Contains("Socket timed out", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_told_at_once()
    {
        Cluster(
            takes: 9,
            says: 9,
            error: "sbatch: error: Batch job submission failed: Invalid account or account/partition combination specified"
        );
        var (number, said, waits) = await Submit();
        Assert.Equal((null, 1, 0), (number, Calls("sbatch"), waits.Length));
        Assert.Contains("Invalid account", said, StringComparison.Ordinal);
        Assert.Contains("--account", said, StringComparison.Ordinal);
    }

    private const string Study = """
        name: small
        network: { kind: rate, units: 60 }
        task: { kind: chain, items: 4, assembly_size: 8, epochs: 1, free_run: 60 ms, overlapping: false }
        rules: [hebb, stdp]
        seeds: { first: 100, count: 3 }
        """;

    [Fact]
    public async Task The_intention_is_written_before_anything_is_submitted_and_all_words_reach_sbatch()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh");
        await File.WriteAllTextAsync(Path.Combine(_folder, "s.yaml"), Study, Stop);
        // The file of the submission as it is when sbatch is called; numbers count up from 50.
        Fake(
            "sbatch",
            $"""
            echo "$*" >> '{_folder}/sbatch.calls'
            n=$(wc -l < '{_folder}/sbatch.calls')
            cp '{_folder}'/runs/small-*/submit/*.json '{_folder}'/seen.$n
            echo $((49 + n))
            """
        );
        Fake("squeue", "exit 0");
        Fake("scontrol", "echo 'MaxArraySize            = 5'");
        var outcome = await Plasticity.Run(
            _folder,
            [
                "study",
                "run",
                "s.yaml",
                "--on",
                "slurm",
                "--tasks",
                "12",
                "--threads",
                "3",
                "--minutes",
                "30",
                "--json",
                "--",
                "--account=mine",
            ],
            TimeSpan.FromMinutes(1)
        );
        Assert.True(outcome.Exit == 0, outcome.ToString());
        using var json = JsonDocument.Parse(outcome.Out);
        Assert.Equal(
            [50, 51, 52, 53],
            json.RootElement.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("number").GetInt32())
        );
        using var seen = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "seen.1"), Stop));
        Assert.All(
            seen.RootElement.GetProperty("jobs").EnumerateArray(),
            job => Assert.Equal(JsonValueKind.Null, job.GetProperty("number").ValueKind)
        );
        var calls = await File.ReadAllLinesAsync(Path.Combine(_folder, "sbatch.calls"), Stop);
        Assert.Equal(4, calls.Length);
        Assert.All(calls, call => Assert.Contains(" --time=30 ", call, StringComparison.Ordinal));
        Assert.All(calls, call => Assert.Contains(" --account=mine ", call, StringComparison.Ordinal));
        Assert.All(calls, call => Assert.Contains(" --cpus-per-task=3 ", call, StringComparison.Ordinal));
        Assert.Equal(
            ["--array=0-4", "--array=0-4", "--array=0-1"],
            calls[..3].Select(call => call.Split(' ').Single(word => word.StartsWith("--array", StringComparison.Ordinal)))
        );
        Assert.Contains(" --dependency=afterany:50:51:52 ", calls[3], StringComparison.Ordinal);
        Assert.Equal(
            4,
            calls.Select(call => call.Split(' ').Single(word => word.StartsWith("--job-name", StringComparison.Ordinal))).Distinct().Count()
        );

        // Slurm has forgotten them all: they are lost, and what is left can be submitted again.
        var folder = Directory.GetDirectories(Path.Combine(_folder, "runs"), "small-*").Single();
        var status = await Plasticity.Run(_folder, ["study", "status", folder], TimeSpan.FromMinutes(1));
        Assert.Equal(1, status.Exit);
        Assert.Matches($@"\n +13  incomplete unknown +lost: plasticity study finish {folder} --on slurm \(50_0, ", status.Out);

        var name = json.RootElement.GetProperty("jobs")[0].GetProperty("name").GetString();
        Fake(
            "squeue",
            $"echo '50|0|RUNNING|None|node1|{name}'; echo '50|1|PENDING|JobHeldUser||{name}'; echo '51|0|RUNNING|None|node1|{name}'"
        );
        Fake("scancel", $"echo \"$*\" >> '{_folder}/scancel.calls'");
        status = await Plasticity.Run(_folder, ["study", "status", folder], TimeSpan.FromMinutes(1));
        Assert.Matches(@"\n +1  incomplete RUNNING +running \(50_0 on node1\)", status.Out);
        Assert.Matches(@"\n +1  incomplete PENDING \(JobHeldUser\) +held: scontrol release", status.Out);
        var again = await Plasticity.Run(_folder, ["study", "finish", folder, "--on", "slurm", "--tasks", "4"], TimeSpan.FromMinutes(1));
        Assert.True(again.Exit == 0, again.ToString());
        Assert.Equal(["50_1"], await File.ReadAllLinesAsync(Path.Combine(_folder, "scancel.calls"), Stop));
        calls = await File.ReadAllLinesAsync(Path.Combine(_folder, "sbatch.calls"), Stop);
        Assert.Equal(6, calls.Length);
        Assert.Contains(" --array=0-2 ", calls[4], StringComparison.Ordinal);
        Assert.Contains(" --dependency=afterany:50:54 ", calls[5], StringComparison.Ordinal);

        var cancel = await Plasticity.Run(_folder, ["study", "cancel", folder], TimeSpan.FromMinutes(1));
        Assert.Contains("Cancelled in Slurm: 50.", cancel.Out, StringComparison.Ordinal);
        Assert.Equal("50", (await File.ReadAllLinesAsync(Path.Combine(_folder, "scancel.calls"), Stop))[^1]);
    }
}
