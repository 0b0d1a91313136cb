using System.Diagnostics;
using System.Text;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics.Foundation;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Science.Tests.Fuzz;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests.Tunes;

/// <summary>Damaged tune files give a tune or a sentence: no other exception, no long wait, no flood of memory or words, and no note that is
/// neither read nor told.</summary>
public class TuneFuzzTests
{
    private static readonly int Mutations = Environment.GetEnvironmentVariable("PLASTICITY_LONG") == "1" ? 20_000 : 3_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // Pieces at which readers of these formats have stumbled.
    private static readonly string[] Pieces =
    [
        "|:",
        ":|",
        "::",
        "|1 ",
        "[2,4-6 ",
        "(3::",
        "(9:9:9",
        "[K:",
        "[V:2]",
        "&",
        "-",
        ">>>",
        "Z999999",
        "////////",
        "999999",
        "^^^",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "!",
        "\n\n",
        "\nX:1\n",
        "\nP:((A9)9)9\n",
        "\nK:C exp ^f\n",
        "%%begintext\n",
        "\r",
        "\0",
        "\u0663",
        "C999999/999999",
        "R:9999999999",
        "/0",
        ":1/0",
        "% tempo: 1e9\n",
        "m:~=x\n",
        "|::::::::|",
        "[1-64 ",
        "z",
        "'",
        ",,,,,,,,,,,,",
    ];

    private static readonly byte[][] Bytes =
    [
        [0xFF],
        [0x80],
        [0, 0xFF, 0x2F, 0],
        [0xFF, 0xFF, 0xFF, 0x7F],
        [0xF0, 0x7F],
        "MTrk"u8.ToArray(),
        "MThd"u8.ToArray(),
        [0, 0xF8],
        [0x7F, 0xFF, 0xFF, 0xFF],
        [0x90, 60, 90],
        [0, 0x90, 60, 0],
        [0xFF, 0x51, 3, 0, 0, 1],
    ];

    [Fact]
    public void Abc()
    {
        string[] seeds =
        [
            .. Directory
                .EnumerateFiles(TestData.Path("cases"), "*.abc", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllText),
            .. Enumerable.Range(0, 100).Select(i => new AbcTuneMaker(new RandomStreams(22).Open(StreamPurpose.Patterns, i)).Make(1)),
        ];
        Fuzz(
            1,
            seeds,
            Mutated,
            text =>
            {
                var tunes = AbcReader.Read(text, "x");
                TuneWitness.CheckLetters(text, tunes);
                return tunes.SelectMany(tune => tune.Remarks);
            }
        );
    }

    [Fact]
    public void Note_text()
    {
        string[] seeds =
        [
            .. TuneCollection.Ids.Select(id => TuneCollection.Get(id).ToNotes()),
            "% tempo: 90\n% meter: 3/4\nC4/2. R/4 | Bb3:2/3 F##5/16\n",
        ];
        Fuzz(
            2,
            seeds,
            Mutated,
            text =>
            {
                var tune = NoteText.Parse(text);
                TuneWitness.CheckNotes(text, tune);
                Assert.True(NoteText.Parse(tune.ToNotes()).SameNotes(tune));
                return tune.Remarks;
            }
        );
    }

    [Fact]
    public void Midi()
    {
        byte[][] seeds =
        [
            .. Directory
                .EnumerateFiles(TestData.Path("cases"), "*.mid", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllBytes),
            .. Enumerable.Range(0, 100).Select(i => new MidiFileMaker(new RandomStreams(23).Open(StreamPurpose.Patterns, i)).Clean()),
        ];
        Fuzz(
            3,
            seeds,
            Mutated,
            bytes =>
            {
                var tune = MidiReader.Read(bytes, "x");
                MidiWitness.Check(bytes, tune);
                return tune.Remarks;
            }
        );
    }

    private static void Fuzz<T>(int index, T[] seeds, Func<RandomStream, T, T[], T> mutate, Func<T, IEnumerable<string>> read)
    {
        var random = new RandomStreams(24).Open(StreamPurpose.Analysis, index);
        for (var i = 0; i < Mutations; i++)
        {
            var input = mutate(random, seeds[random.NextInt(seeds.Length)], seeds);
            var (watch, memory) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
            try
            {
                Assert.All(read(input), remark => Assert.InRange(remark.Length, 1, 2000));
            }
            catch (UserError error)
            {
                Assert.InRange(error.Message.Length, 1, 20_000);
            }
            catch (Exception crash)
            {
                Assert.Fail($"mutation {i}: {crash}\n{(input is string text ? text : Convert.ToHexString((byte[])(object)input!))}");
            }

            Assert.True(watch.Elapsed < Longest, $"mutation {i} took {watch.Elapsed}");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - memory, 0, 1L << 30);
        }
    }

    private static string Mutated(RandomStream random, string seed, string[] seeds)
    {
        var text = new StringBuilder(seed);
        for (var k = 1 + random.NextInt(5); k > 0 && text.Length > 0; k--)
        {
            var at = random.NextInt(text.Length);
            var length = Math.Min(text.Length - at, 1 + random.NextInt(12));
            switch (random.NextInt(6))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, Pieces[random.NextInt(Pieces.Length)]);
                    break;
                case 2:
                    text[at] = (char)(random.NextInt(8) == 0 ? random.NextInt(0x10000) : 32 + random.NextInt(95));
                    break;
                case 3:
                    text.Insert(at, text.ToString(at, length));
                    break;
                case 4:
                    var other = seeds[random.NextInt(seeds.Length)];
                    text.Append(other.AsSpan(random.NextInt(other.Length)));
                    break;
                default:
                    text.Length = at;
                    break;
            }
        }

        return text.ToString();
    }

    private static byte[] Mutated(RandomStream random, byte[] seed, byte[][] seeds)
    {
        var bytes = seed.ToList();
        for (var k = 1 + random.NextInt(5); k > 0 && bytes.Count > 0; k--)
        {
            var at = random.NextInt(bytes.Count);
            switch (random.NextInt(5))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + random.NextInt(8)));
                    break;
                case 1:
                    bytes.InsertRange(at, Bytes[random.NextInt(Bytes.Length)]);
                    break;
                case 2:
                    bytes[at] = (byte)random.NextInt(256);
                    break;
                case 3:
                    bytes.AddRange(seeds[random.NextInt(seeds.Length)].Skip(random.NextInt(20)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
