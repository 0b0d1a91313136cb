using System.IO.Compression;
using System.Text;

namespace PlasticityLab.Tests.Cases;

/// <summary>What a stranger hands in: files of other programs, in other encodings, cut, packed, renamed; names that are folders, devices or
/// loops. Each is read right or refused in one sentence, in seconds, and nothing is written but what was asked for.</summary>
[Collection(nameof(Alone))]
public sealed class StrangerTests : IDisposable
{
    private const string Study =
        "name: small\nrules: [hebb]\nnetwork: {units: 60}\ntask: {items: 4, assembly_size: 8, epochs: 1, free_run: 50 ms}\nseeds: {first: 100, count: 2}\n";
    private const string Tune = "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nC D E F|\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-stranger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Utf16(string text) => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)];

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionMode.Compress))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach (var (name, bytes) in entries)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(bytes);
            }
        }

        return packed.ToArray();
    }

    private static byte[] Npy(string shape, string type, byte[] data)
    {
        var header = $"{{'descr': {type}, 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Utf8(header), .. data];
    }

    private static byte[] Doubles(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    // One bit of a stored number, as a bad disk turns it.
    private static byte[] Flipped()
    {
        using var stored = new MemoryStream();
        using (var archive = new ZipArchive(stored, ZipArchiveMode.Create))
        {
            using var stream = archive.CreateEntry("W.npy", CompressionLevel.NoCompression).Open();
            stream.Write(Npy("(2, 2)", "'<f8'", Square));
        }

        var bytes = stored.ToArray();
        bytes[bytes.AsSpan().IndexOf(BitConverter.GetBytes(2.0)) + 6] ^= 0x04;
        return bytes;
    }

    private static byte[] Midi(byte format, params byte[] track) =>
        [.. "MThd"u8, 0, 0, 0, 6, 0, format, 0, 1, 0, 96, .. "MTrk"u8, 0, 0, 0, (byte)track.Length, .. track];

    private static readonly byte[] Notes = [0, 0x90, 60, 90, 96, 60, 0, 0, 62, 90, 96, 62, 0];
    private static readonly byte[] End = [0, 0xFF, 0x2F, 0];
    private static readonly byte[] Square = Doubles(1, 2, 3, 4);
    private static readonly byte[] Matlab =
    [
        .. Utf8("MATLAB 5.0 MAT-file, Platform: GLNXA64".PadRight(124)),
        0,
        1,
        .. "IM"u8,
        .. new byte[200],
    ];

    // Name, content, words (FILE is the name), exit code, what the text must hold.
    private static readonly (string Name, byte[] Bytes, string Words, int Exit, string Text)[] Inputs =
    [
        // Tables
        ("excel.csv", Utf8("\uFEFF0,5;1,25\r\n-2,0;3\r\n"), "analyse structure FILE", 0, "decimal comma"),
        ("excel-unicode.csv", Utf16("0,5\t1,25\r\n-2,0\t3\r\n"), "analyse structure FILE", 0, "decimal comma"),
        ("no-mark.csv", Encoding.Unicode.GetBytes("1,2\n3,4\n"), "analyse structure FILE", 2, "zero bytes"),
        ("header.csv", Utf8("A;B\r\n1;2\r\n3;4\r\n"), "analyse structure FILE", 2, "line of names"),
        ("sep.csv", Utf8("sep=;\r\n1;2\r\n3;4\r\n"), "analyse structure FILE", 2, "line of names"),
        ("pandas.csv", Utf8(",0,1\n0,1.0,2.0\n1,3.0,4.0\n"), "analyse structure FILE", 2, "line 1, column 1: is empty"),
        ("latin-comment.csv", [.. Utf8("# Gr"), 0xF6, 0xDF, .. Utf8("e\n1,2\n3,4\n")], "analyse structure FILE", 0, ""),
        ("old-mac.csv", Utf8("1,2\r3,4\r"), "analyse structure FILE", 0, ""),
        ("thousands.csv", Utf8("1'000,2\n3,4\n"), "analyse structure FILE", 2, "write 1000"),
        ("nbsp.csv", Utf8("1\u00a0000;2\n3;4\n"), "analyse structure FILE", 2, "write 1000"),
        ("money.csv", Utf8("$1,$2\n$3,$4\n"), "analyse structure FILE", 2, "finite number"),
        ("fortran.csv", Utf8("1.0D0 2.0D0\n3.0D0 4.0D0\n"), "analyse structure FILE", 2, "1.0D0"),
        ("python.csv", Utf8("[[1,2],\n [3,4]]\n"), "analyse structure FILE", 2, "finite number"),
        ("formula.csv", Utf8("=1+1,2\n3,4\n"), "analyse structure FILE", 2, "=1\\+1"),
        ("packed.csv", Gzip(Utf8("1,2\n3,4\n")), "analyse structure FILE", 2, "zero bytes"),
        ("w.csv.gz", Gzip(Utf8("1,2\n3,4\n")), "analyse structure FILE", 2, "ends in"),
        ("excel-book.csv", Zip(("xl/workbook.xml", Utf8("<x/>"))), "analyse structure FILE", 2, "zero bytes"),
        ("my weights é🎵.csv", Utf8("1,2\n3,4\n"), "analyse structure FILE", 0, ""),
        // Arrays
        ("m.mat", Matlab, "analyse structure FILE", 2, "ends in"),
        ("matlab.npy", Matlab, "analyse structure FILE", 2, "not a NumPy array file"),
        ("matlab.npz", Matlab, "analyse structure FILE", 2, "not an .npz archive"),
        (
            "pickle.npz",
            Zip(("names.npy", Npy("(2,)", "'|O'", [0x80, 4])), ("W.npy", Npy("(2, 2)", "'<f8'", Square))),
            "analyse structure FILE",
            0,
            ""
        ),
        ("only-pickle.npz", Zip(("W.npy", Npy("(1,)", "'|O'", [0x80, 4]))), "analyse structure FILE", 2, "never read"),
        ("slip.npz", Zip(("../../W.npy", Npy("(2, 2)", "'<f8'", Square))), "analyse structure FILE", 0, ""),
        ("sparse.npz", Zip(("indices.npy", Npy("(2,)", "'<i4'", new byte[8]))), "analyse structure FILE", 2, "has no array W"),
        ("complex.npy", Npy("(1, 1)", "'<c16'", Doubles(1, 2)), "analyse structure FILE", 2, "<c16"),
        ("record.npy", Npy("(2,)", "[('a', '<f8')]", Doubles(1, 2)), "analyse structure FILE", 2, "values of type"),
        ("dates.npy", Npy("(1, 1)", "'<M8[ns]'", Doubles(1)), "analyse structure FILE", 2, "M8"),
        (
            "twice.npy",
            [.. Npy("(2, 2)", "'<f8'", Square), .. Npy("(2, 2)", "'<f8'", Square)],
            "analyse structure FILE",
            2,
            "nothing may follow"
        ),
        ("flipped.npz", Flipped(), "analyse structure FILE", 2, "array W is damaged: its check sum is not that of its bytes"),
        (
            "two-names.npz",
            Zip(("weights.npy", Npy("(2, 2)", "'<f8'", Square)), ("W.npy", Npy("(2, 2)", "'<f8'", Square))),
            "analyse structure FILE",
            0,
            "has the arrays W, weights; W is read"
        ),
        // Tunes
        (
            "session.abc",
            Utf8("X: 1\nT: The Kesh\nS: https://thesession.org/tunes/55\nR: jig\nM: 6/8\nL: 1/8\nK: Gmaj\n|:G3 GAB|A3 ABd:|\n"),
            "tune convert FILE out.notes",
            0,
            "16 notes"
        ),
        ("windows.abc", Utf8(Tune.Replace("\n", "\r\n")), "tune convert FILE out.notes", 0, "4 notes"),
        ("unicode.abc", Utf16(Tune), "tune convert FILE out.notes", 0, "4 notes"),
        ("latin.abc", [.. Utf8("X:1\nT:M"), 0xE9, .. Utf8("lodie\nK:C\nCDEF|\n")], "tune convert FILE out.notes", 0, "Mélodie: 4 notes"),
        (
            "page.abc",
            Utf8("<html><body><pre>\nX:1\nT:x\nK:C\nCDEF|\n</pre></body></html>\n"),
            "tune convert FILE out.notes",
            2,
            "is no music"
        ),
        ("score.abc", Utf8("<?xml version=\"1.0\"?><score-partwise/>"), "tune convert FILE out.notes", 2, "has no tune"),
        (
            "no-number.abc",
            Utf8("T:first\nK:C\nCDEF|\n\n" + Tune),
            "tune convert FILE out.notes",
            0,
            "1 field K: outside of any tune was left out with the music after it(.|\n)*1 line of free text that looks like music was left out"
        ),
        (
            "second-without-number.abc",
            Utf8(Tune + "\nT:second\nK:G\nG A B c\n"),
            "tune convert FILE out.notes",
            0,
            "1 field K: outside of any tune was left out"
        ),
        (
            "open-repeat.abc",
            Utf8(Tune.Replace("E F|", "|: E F|")),
            "tune convert FILE out.notes",
            0,
            "1 repeat that has no end was played once"
        ),
        ("rest-first.notes", Utf8("R/2 C4 D4\n"), "tune convert FILE out.notes", 0, "The 2 quarter notes of silence before the first note"),
        (
            "twice.notes",
            Utf8("% tempo: 90\n% tempo: 60\nC4 D4\n"),
            "tune convert FILE out.notes",
            0,
            "\"tempo: 60\" .line 2. says anew what a line before it has said"
        ),
        ("one-word.notes", Utf8(string.Concat(Enumerable.Repeat("C4", 60_000))), "tune convert FILE out.notes", 2, " … .*is not a note"),
        (
            "unison.mid",
            Midi(0, [0, 0x90, 60, 90, 0, 60, 90, 96, 60, 0, 0, 60, 0, 0, 62, 90, 96, 62, 0, .. End]),
            "tune convert FILE out.notes",
            0,
            "1 key is struck twice at once; it is read as one note"
        ),
        (
            "legato.mid",
            Midi(0, [0, 0x90, 60, 90, 90, 62, 90, 6, 60, 0, 90, 62, 0, .. End]),
            "tune convert FILE out.notes",
            0,
            "1 note sounds on when the next one begins, and ends there"
        ),
        (
            "no-meter.mid",
            Midi(0, [0, 0xFF, 0x58, 4, 0, 2, 24, 8, 0, 0xFF, 0x59, 2, 100, 0, .. Notes, .. End]),
            "tune convert FILE out.notes",
            0,
            "key signature that is none: it was left out(.|\n)*time signature that is none: it was left out"
        ),
        ("two.mid", Midi(2, [.. Notes, .. End]), "tune convert FILE out.notes", 2, "format 2"),
        ("packed.mid", Gzip(Midi(0, [.. Notes, .. End])), "tune convert FILE out.notes", 2, "not a Standard MIDI File"),
        ("sound.mid", [.. "ID3"u8, 3, .. new byte[500]], "tune convert FILE out.notes", 2, "not a Standard MIDI File"),
        (
            "mail.mid",
            [.. Utf8("Content-Type: audio/midi\r\n\r\n"), .. Midi(0, [.. Notes, .. End])],
            "tune convert FILE out.notes",
            0,
            "28 bytes before"
        ),
        ("cut.mid", Midi(0, [.. Notes, .. End])[..^6], "tune convert FILE out.notes", 2, "cut short"),
        ("endless.mid", Midi(0, Notes), "tune convert FILE out.notes", 0, "no end-of-track event"),
        // Studies
        ("tab.yaml", Utf8(Study.Replace("network: ", "network:\n\t")), "study check FILE", 2, "tab"),
        (
            "anchor.yaml",
            Utf8(Study.Replace("network: {", "network: &n {").Replace("{first: 100, count: 2}", "*n")),
            "study check FILE",
            2,
            "seeds.units is not known"
        ),
        ("twice.yaml", Utf8(Study + "network: {units: 70}\n"), "study check FILE", 2, "Duplicate key network"),
        ("huge.yaml", Utf8(Study.Replace("60", new string('6', 400))), "study check FILE", 2, "network.units must be a finite number"),
        ("mark.yaml", [.. Encoding.UTF8.Preamble, .. Utf8(Study)], "study check FILE", 0, "can run"),
        ("windows.yaml", Utf8(Study.Replace("\n", "\r\n")), "study check FILE", 0, "can run"),
        ("utf16.yaml", Utf16(Study), "study check FILE", 0, "can run"),
        ("latin.yaml", [.. Utf8(Study + "title: Gr"), 0xF6, 0xDF, .. Utf8("e\n")], "study check FILE", 2, "no text in UTF-8: byte"),
        ("packed.yaml", Gzip(Utf8(Study)), "study check FILE", 2, "no text in UTF-8"),
        ("page.yaml", Utf8("<!DOCTYPE html><html><body>404</body></html>"), "study check FILE", 2, "must be a mapping"),
        ("two.yaml", Utf8(Study + "---\n" + Study), "study check FILE", 2, "one YAML document"),
        ("greek.yaml", Utf8(Study.Replace("50 ms", "50000 μs")), "study check FILE", 0, "can run"),
        // Systems
        ("python.json", Utf8("{'model': 'tanh_rate'}"), "analyse dynamics FILE", 2, "not readable JSON"),
        (
            "typo.json",
            Utf8("{\"model\": \"ctln\", \"edges_from_to\": [[1, 2], [2, 1]], \"epsilonn\": 0.3}"),
            "analyse dynamics FILE",
            0,
            "\"epsilonn\" of the file is not used"
        ),
        (
            "inside.json",
            Utf8("{\"model\": \"tanh_rate\", \"W\": [[0.5]], \"parameters\": {\"gain\": 3}}"),
            "analyse dynamics FILE",
            2,
            "parameters.gain is not a parameter of the model"
        ),
        (
            "twice.json",
            Utf8("{\"model\": \"tanh_rate\", \"W\": [[0.5]], \"g\": 1, \"parameters\": {\"g\": 3}}"),
            "analyse dynamics FILE",
            2,
            "g stands twice"
        ),
        (
            "other-model.json",
            Utf8("{\"model\": \"tanh_rate\", \"W\": [[0.5]], \"theta\": 3, \"fixed_points\": []}"),
            "analyse dynamics FILE",
            0,
            "\"theta\" of the file is not used(.|\n)*Not used, because no input of the model: fixed_points"
        ),
        (
            "size.json",
            Utf8("{\"model\": \"tanh_rate\", \"W\": [[0.5]], \"n\": 3}"),
            "analyse dynamics FILE",
            2,
            "n must be the number of units that W has, 1"
        ),
        (
            "edges.json",
            Utf8("{\"model\": \"ctln\", \"edges_from_to\": \"all\", \"n\": 3}"),
            "analyse dynamics FILE",
            2,
            "edges_from_to must be a list of pairs"
        ),
        (
            "start.json",
            Utf8("{\"model\": \"tanh_rate\", \"W\": [[0.5]], \"initial_state\": 0.3}"),
            "analyse dynamics FILE",
            2,
            "the initial state must be a list of numbers, but is 0.3"
        ),
        (
            "id.json",
            Utf8("{\"model\": \"tanh_rate\", \"W\": [[0.5]], \"id\": 7}"),
            "analyse dynamics FILE",
            2,
            "id must be a text, but is 7"
        ),
        ("utf16.json", Utf16("{\"model\": \"tanh_rate\", \"W\": [[0.5]]}"), "analyse dynamics FILE", 0, "equilibri|stable|node"),
    ];

    public static TheoryData<string> Names => [.. Inputs.Select(input => input.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_read_right_or_refused_in_a_sentence(string name)
    {
        var (_, bytes, words, exit, text) = Inputs.Single(input => input.Name == name);
        var work = Directory.CreateDirectory(Path.Combine(_folder, "work")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(work, name), bytes, TestContext.Current.CancellationToken);
        var outcome = await Plasticity.Run(
            work,
            [.. words.Split(' ').Select(word => word == "FILE" ? name : word)],
            TimeSpan.FromSeconds(30)
        );
        Assert.True(outcome.Exit == exit, outcome.ToString());
        Assert.Matches(text, outcome.Text);
        if (exit == 2)
        {
            Assert.InRange(outcome.Error.Trim().Split('\n').Length, 1, 4);
        }

        string[] asked = exit == 0 && words.Contains("out.notes", StringComparison.Ordinal) ? [name, "out.notes"] : [name];
        Assert.Equal(
            asked.Order(StringComparer.Ordinal),
            Directory.EnumerateFileSystemEntries(work).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)
        );
        Assert.Equal([work], Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("loop.yaml", "study check", "cannot be read|no such file")]
    [InlineData("loop.csv", "analyse structure", "cannot be read|no such file")]
    [InlineData("dangling.json", "analyse dynamics", "no such file")]
    [InlineData("dangling.abc", "tune learn", "no such file")]
    [InlineData("folder.mid", "tune learn", "is a folder")]
    [InlineData("folder.npz", "analyse structure", "is a folder")]
    [InlineData("/dev/zero", "study check", "larger than 2 MiB")]
    [InlineData("/dev/full", "study check", "larger than 2 MiB")]
    [InlineData("/dev/null", "study check", "must hold one YAML document")]
    public async Task Names_that_are_no_files_are_refused(string name, string verb, string text)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs links and devices.");
        foreach (var ending in new[] { "yaml", "csv" })
        {
            File.CreateSymbolicLink(Path.Combine(_folder, $"loop.{ending}"), Path.Combine(_folder, $"loop.{ending}"));
        }

        foreach (var ending in new[] { "json", "abc" })
        {
            File.CreateSymbolicLink(Path.Combine(_folder, $"dangling.{ending}"), Path.Combine(_folder, "nothing"));
        }

        Directory.CreateDirectory(Path.Combine(_folder, "folder.mid"));
        Directory.CreateDirectory(Path.Combine(_folder, "folder.npz"));
        var outcome = await Plasticity.Run(_folder, [.. verb.Split(' '), name], TimeSpan.FromSeconds(30));
        Assert.True(outcome.Exit == 2, outcome.ToString());
        Assert.Matches(text, outcome.Error);
    }

    // What may not be read also by the superuser: memory that is mapped nowhere, and what has no reader's right where that counts.
    [Theory]
    [InlineData("/proc/self/mem", "study check", "/proc/self/mem cannot be read: ")]
    [InlineData("memory.csv", "analyse structure", "memory.csv cannot be read: ")]
    [InlineData("memory.npz", "analyse structure", "memory.npz cannot be read: ")]
    [InlineData("memory.json", "analyse dynamics", "memory.json cannot be read: ")]
    [InlineData("memory.mid", "tune learn", "memory.mid cannot be read: ")]
    [InlineData("locked.yaml", "study check", "locked.yaml cannot be read: .*denied")]
    [InlineData("locked/w.npy", "analyse structure", "locked/w.npy: there is no such file|cannot be read: .*denied")]
    [InlineData("file.csv/w.csv", "analyse structure", "file.csv/w.csv: there is no such file")]
    public async Task What_may_not_be_read_is_refused(string name, string verb, string text)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Needs /proc and rights of files.");
            return;
        }

        foreach (var ending in new[] { "csv", "npz", "json", "mid" })
        {
            File.CreateSymbolicLink(Path.Combine(_folder, $"memory.{ending}"), "/proc/self/mem");
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "file.csv"), "1,2\n3,4\n", TestContext.Current.CancellationToken);
        var locked = Path.Combine(_folder, "locked.yaml");
        await File.WriteAllTextAsync(locked, Study, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(locked, UnixFileMode.None);
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "locked")).FullName;
        File.SetUnixFileMode(folder, UnixFileMode.None);
        try
        {
            var outcome = await Plasticity.Run(_folder, [.. verb.Split(' '), name], TimeSpan.FromSeconds(30));
            if (name == "locked.yaml" && IsReadable(locked))
            {
                // The superuser may read it.
                Assert.True(outcome.Exit == 0, outcome.ToString());
                return;
            }

            Assert.True(outcome.Exit == 2, outcome.ToString());
            Assert.Matches(text, outcome.Error);
            Assert.Single(outcome.Error.Trim().Split('\n'));
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static bool IsReadable(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    [Fact]
    public async Task A_pipe_without_a_writer_is_no_hang()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs pipes with names.");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_folder, "pipe.csv")]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var outcome = await Plasticity.Run(_folder, ["analyse", "structure", "pipe.csv"], TimeSpan.FromSeconds(20));
        Assert.True(outcome.Exit == 2, outcome.ToString());
        Assert.Matches("pipe.csv is a pipe, and nothing came out of it for 8 s; is its writer running", outcome.Error);
    }
}
