using System.Diagnostics;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests.Cluster;

/// <summary>A Slurm cluster of three nodes on this machine (tests/tools/slurm-cluster), for all tests of one class. Its largest array has
/// five tasks, so that studies of a few tasks need several.</summary>
public class SlurmCluster : IDisposable
{
    private const string CpusOfANode = "4",
        MaxArraySize = "5",
        SecondsOfMemory = "300";

    private readonly string _folder = Directory.CreateTempSubdirectory("slurm-").FullName;
    private readonly string? _settings;

    public SlurmCluster()
        : this(accounts: false) { }

    /// <summary>Starts a cluster.</summary>
    /// <param name="accounts">Whether it keeps accounts.</param>
    private protected SlurmCluster(bool accounts)
    {
        KeepsAccounts = accounts;
        if (!OperatingSystem.IsLinux())
        {
            Missing = "Slurm runs on Linux";
            return;
        }

        // munged wants a socket that everybody may reach.
        const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            Enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_folder, Read | Enter | UnixFileMode.UserWrite);
        var up = Tool("up", CpusOfANode, MaxArraySize, SecondsOfMemory, accounts ? "dbd" : "none");
        _settings = up.Code == 0 ? up.Out.Trim() : null;
        Missing = up.Code == 0 ? null : $"no Slurm cluster: {up.Error.Trim()}";
    }

    /// <summary>Why there is none; null: there is.</summary>
    public string? Missing { get; }

    /// <summary>Whether it keeps accounts (slurmdbd and a database of its own), which many sites do and sacct needs.</summary>
    public bool KeepsAccounts { get; }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (_settings is not null)
        {
            Tool("down");
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Kills a daemon at once: slurmctld, slurmd.node1, ...</summary>
    public void Kill(string daemon) => Assert.Equal(0, Tool("kill", daemon).Code);

    /// <summary>Starts a daemon again.</summary>
    public void Start(string daemon) => Assert.Equal(0, Tool("start", daemon).Code);

    /// <summary>A node loses its power: its daemon and all that its jobs run are gone at once.</summary>
    public void Crash(string node) => Assert.Equal(0, Tool("crash", node).Code);

    /// <summary>A node stands still, with all that its jobs run.</summary>
    public void Freeze(string node) => Assert.Equal(0, Tool("freeze", node).Code);

    /// <summary>What the jobs of a frozen node run goes on; nobody reaches its daemon, as if it were cut off.</summary>
    public void Wake(string node) => Assert.Equal(0, Tool("wake", node).Code);

    /// <summary>Ends <see cref="Freeze"/> and <see cref="Wake"/>.</summary>
    public void Thaw(string node) => Assert.Equal(0, Tool("thaw", node).Code);

    /// <summary>What a node's jobs run finds a processor with less from now on.</summary>
    public void Narrow(string node) => Assert.Equal(0, Tool("narrow", node).Code);

    /// <summary>Ends <see cref="Narrow"/>.</summary>
    public void Widen(string node) => Assert.Equal(0, Tool("widen", node).Code);

    /// <summary>Runs a program with the cluster's settings.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="words">The program and its words.</param>
    /// <param name="first">A folder that is looked in for programs before all others.</param>
    public Answer Run(string folder, IReadOnlyList<string> words, string? first = null)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SLURM_CONF"] = _settings;
        if (first is not null)
        {
            start.Environment["PATH"] = $"{first}:{Environment.GetEnvironmentVariable("PATH")}";
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>One of Slurm's programs.</summary>
    public string Slurm(params string[] words) => Run(_folder, words).Out.Trim();

    private Answer Tool(string action, params string[] words) =>
        Run(
            _folder,
            ["bash", Path.Combine(TestData.Repository, "tests", "tools", "slurm-cluster"), action, Path.Combine(_folder, "c"), .. words]
        );

    /// <summary>What a program printed and returned.</summary>
    public sealed record Answer(int Code, string Out, string Error);
}

/// <summary>A cluster that keeps accounts.</summary>
public sealed class SlurmClusterWithAccounts() : SlurmCluster(accounts: true);
