using System.Text;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.TextRules;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests.Fuzz;

/// <summary>Every reader of what people hand in, fed with damaged and hostile inputs: it reads or answers with a sentence
/// (<see cref="UserError"/>), within ten seconds and one GiB. What it has read is held against a count of its own that knows nothing of the
/// reader (the witnesses): a row, an array, a note, a name or a value that is neither read nor told is a finding.</summary>
/// <remarks>3,000 inputs a reader, 20,000 when the environment has PLASTICITY_LONG=1. An input that was once a finding is kept in
/// <c>tests/data/hostile/found</c>, named by its reader, and is tried first.</remarks>
public sealed class FuzzTests : IDisposable
{
    private const long MostBytes = 1L << 30;
    private const string Hangs = "hangs: not done within ten seconds";
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static int Inputs => Environment.GetEnvironmentVariable("PLASTICITY_LONG") == "1" ? 20_000 : 3_000;

    [Fact]
    public void Study_files() =>
        Files(
            "study",
            ".yaml",
            path =>
            {
                StudyFile.Read(path);
                ChangeWitness.CheckStudy(File.ReadAllText(path), _folder);
            }
        );

    [Fact]
    public void Study_files_are_written_anew_or_refused() =>
        Files("upgrade", ".yaml", path => StudyFile.Upgrade(Encoding.UTF8.GetString(File.ReadAllBytes(path))), "study");

    [Fact]
    public void Systems() =>
        Files("system", ".json", path => ChangeWitness.CheckSystem(File.ReadAllText(path), path, SystemFile.Read(path)));

    [Fact]
    public void Stored_runs() => Files("run", ".json", path => StoredRun.Read(path));

    [Fact]
    public void Numpy_arrays() => Files("npy", ".npy", path => ArrayWitness.CheckFile(path, MatrixFile.Read(path)));

    [Fact]
    public void Numpy_archives() => Files("npz", ".npz", path => ArrayWitness.CheckArchive(path, MatrixFile.Read(path)));

    [Fact]
    public void Tables() => Files("csv", ".csv", path => TableWitness.Check(path, MatrixFile.Read(path)));

    [Fact]
    public void Note_text() => Files("notes", ".notes", path => TuneWitness.CheckNotes(TableWitness.TextOf(path), TuneFile.Read(path)[0]));

    [Fact]
    public void Abc()
    {
        var before = "";
        Files(
            "abc",
            ".abc",
            path =>
            {
                var (text, other) = (TableWitness.TextOf(path), before);
                before = text;
                TuneWitness.CheckBook(other, text);
                TuneWitness.CheckLetters(text, TuneFile.Read(path));
            }
        );
    }

    [Fact]
    public void Midi() => Files("mid", ".mid", path => MidiWitness.Check(File.ReadAllBytes(path), TuneFile.Read(path)[0]));

    [Fact]
    public void Typed_rules() =>
        Try(
            "rule",
            [
                .. new[]
                {
                    "dw = eta*post.rate*(pre.fast(20 ms) - alpha*w)",
                    "dw = eta*(ap*pre.fast(0.02 s, spikes)*post.spikes - am*post.fast(tau, spikes)*pre.spikes)",
                    "eta*(post.rate - post.slow(500 ms, rate^2))*max(pre.rate, 0)^2 + min(tanh(w), exp(-w))/2",
                    "dw/dt = -0.5*w + ((((pre.change))))",
                }.Select(Encoding.UTF8.GetBytes),
            ],
            bytes =>
            {
                var text = Encoding.UTF8.GetString(bytes);
                var known = new[] { "eta", "alpha", "ap", "am", "tau" };
                TextRule.TimeConstants(text, known);
                TextRule.Compile(text, known.ToDictionary(name => name, _ => 1.0));
            }
        );

    [Fact]
    public void Numbers() =>
        Try(
            "number",
            [.. new[] { "1.5", "-70 mV", "2e-3 s", "1,5", "1 500", "6/8", "20ms", "1e308", "0x10" }.Select(Encoding.UTF8.GetBytes)],
            bytes =>
            {
                var text = Encoding.UTF8.GetString(bytes);
                Quantity.TryNumber(text, out _, out _);
                Quantity.TryWhole(text, out _, out _);
                Quantity.TryFraction(text, out _, out _);
                foreach (var unit in new[] { "s", "Hz", "V", "A", "F", "S", "" })
                {
                    if (Quantity.TryParse(text, unit, out var value, out _))
                    {
                        Assert.True(double.IsFinite(value), $"{text} is read as {value}");
                    }
                }
            }
        );

    [Fact]
    public void Options()
    {
        var tree = CommandTree.Build();
        Try(
            "options",
            [
                .. new[]
                {
                    "study\nrun\nx.yaml\n--set\nseeds.count=5\n--threads\n2\n--json",
                    "analyse\ndynamics\nW.npz\n--model\ntanh_rate\n--set\ng=1.8\n--range\n0.1:2\n--trajectory\n1,2",
                    "spikes\nS2s\n--seconds\n5\n--scale\n0.2\n--seed\n7",
                    "tune\nlearn\na.abc\n--tempo\n90\n--neurons\n512",
                    "memory\ncapacity\n--neurons\n256,512\n--seeds\n3",
                }.Select(Encoding.UTF8.GetBytes),
            ],
            bytes => _ = Mistakes.Of(tree.Parse(Encoding.UTF8.GetString(bytes).Split('\n'))).ToArray()
        );
    }

    private void Files(string reader, string ending, Action<string> read, string? seedsOf = null)
    {
        var path = Path.Combine(_folder, "input" + ending);
        Try(
            reader,
            Seeds(seedsOf ?? reader, ending),
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                read(path);
            }
        );
        // Readers read: nothing stands beside the input.
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    private static byte[][] Seeds(string reader, string ending)
    {
        var folders = new[]
        {
            TestData.Path("cases"),
            TestData.Path("hostile"),
            TestData.Path("golden"),
            Path.Combine(TestData.Repository, "studies"),
        };
        byte[][] files =
        [
            .. folders
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*" + ending, SearchOption.AllDirectories))
                .Where(file => new FileInfo(file).Length < 20_000 && Path.GetFileName(file) != "expected.json")
                .Order(StringComparer.Ordinal)
                .Where(file => reader != "run" || Path.GetFileName(file).StartsWith("run-", StringComparison.Ordinal))
                .Take(120)
                .Select(File.ReadAllBytes),
        ];
        return reader == "run" ? [.. files, Encoding.UTF8.GetBytes(Run.Value)] : files;
    }

    // A run as this version stores it.
    private static readonly Lazy<string> Run = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-fuzz-run-").FullName;
        try
        {
            var study = StudyFile.Parse(
                """
                name: tiny
                rules: [hebb]
                network: { units: 24 }
                task: { items: 3, assembly_size: 4, epochs: 1, free_run: 50 ms }
                seeds: { count: 1 }
                """
            );
            Studies.Execution.StudyFolder.Open(study, folder).Run(1);
            var part = File.ReadAllText(Directory.EnumerateFiles(folder, "*.run.json", SearchOption.AllDirectories).Order().First());
            // Without the line that holds the checksum, which every change would break: then the run itself is read.
            return part[(part.IndexOf('\n') + 1)..];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    private static void Try(string reader, IReadOnlyList<byte[]> seeds, Action<byte[]> read)
    {
        Assert.NotEmpty(seeds);
        var found = TestData.Path("hostile", "found");
        var kept = Directory.Exists(found)
            ? Directory.EnumerateFiles(found, reader + "-*").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            : [];
        var mutator = new Mutator(seeds, new RandomStreams(20).Open(StreamPurpose.Analysis, reader.Sum(c => c)));
        var findings = new List<string>();
        foreach (var input in kept.Concat(seeds).Concat(Enumerable.Range(0, Inputs).Select(_ => mutator.Next())))
        {
            if (Finding(read, input) is { } finding)
            {
                var file = Path.Combine(
                    Path.GetTempPath(),
                    $"{reader}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(input))[..8]}"
                );
                File.WriteAllBytes(file, input);
                findings.Add($"{file}: {finding}");
            }

            if (findings.Count == 20 || findings.Exists(finding => finding.EndsWith(Hangs, StringComparison.Ordinal)))
            {
                break;
            }
        }

        Assert.True(findings.Count == 0, $"Put these files into tests/data/hostile/found:\n{string.Join("\n\n", findings)}");
    }

    /// <summary>What is wrong with how an input is read; null when nothing is.</summary>
    internal static string? Finding(Action<byte[]> read, byte[] input)
    {
        // What further threads of the reader take counts as well, and so does what other tests take meanwhile: it is asked three times.
        var (least, late) = (long.MaxValue, 0);
        for (var k = 0; k < 3; k++)
        {
            var before = GC.GetTotalAllocatedBytes();
            // On a thread of its own, which a hang can be left on. What hangs does so twice; what is late once waited for a compiler, or for
            // other programs.
            var task = Task.Run(() => Problem(read, input));
            if (!task.Wait(MostTime))
            {
                if (++late == 2)
                {
                    return Hangs;
                }

                continue;
            }

            if (task.Result is { } problem)
            {
                return problem;
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes() - before);
            if (least <= MostBytes)
            {
                return null;
            }
        }

        return least == long.MaxValue ? Hangs : $"took {least >> 20} MiB on all threads";
    }

    private static string? Problem(Action<byte[]> read, byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(input);
        }
        catch (UserError error)
        {
            if (string.IsNullOrWhiteSpace(error.Message) || error.Message.Contains("   at ", StringComparison.Ordinal))
            {
                return $"no sentence: {error.Message}";
            }
        }
        catch (Exception error)
        {
            return string.Join('\n', error.ToString().Split('\n').Take(8));
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return bytes > MostBytes ? $"took {bytes >> 20} MiB" : null;
    }
}
