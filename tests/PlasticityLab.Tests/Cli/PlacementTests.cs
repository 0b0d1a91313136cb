using System.Diagnostics;
using System.Text.Json;
using PlasticityLab.Cli;
using PlasticityLab.Cli.Executors;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Cli;

/// <summary>Where a study is computed: what is asked of it, and the commands that share its work.</summary>
[Collection(nameof(Alone))]
public sealed class PlacementTests : IDisposable
{
    private const string Small = """
        name: it's small
        network: { kind: rate, units: 60 }
        task: { kind: chain, items: 4, assembly_size: 8, epochs: 1, free_run: 60 ms, overlapping: false }
        rules: [hebb, stdp]
        seeds: { first: 100, count: 3 }
        sweeps: [{ path: perturbation.noise_factor, values: [0, 2], seeds: 2 }]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public PlacementTests() => File.WriteAllText(Path.Combine(_folder, "s.yaml"), Small);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<(int Code, string Out, string Error)> Run(params string[] words)
    {
        var outcome = await Plasticity.Run(_folder, words, TimeSpan.FromMinutes(2));
        Assert.Null(outcome.Crash);
        return (outcome.Exit!.Value, outcome.Out, outcome.Error);
    }

    private async Task<(int Code, string Out, string Error)> Shell(string line)
    {
        using var process = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", line])
            {
                WorkingDirectory = _folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync(Stop);
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, output, await error);
    }

    [Theory]
    [InlineData("plain/path-1.0_a")]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("it's")]
    [InlineData("''")]
    [InlineData("$HOME `ls` \"x\" \\ * ? ; & | < > ( ) # ! ~ {a,b}")]
    [InlineData("-n")]
    [InlineData("η τ")]
    [InlineData("=x")]
    public async Task A_shell_reads_each_word_as_it_was(string word)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh");
        var (_, output, _) = await Shell($"printf '<%s>' {ShellText.Line(["a", word, "b"])}");
        Assert.Equal($"<a><{word}><b>", output);
    }

    [Fact]
    public void Plain_words_stay_bare() =>
        Assert.Equal("/usr/bin/dotnet study '=x' 'a b'", ShellText.Line(["/usr/bin/dotnet", "study", "=x", "a b"]));

    [Theory]
    [InlineData("--tasks 3", "--tasks needs --on commands or --on slurm")]
    [InlineData("--minutes 30", "--minutes needs --on slurm")]
    [InlineData("-- --account=mine", "needs --on slurm, but \"--account=mine\"")]
    [InlineData("--on commands --minutes 30", "--minutes needs --on slurm")]
    [InlineData("--on commands --events", "--events needs --on local")]
    [InlineData("--on commands --same-build", "--same-build needs --on local")]
    [InlineData("--on commands -- -p main", "needs --on slurm, but \"-p\"")]
    [InlineData("--on pbs", "--on must be one of local, commands, slurm, but is \"pbs\".")]
    [InlineData("--on commands --tasks 0", "--tasks must lie in 1 .. 100000, but is 0.")]
    [InlineData("--on slurm --minutes 1", "--minutes must lie in 5 .. 100000, but is 1.")]
    [InlineData("--on slurm --partition main", "has no option --partition")]
    [InlineData("--on commands --out s.yaml", "s.yaml is a file, but a folder is to be written to.")]
    public async Task What_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(string words, string sentence)
    {
        var (code, output, error) = await Run(["study", "run", "s.yaml", "--no-report", .. words.Split(' ')]);
        Assert.Equal(2, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.Equal([Path.Combine(_folder, "s.yaml")], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var (_, _, error) = await Run("study", "run", "s.yaml", "--on", "commands", "--events", "--minutes", "30", "--", "--account=mine");
        Assert.Equal(3, error.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void Words_behind_the_sign_are_handed_on_and_others_are_not()
    {
        var root = CommandTree.Build();
        string[] line = ["study", "run", "s.yaml", "--on", "slurm", "--", "--account=mine", "-p", "main"];
        Assert.Equal(["--account=mine", "-p", "main"], HandedOn.Words(root.Parse(line)));
        Assert.Empty(Mistakes.Of(root.Parse(line)));
        Assert.Equal(["-p", "main"], HandedOn.Words(root.Parse(["study", "run", "--", "s.yaml", "-p", "main"])));
        Assert.StartsWith(
            "plasticity study run has no use for \"x\"",
            Mistakes.Of(root.Parse(["study", "run", "s.yaml", "x", "--", "-p"])).First()
        );
        Assert.NotEmpty(Mistakes.Of(root.Parse(["study", "plan", "s.yaml", "--", "-p"])));
    }

    [Fact]
    public async Task Printed_commands_compute_the_study_from_anywhere_and_the_last_line_finishes_it()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh");
        var program = ShellText.Word(Path.Combine(AppContext.BaseDirectory, "plasticity.dll"));
        var printed = await Shell($"dotnet {program} study run s.yaml --on commands --tasks 2 --no-report --out 'it'\\''s a place'");
        Assert.True(printed.Code == 0, printed.Error);
        var lines = printed.Out.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal(lines[0], lines[1]);
        Assert.StartsWith("# ", lines[2], StringComparison.Ordinal);
        var folder = Directory.GetDirectories(Path.Combine(_folder, "it's a place"), "it's small-*").Single();

        var both = await Task.WhenAll(lines[..2].Select(line => Shell($"cd / && {line}")));
        Assert.All(both, ended => Assert.True(ended.Code == 0, ended.Error));
        Assert.All(both, ended => Assert.Contains("Ended: everything is computed", ended.Out, StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(folder, "tables")), "a task has written tables");
        Assert.False(File.Exists(Path.Combine(folder, "report.html")));

        var finish = await Shell($"cd / && {lines[2][2..]}");
        Assert.True(finish.Code == 0, finish.Error);
        Assert.Contains("Nothing had to be computed", finish.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("study", "status", folder)).Code);

        // Again: nothing is left, and nothing is written.
        Assert.Contains("everything is computed, 0 runs", (await Shell(lines[0])).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_study_that_takes_no_time_says_so_and_its_commands_are_printed_all_the_same()
    {
        Assert.Equal(0, (await Run("study", "run", "s.yaml", "--no-report", "--quiet")).Code);
        var (code, output, error) = await Run("study", "run", "s.yaml", "--on", "commands", "--set", "seeds.count=4", "--json");
        Assert.Equal(0, code);
        Assert.Contains("This is a small study", error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(Placement.UsualTasks, json.RootElement.GetProperty("commands").GetArrayLength());
        Assert.Contains("study finish", json.RootElement.GetProperty("finish").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_whose_time_is_over_ends_as_cancelled_and_keeps_what_it_has()
    {
        var (code, output, _) = await Run(
            "study",
            "run",
            "s.yaml",
            "--on",
            "commands",
            "--set",
            "seeds.count=100",
            "--set",
            "task.epochs=100",
            "--json"
        );
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var folder = json.RootElement.GetProperty("folder").GetString()!;
        var (stopped, said, _) = await Run("study", "work", folder, "--threads", "1", "--stop-after", "6");
        Assert.Equal(Terminal.Cancelled, stopped);
        Assert.Contains("Ended: its time is over", said, StringComparison.Ordinal);
        var status = await Run("study", "status", folder, "--json");
        using var told = JsonDocument.Parse(status.Out);
        Assert.InRange(told.RootElement.GetProperty("stored").GetInt32(), 1, 199);
    }

    [Fact]
    public void A_copy_of_the_program_is_made_once_for_each_content_and_leaves_results_out()
    {
        var (own, place) = (Directory.CreateDirectory(Path.Combine(_folder, "own")).FullName, Path.Combine(_folder, "copies"));
        void Put(string name, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(own, name))!);
            File.WriteAllText(Path.Combine(own, name), text);
        }

        Put("it.dll", "1");
        Put("de/words.dll", "2");
        Put("runtimes/win-x64/native/lib.dll", "3");
        Put("runtimes/unix/lib/lib.dll", "4");
        Put("runs/s-1/study.resolved.json", "{}");
        var program = new OwnProgram(own, "/usr/bin/dotnet", "it.dll");
        var copy = program.CopyTo(place);
        string[] names =
        [
            .. Directory
                .GetFiles(copy.Folder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(copy.Folder, file))
                .Order(StringComparer.Ordinal),
        ];
        string[] natives = OperatingSystem.IsWindows() ? ["runtimes/win-x64/native/lib.dll"] : [];
        Assert.Equal(["de/words.dll", "it.dll", "runtimes/unix/lib/lib.dll", .. natives], names.Select(name => name.Replace('\\', '/')));
        Assert.Equal(["/usr/bin/dotnet", Path.Combine(copy.Folder, "it.dll"), "version"], copy.Command(["version"]));

        Assert.Equal(copy, program.CopyTo(place));
        Put("it.dll", "another");
        Assert.NotEqual(copy, program.CopyTo(place));
        Assert.Equal("1", File.ReadAllText(Path.Combine(copy.Folder, "it.dll")));
        Assert.Equal(2, Directory.GetFileSystemEntries(place).Length);
        Assert.Equal(["/a/b", "x"], new OwnProgram("/a", null, "b").Command(["x"]));
    }
}
