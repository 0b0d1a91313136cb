using System.IO.Compression;
using System.Text;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Tests.Numerics.Files;

/// <summary>Headers as other programs write them, and headers that lie.</summary>
public sealed class NpyShapeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Bytes(string header, int data)
    {
        var text = header.PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text), .. new byte[data]];
    }

    private static byte[] Shape(string shape, int data = 32) =>
        Bytes($"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}", data);

    [Theory]
    [InlineData("{\"descr\": \"<f8\", \"fortran_order\": False, \"shape\": (2, 2)}")]
    [InlineData("{'shape': (2, 2), 'fortran_order': False, 'descr': '<f8'}")]
    [InlineData("{'descr': u'<f8', u'fortran_order': False, 'shape': (2L, 2L), }")]
    [InlineData("{'descr': b'<f8', 'fortran_order': False, 'shape': (2,2,)}")]
    [InlineData("  { 'descr' : '<f8' ,\t'fortran_order':False,\n'shape' :( 2 , 2 ) }  ")]
    [InlineData("{'descr': '=f8', 'fortran_order': False, 'shape': [2, 2]}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (0_2, +2)}")]
    public void Every_spelling_of_the_header_is_read(string header) => Assert.Equal([2, 2], Npy.Read(Bytes(header, 32), "x").Shape);

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)")]
    [InlineData("{'descr': '<f8', 'fortran_order': maybe, 'shape': (2, 2)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 'x')}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 99999999999999999999)}")]
    [InlineData("{'descr': '<f8, 'fortran_order': False, 'shape': (2, 2)}")]
    [InlineData("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,)}")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (2, 2)}")]
    [InlineData("{'descr': '<', 'fortran_order': False, 'shape': (2, 2)}")]
    [InlineData("{'descr': '<f-8', 'fortran_order': False, 'shape': (2, 2)}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("")]
    public void What_is_no_header_is_refused(string header) => Assert.Throws<UserError>(() => Npy.Read(Bytes(header, 32), "x"));

    [Theory]
    [InlineData("<f4", 4, true)]
    [InlineData("<f8", 8, false)]
    [InlineData("<f2", 2, false)]
    [InlineData("<i4", 4, false)]
    public void An_array_in_single_precision_stays_so_when_written_again(string type, int size, bool isSingle)
    {
        var array = Npy.Read(Bytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': (3,)}}", 3 * size), "x");
        Assert.Equal(isSingle, array.IsSingle);
        Assert.Equal((isSingle ? 4 : 8) * 3, Npy.Write(array).Length % 64);
    }

    [Theory]
    [InlineData("(-1,)")]
    [InlineData("(-4, 4)")]
    [InlineData("(-2, -2)")]
    [InlineData("(4, -1)")]
    [InlineData("(0, -4)")]
    [InlineData("(2147483648, 0)")]
    [InlineData("(4294967296, 4294967296)")]
    [InlineData("(2147483647, 2147483647, 2147483647)")]
    [InlineData("(65536, 65536)")]
    [InlineData("(1, 100000000)")]
    [InlineData("(5,)")]
    public void A_shape_that_cannot_be_is_refused(string shape) => Assert.Throws<UserError>(() => Npy.Read(Shape(shape), "x"));

    [Fact]
    public void An_array_of_no_numbers_is_no_matrix() =>
        Assert.Contains(
            "no numbers",
            Assert.Throws<UserError>(() => Npy.Read(Shape("(0, 2147483647)").AsSpan()[..^32].ToArray(), "x").ToMatrix("x")).Message
        );

    [Fact]
    public void Only_the_array_that_is_asked_for_must_be_readable()
    {
        var path = Archive(
            ("bad", [1, 2, 3]),
            ("text", Bytes("{'descr': '<U4', 'fortran_order': False, 'shape': (2,)}", 32)),
            ("pickle", Bytes("{'descr': '|O', 'fortran_order': False, 'shape': (2,)}", 32)),
            ("times", Bytes("{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (2,)}", 16)),
            ("huge", Shape("(99999999, 99999999)")),
            ("W", Shape("(2, 2)")),
            ("readme", Encoding.ASCII.GetBytes("hello"))
        );
        using var archive = NpzArchive.Open(path);
        Assert.Equal([2, 2], archive.Read("W").Shape);
        foreach (var other in new[] { "bad", "text", "pickle", "times", "huge", "readme", "nothing" })
        {
            Assert.Throws<UserError>(() => archive.Read(other));
        }
    }

    [Fact]
    public void A_small_archive_that_unpacks_to_gigabytes_is_not_unpacked()
    {
        var path = Path.Combine(_folder, "bomb.npz");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var stream = zip.CreateEntry("W.npy", CompressionLevel.Fastest).Open();
            stream.Write(Shape("(2, 2)"));
            var zeros = new byte[1 << 20];
            for (var k = 0; k < 300; k++)
            {
                stream.Write(zeros);
            }
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        using var archive = NpzArchive.Open(path);
        Assert.Contains("nothing may follow", Assert.Throws<UserError>(() => archive.Read("W")).Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20 << 20);
    }

    [Fact]
    public void Two_arrays_of_one_name_and_a_cut_archive_are_refused()
    {
        var path = Archive(("W", Shape("(2, 2)")), ("W", Shape("(4,)")));
        using (var archive = NpzArchive.Open(path))
        {
            Assert.Contains("2 times", Assert.Throws<UserError>(() => archive.Read("W")).Message);
        }

        var bytes = System.IO.File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 1, 30, bytes.Length / 2, bytes.Length - 1 })
        {
            System.IO.File.WriteAllBytes(path, bytes[..length]);
            Assert.Throws<UserError>(() => NpzArchive.Open(path));
        }
    }

    private string Archive(params (string Name, byte[] Content)[] arrays)
    {
        var path = Path.Combine(_folder, "a.npz");
        System.IO.File.Delete(path);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in arrays)
        {
            using var stream = zip.CreateEntry(name + ".npy").Open();
            stream.Write(content);
        }

        return path;
    }
}
