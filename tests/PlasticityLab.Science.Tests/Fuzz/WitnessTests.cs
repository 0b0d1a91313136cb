using System.Text;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using Xunit.Sdk;

namespace PlasticityLab.Science.Tests.Fuzz;

/// <summary>The witnesses of the fuzzers see a loss when there is one, and none where all was read.</summary>
public sealed class WitnessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-witness-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string File(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    [Theory]
    [InlineData("1,2\n3,4\n")]
    [InlineData("1;2;\r\n3;4;\r\n")]
    public void Of_a_table(string text)
    {
        var path = File("w.csv", Encoding.UTF8.GetBytes(text));
        TableWitness.Check(path, new Matrix(2, 2, [1, 2, 3, 4]));
        Assert.ThrowsAny<XunitException>(() => TableWitness.Check(path, new Matrix(1, 2, [1, 2])));
        Assert.ThrowsAny<XunitException>(() => TableWitness.Check(path, new Matrix(2, 1, [1, 3])));
        Assert.ThrowsAny<XunitException>(() => TableWitness.Check(path, new Matrix(2, 2, [1, 2, 4, 3])));
    }

    [Fact]
    public void Of_an_array()
    {
        var array = new NpyArray([2, 2], [1, 2, 3, 4]);
        var path = File("w.npy", Npy.Write(array));
        ArrayWitness.CheckFile(path, new Matrix(2, 2, [1, 3, 2, 4]));
        Assert.ThrowsAny<XunitException>(() => ArrayWitness.CheckFile(path, new Matrix(1, 2, [1, 2])));
        Assert.ThrowsAny<XunitException>(() => ArrayWitness.CheckFile(path, new Matrix(2, 2, [1, 2, 3, 5])));

        var archive = Path.Combine(_folder, "w.npz");
        Npz.Write(archive, [new("W", array)]);
        ArrayWitness.CheckArchive(archive, new Matrix(2, 2, [1, 2, 3, 4]));
        Assert.ThrowsAny<XunitException>(() => ArrayWitness.CheckArchive(archive, new Matrix(2, 2, [1, 2, 3, 5])));
    }

    [Fact]
    public void Of_note_text()
    {
        TuneWitness.CheckNotes("C4 D4/8. R:1/3 | E4", Tune.ParseNotes("C4 D4/8. R:1/3 E4"));
        Assert.ThrowsAny<XunitException>(() => TuneWitness.CheckNotes("C4 D4/8. R:1/3 | E4", Tune.ParseNotes("C4 D4/8. E4")));
        Assert.ThrowsAny<XunitException>(() => TuneWitness.CheckNotes("C4 D4 E4", Tune.ParseNotes("C4 E4")));
        Assert.ThrowsAny<XunitException>(() => TuneWitness.CheckNotes("C4 D4 E4", Tune.ParseNotes("C4 D4/2 E4")));
        Assert.ThrowsAny<XunitException>(() => TuneWitness.CheckNotes("R C4", Tune.ParseNotes("C4")));
    }

    [Fact]
    public void Of_abc()
    {
        const string text = "X:1\nT:A\nK:C\n\"G7\"CDE!f!F|% GAB\nw:a b\n";
        TuneWitness.CheckLetters(text, [Tune.ParseNotes("C4 D4 E4 F4")]);
        Assert.ThrowsAny<XunitException>(() => TuneWitness.CheckLetters(text, [Tune.ParseNotes("C4 D4 E4")]));
    }

    [Fact]
    public void Of_midi()
    {
        var bytes = MidiWriter.Write(Tune.ParseNotes("C4 D4 E4"));
        MidiWitness.Check(bytes, Tune.ParseNotes("C4 D4 E4"));
        Assert.ThrowsAny<XunitException>(() => MidiWitness.Check(bytes, Tune.ParseNotes("C4 D4")));
        Assert.ThrowsAny<XunitException>(() => MidiWitness.Check(bytes, Tune.ParseNotes("C4 D4 F4")));
        Assert.ThrowsAny<XunitException>(() => MidiWitness.Check(bytes, Tune.ParseNotes("C4 D4/2 E4")));
        Assert.ThrowsAny<XunitException>(() => MidiWitness.Check([.. bytes, 0], Tune.ParseNotes("C4 D4 E4")));
    }

    // The loop itself: memory on the reader's thread and on others, time, sentences and crashes.
    [Fact]
    public void The_fuzz_loop_sees_what_it_must_not_let_pass()
    {
        static void Take(long bytes)
        {
            var blocks = new List<byte[]>();
            for (long taken = 0; taken < bytes; taken += 1 << 26)
            {
                blocks.Add(GC.AllocateUninitializedArray<byte>(1 << 26));
                Array.Fill(blocks[^1], (byte)1);
            }
        }

        Assert.Null(FuzzTests.Finding(_ => Take(1 << 28), []));
        Assert.StartsWith("took 1", FuzzTests.Finding(_ => Take(5L << 28), []), StringComparison.Ordinal);
        Assert.Matches(
            "^took 1... MiB on all threads$",
            FuzzTests.Finding(_ => Task.Factory.StartNew(() => Take(5L << 28), TaskCreationOptions.LongRunning).Wait(), [])
        );
        Assert.Contains("InvalidOperation", FuzzTests.Finding(_ => throw new InvalidOperationException("x"), []), StringComparison.Ordinal);
        Assert.StartsWith("no sentence", FuzzTests.Finding(_ => throw new UserError(" "), []), StringComparison.Ordinal);
        Assert.Null(FuzzTests.Finding(_ => throw new UserError("The file is empty."), []));
    }
}
