using System.CommandLine;
using System.Diagnostics;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Science.Tests.Fuzz;

/// <summary>Wrong command lines over every verb and option: each ends with an exit code and a sentence, and nothing is written outside the
/// working folder.</summary>
[Collection(nameof(Alone))]
public sealed class HostileCommandTests : IDisposable
{
    private static readonly string[] BadNumbers =
    [
        "",
        "abc",
        "nan",
        "-inf",
        "1,5",
        "1e999",
        "-1e30",
        "99999999999999999999",
        "0x10",
        "\u0001",
        "1 000",
    ];
    private static readonly string[] BadFiles =
    [
        "",
        " ",
        "nowhere",
        ".",
        "a\u0001b",
        "a\0b",
        "nowhere/there.yaml",
        "empty.yaml",
        "zeros.npy",
        "binary.csv",
        "folder.json",
        "binary.npz",
        "empty.mid",
        "binary.abc",
        "/dev/null",
        new('x', 5000),
    ];
    private static readonly string[] BadTexts =
    [
        "",
        " ",
        "\0",
        "\u001b[2J",
        "../../x",
        "a=b=c",
        "=",
        "[",
        "{{",
        "1,5",
        "nan:nan",
        new('y', 3000),
    ];

    private readonly string _outer = Directory.CreateTempSubdirectory("plasticity-hostile-").FullName;

    public void Dispose() => Directory.Delete(_outer, recursive: true);

    [Fact]
    public async Task Every_one_ends_with_a_sentence()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_outer, "a", "b")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "folder.json"));
        await File.WriteAllTextAsync(Path.Combine(folder, "empty.yaml"), "");
        await File.WriteAllTextAsync(Path.Combine(folder, "empty.mid"), "");
        await File.WriteAllBytesAsync(Path.Combine(folder, "zeros.npy"), new byte[4096]);
        foreach (var name in new[] { "binary.csv", "binary.npz", "binary.abc" })
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), [.. Enumerable.Range(0, 3000).Select(k => (byte)(k * 7))]);
        }

        var lines = Lines(CommandTree.Build(), []).DistinctBy(line => string.Join('\n', line.Words)).ToArray();
        Assert.True(lines.Length >= 400, $"{lines.Length} command lines");
        var findings = new List<string>();
        foreach (var (words, refused) in lines)
        {
            var (clock, before) = (Stopwatch.StartNew(), GC.GetTotalAllocatedBytes());
            var outcome = await Plasticity.Run(folder, words, TimeSpan.FromSeconds(60));
            if (
                clock.Elapsed > TimeSpan.FromSeconds(10)
                || GC.GetTotalAllocatedBytes() - before > 1L << 30
                || outcome.Exit is not (0 or 1 or 2 or 3)
                || (refused && outcome.Exit != 2)
                || (outcome.Exit == 2 && outcome.Error.Trim().Length == 0)
            )
            {
                findings.Add(
                    $"{clock.Elapsed.TotalSeconds:F1} s, {(GC.GetTotalAllocatedBytes() - before) >> 20} MiB: {string.Join(' ', words.Select(word => word.Length > 60 ? word[..60] + "…" : $"'{word}'"))}\n{Short(outcome.ToString())}"
                );
            }
        }

        Assert.True(findings.Count == 0, $"{findings.Count} of {lines.Length}:\n{string.Join("\n\n", findings.Take(20))}");
        Assert.Equal([Path.Combine(_outer, "a")], Directory.GetFileSystemEntries(_outer));
        Assert.Equal([folder], Directory.GetFileSystemEntries(Path.Combine(_outer, "a")));
    }

    private static string Short(string text) => text.Length > 900 ? text[..900] : text;

    // Refused: whether the line can only be refused.
    private static IEnumerable<(string[] Words, bool Refused)> Lines(Command command, string[] path)
    {
        foreach (var sub in command.Subcommands.Where(sub => !sub.Hidden))
        {
            foreach (var line in Lines(sub, [.. path, sub.Name]))
            {
                yield return line;
            }
        }

        if (path.Length == 0)
        {
            yield break;
        }

        if (command.Subcommands.Count > 0)
        {
            yield return ([.. path, "nonsense"], true);
            yield return ([.. path, "--nonsense"], true);
            yield break;
        }

        yield return ([.. path, "--no-such-option", "1"], true);
        string[] files = command.Arguments.Count == 0 ? [] : [.. command.Arguments.Select(_ => "nowhere/there.yaml")];
        var needed = command.Arguments.Any(argument => argument.Arity.MinimumNumberOfValues > 0);
        foreach (var bad in command.Arguments.Count == 0 ? [] : BadFiles)
        {
            yield return (
                [.. path, .. command.Arguments.Select(_ => bad)],
                needed && bad is "" or " " or "nowhere" or "." or "a\u0001b" or "a\0b"
            );
        }

        foreach (var option in command.Options.Where(option => !option.Hidden && option.Name is not ("--help" or "--version")))
        {
            var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
            if (type == typeof(bool))
            {
                yield return ([.. path, .. files, option.Name + "=maybe"], true);
            }
            else if (type.IsPrimitive)
            {
                foreach (var bad in BadNumbers)
                {
                    yield return ([.. path, .. files, option.Name, bad], true);
                }
            }
            else if (files.Length > 0)
            {
                foreach (var bad in BadTexts)
                {
                    yield return ([.. path, .. files, option.Name, bad], false);
                }
            }
        }
    }
}
