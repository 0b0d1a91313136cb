using System.Diagnostics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Cli;

/// <summary>How the program ends when it is stopped, when nobody takes its output, and when no file can be opened any more.</summary>
public sealed class EndingTests : IDisposable
{
    private const string Study = """
        name: ending
        rules: [hebb, stdp]
        network: {units: 200}
        task: {items: 6, assembly_size: 20, epochs: 40}
        seeds: {first: 100, count: 60}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public EndingTests() => File.WriteAllText(Path.Combine(_folder, "s.yaml"), Study);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // By a shell, which closes outputs, sets limits and sends signals.
    private (int Code, string Out, string Error) Shell(string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a POSIX shell.");
        // Whoever runs the tests in the background has an interrupt ignored, and children inherit that: here it is as in a terminal.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT", "/bin/bash"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script.Replace("plasticity", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "plasticity.dll")}'"));
        start.Environment["DOTNET_gcServer"] = "0";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    // The same of one process, and of a task that shares the study with others, as on a cluster.
    private const string Small =
        "--set seeds.count=2 --set task.epochs=1 --set network.units=60 --set task.assembly_size=8 --set 'task.free_run=50 ms'";

    private void Prepare(string settings = "") =>
        Assert.Equal(0, Shell($"plasticity study run s.yaml --out runs {settings} --on commands --no-report").Code);

    [Theory]
    [InlineData("TERM", "0.05", "run s.yaml --out runs")]
    [InlineData("INT", "0.2", "run s.yaml --out runs")]
    [InlineData("TERM", "0.05", "work runs/ending-*")]
    [InlineData("INT", "0.2", "work runs/ending-*")]
    [StoreRow(5)]
    public void Two_signals_end_it_with_130_and_no_trace(string signal, string between, string words)
    {
        Prepare();
        var (code, _, error) = Shell(
            $"set -m; plasticity study {words} --threads 1 & p=$!; until [ -d runs/store ]; do sleep 0.1; done; sleep 0.5; "
                + $"kill -{signal} $p; sleep {between}; kill -{signal} $p 2>/dev/null; wait $p"
        );
        Assert.Equal(130, code);
        Assert.DoesNotContain("   at ", error);
    }

    [Theory]
    [InlineData("rules list")]
    [InlineData("study work runs/ending-* --threads 1")]
    [StoreRow(18)]
    public void Closed_output_is_told(string words)
    {
        Prepare(Small);
        var (code, _, error) = Shell($"plasticity {words} >&-");
        Assert.Equal(1, code);
        Assert.Contains("The output cannot be written", error);
        Assert.DoesNotContain("   at ", error);
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(100, false)]
    [InlineData(140, false)]
    [InlineData(180, false)]
    [InlineData(120, true)]
    [StoreRow(17)]
    public void Too_few_files_are_told_before_anything_is_done(int limit, bool task)
    {
        if (task)
        {
            Prepare(Small);
        }

        var words = task ? "work runs/ending-*" : $"run s.yaml --out runs {Small}";
        var (code, output, error) = Shell($"ulimit -n {limit}; plasticity study {words} --threads 2 --quiet");
        Assert.Equal(1, code);
        Assert.Equal("", output);
        Assert.Matches(
            @"^The system lets this program open [0-9]+ more files, and it needs 160\. Allow it more \(ulimit -n 1024\)\.$",
            error.Trim()
        );
        Assert.Equal(task, Directory.Exists(Path.Combine(_folder, "runs")));
    }

    [Fact]
    public void As_many_files_as_are_asked_for_suffice() =>
        Assert.Equal(0, Shell($"ulimit -n 215; plasticity study run s.yaml --out runs {Small} --threads 2 --quiet").Code);

    // They are taken away while runs are computed.
    [Theory]
    [InlineData(60, false)]
    [InlineData(130, false)]
    [InlineData(100, true)]
    [StoreRow(17)]
    public void Files_that_run_out_are_told_and_the_same_command_goes_on(int limit, bool task)
    {
        const string settings = "--set seeds.count=10";
        if (task)
        {
            Prepare(settings);
        }

        var command =
            $"plasticity study {(task ? "work runs/ending-*" : $"run s.yaml --out runs --no-report {settings}")} --threads 2 --quiet";
        var (code, _, error) = Shell(
            $"{command} & p=$!; "
                + "while kill -0 $p && ! find runs/store/parts runs/store/packs -type f 2> nothing | grep -q .; do sleep 0.05; done; "
                + $"prlimit --pid $p --nofile={limit}; wait $p"
        );
        // 134: the runtime itself needed a file, for a thread or a part, and ended the program before any code of it could; rare, and then
        // it is not an exception of the program's that nobody took.
        Assert.DoesNotContain("Unhandled exception", error);
        if (code != 134)
        {
            Assert.Equal(1, code);
            Assert.Contains("open no more files", error);
            Assert.DoesNotContain("   at ", error);
        }

        Assert.Equal(0, Shell(command).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [StoreRow(19)]
    public void Progress_goes_to_the_error_output(bool task)
    {
        Prepare(Small);
        var (code, output, error) = Shell(
            $"plasticity study {(task ? "work runs/ending-*" : $"run s.yaml --out runs {Small} --no-report")} --threads 1"
        );
        Assert.Equal(0, code);
        Assert.DoesNotContain("left", output);
        Assert.Contains("left", error);
    }

    [Fact]
    public void A_long_analysis_says_what_it_is_at_and_ends_when_it_is_stopped()
    {
        const int n = 1000;
        var random = new RandomStreams(20).Open(StreamPurpose.Analysis);
        var weights = new NpyArray([n, n], [.. Enumerable.Range(0, n * n).Select(_ => 1.5 * random.NextGaussian() / Math.Sqrt(n))]);
        File.WriteAllBytes(Path.Combine(_folder, "w.npy"), Npy.Write(weights));
        var (code, _, error) = Shell(
            "set -m; plasticity analyse dynamics w.npy 2> said & p=$!; while kill -0 $p && ! grep -q Newton said; do sleep 0.2; done; "
                + "kill -INT $p; wait $p; code=$?; cat said >&2; exit $code"
        );
        Assert.Equal(130, code);
        Assert.Matches(
            "equilibria of 1000 variables: Newton start [0-9]+ of at most [0-9]+, [0-9]+ found, 0:[0-9]+; Ctrl-C ends it",
            error
        );
        Assert.Contains("Cancelled", error);
    }
}
