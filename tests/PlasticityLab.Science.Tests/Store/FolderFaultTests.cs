using System.Diagnostics;
using System.Security.Cryptography;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests.Store;

/// <summary>A study whose folder cannot be written to, for want of space or of permission, and one that two people compute: a sentence says
/// what is wrong, nothing is lost, and with space or permission the same command goes on. As one process, and as tasks that share the
/// study. Needs Linux and root, for a small disk and for other users.</summary>
public sealed class FolderFaultTests : IDisposable
{
    private const string Study = """
        name: shared
        network: { units: 60 }
        task: { items: 4, assembly_size: 8, epochs: 1, free_run: 60 ms, overlapping: false }
        rules: [hebb, stdp]
        seeds: { first: 100, count: 20 }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public FolderFaultTests()
    {
        File.WriteAllText(Path.Combine(_folder, "s.yaml"), Study);
        _ = Shell("chmod 755 . && mkdir -m 777 runs alone");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_rows_that_need_whole_processes_or_a_disk_have_a_test() =>
        Assert.Equal([3, 4, 9], StoreRowAttribute.In(typeof(FolderFaultTests).Assembly));

    private (int Code, string Out, string Error) Shell(string script, bool mounts = false)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs Linux and root.");
        var start = new ProcessStartInfo("/usr/bin/env", [.. mounts ? ["unshare", "-m"] : Array.Empty<string>(), "bash", "-c", script])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "plasticity.dll");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private Dictionary<string, string> Tables(string place) =>
        Directory
            .GetFiles(Directory.GetDirectories(Path.Combine(_folder, place), "shared-*").Single() + "/tables")
            .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    private Dictionary<string, string> Alone()
    {
        var (code, _, error) = Shell("dotnet \"$PROGRAM\" study run s.yaml --out alone --no-report --quiet");
        Assert.True(code == 0, error);
        return Tables("alone");
    }

    // Where the disk is full, as a share of what is needed: while the first runs are stored, in the middle, at the tables.
    [Theory]
    [InlineData(0.2, false)]
    [InlineData(0.5, false)]
    [InlineData(0.9, false)]
    [InlineData(0.3, true)]
    [InlineData(0.7, true)]
    [StoreRow(9)]
    public void A_full_disk_ends_it_with_a_sentence_and_with_more_space_it_goes_on(double share, bool tasks)
    {
        var alone = Alone();
        // Tasks write no tables. A small disk in memory gives whole pages.
        var files = new DirectoryInfo(Path.Combine(_folder, "alone", tasks ? "store" : "")).GetFiles("*", SearchOption.AllDirectories);
        var kilobytes = (int)(share * files.Sum(file => (file.Length + 4095) / 4096 * 4));
        var run = "dotnet \"$PROGRAM\" study run s.yaml --out disk --no-report --quiet --threads 2";
        var work = $"{run} --on commands >/dev/null; dotnet \"$PROGRAM\" study work disk/shared-* --threads 1";
        var (code, output, error) = Shell(
            $"""
            mkdir disk && mount -t tmpfs -o size={kilobytes}k none disk || exit 77
            {(tasks ? work : run)}
            echo "ended $?"
            find disk -name '*.part'
            mount -o remount,size=100m disk
            {(tasks ? work + " >/dev/null && dotnet \"$PROGRAM\" study finish disk/shared-* --no-report --quiet" : run)} || exit
            dotnet "$PROGRAM" study status disk/shared-* >/dev/null || exit
            cp -r disk full
            """,
            mounts: true
        );
        Assert.SkipWhen(code == 77, $"No small disk can be mounted here: {error}");
        Assert.True(code == 0, $"{kilobytes} kB: {output}{error}");
        Assert.Contains("ended 1", output, StringComparison.Ordinal);
        Assert.Contains("The disk is full: No space left on device", error, StringComparison.Ordinal);
        Assert.Contains("Make room and give the same command again", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain(".part", output, StringComparison.Ordinal);
        Assert.Equal(alone, Tables("full"));
    }

    // Two people by numbers that no account has, and a group that both are in.
    private static string As(int user, string words, int group = 64_999, string mask = "022") =>
        $"HOME=/nonexistent DOTNET_CLI_HOME=/tmp setpriv --reuid={user} --regid={group} --clear-groups "
        + $"sh -c 'umask {mask}; dotnet \"$PROGRAM\" {words}'";

    private void SkipUnlessOthersMayRead() =>
        Assert.SkipUnless(
            Shell(As(64_001, "--version")).Code == 0,
            "Another user cannot start the program here (setpriv is missing, or the folder of the tests cannot be read by others)."
        );

    [Theory]
    [InlineData("study run s.yaml --out runs --no-report --quiet")]
    [InlineData("study work runs/shared-* --threads 1")]
    [InlineData("study finish runs/shared-* --no-report --quiet")]
    public void Who_may_not_write_is_told_and_may_look(string words)
    {
        SkipUnlessOthersMayRead();
        Assert.Equal(0, Shell("dotnet \"$PROGRAM\" study run s.yaml --out runs --no-report --quiet --on commands; chmod 755 runs").Code);
        var (code, _, error) = Shell(As(64_001, words));
        Assert.Equal(2, code);
        Assert.Matches("denied|cannot be written", error);
        Assert.Contains("runs/", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        var status = Shell(As(64_001, "study status runs/shared-*"));
        Assert.Equal(1, status.Code);
        Assert.Contains("0 of ", status.Out, StringComparison.Ordinal);
        Assert.Equal(0, Shell("dotnet \"$PROGRAM\" study finish runs/shared-* --no-report --quiet").Code);
        Assert.Equal(0, Shell(As(64_001, "study verify runs/shared-* --sample 2")).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_people_of_one_group_compute_it_at_once(bool tasks)
    {
        SkipUnlessOthersMayRead();
        var words = tasks ? "study work runs/shared-* --threads 1" : "study run s.yaml --out runs --no-report --quiet --threads 1";
        string Of(int user, string what) => As(user, what, mask: "002");
        var (code, output, error) = Shell(
            $"""
            chgrp 64999 runs && chmod 2775 runs
            {Of(64_001, "study run s.yaml --out runs --no-report --on commands")} || exit
            {Of(64_001, words)} & first=$!
            {Of(64_002, words)} || exit
            wait $first || exit
            {Of(64_002, "study finish runs/shared-* --no-report --quiet")} || exit
            {Of(64_001, "study status runs/shared-*")}
            """
        );
        Assert.True(code == 0, output + error);
        Assert.Equal(Alone(), Tables("runs"));
    }
}
