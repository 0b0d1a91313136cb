using System.Diagnostics;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests.Tunes;

/// <summary>Programs that read tunes and were written by others: abc2midi (Debian's abcmidi) and mido (python3-mido).</summary>
internal static class IndependentReaders
{
    private static readonly string[] Pythons = ["/usr/bin/python3", "python3"];

    /// <summary>A note on a track, in ticks.</summary>
    internal readonly record struct TrackNote(int Track, int Pitch, long Start, long End);

    /// <summary>A file as mido reads it.</summary>
    internal sealed record MidoFile(
        string Name,
        int Division,
        TrackNote[] Notes,
        (long Tick, string Value)[] Tempos,
        (long Tick, string Value)[] Meters,
        string? Error
    );

    /// <summary>Skips the test, visibly, where a program is missing.</summary>
    public static void MustBeThere(bool abc)
    {
        Assert.SkipUnless(!abc || Run("abc2midi", "-ver") is { Code: 0 }, "abc2midi is missing (Debian: abcmidi)");
        Assert.SkipUnless(Python() is not null, "mido is missing (Debian: python3-mido)");
    }

    /// <summary>Writes each tune of an ABC text (X:1 .. n) as n.mid into a folder of its own, by one call of abc2midi.</summary>
    public static string ToMidi(string folder, string abc)
    {
        File.WriteAllText(Path.Combine(folder, "t.abc"), abc);
        Run("abc2midi", ["t.abc", "-silent", "-NFER", "-NGRA", "-NGUI"], folder);
        return folder;
    }

    /// <summary>Reads every .mid file of a folder by one call of mido.</summary>
    public static IReadOnlyDictionary<string, MidoFile> ReadMidi(string folder)
    {
        var script = Path.Combine(TestData.Repository, "tests", "tools", "read_midi.py");
        var (code, output) = Run(Python()!, script, folder)!.Value;
        Assert.Equal(0, code);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Line).ToDictionary(file => file.Name);
    }

    private static MidoFile Line(string line)
    {
        var parts = line.Split('\t');
        if (parts[1] == "error")
        {
            return new MidoFile(parts[0], 0, [], [], [], parts[2]);
        }

        return new MidoFile(
            parts[0],
            int.Parse(parts[1]),
            [
                .. Split(parts[2])
                    .Select(x => x.Split(':'))
                    .Select(x => new TrackNote(int.Parse(x[0]), int.Parse(x[1]), long.Parse(x[2]), long.Parse(x[3]))),
            ],
            [.. Split(parts[3]).Select(x => x.Split(':')).Select(x => (long.Parse(x[0]), x[1]))],
            [.. Split(parts[4]).Select(x => x.Split(':')).Select(x => (long.Parse(x[0]), x[1]))],
            null
        );
    }

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string? Python() => Array.Find(Pythons, python => Run(python, "-c", "import mido") is { Code: 0 });

    private static (int Code, string Output)? Run(string program, params string[] arguments) => Run(program, arguments, null);

    private static (int Code, string Output)? Run(string program, string[] arguments, string? folder)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.WorkingDirectory = folder ?? start.WorkingDirectory;
        try
        {
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // no such program
        }
    }
}
