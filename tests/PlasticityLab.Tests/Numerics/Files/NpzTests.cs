using System.Text;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Tests.Numerics.Files;

public class NpzTests
{
    private static byte[] File(string descr, string order, string shape, byte[] data)
    {
        var header = $"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var path = Path.GetTempFileName();
        var matrix = Matrix.From(3, 2, (i, j) => i + (0.1 * j));
        Npz.Write(path, [new("W", NpyArray.Of(matrix)), new("t", new NpyArray([4], [1, 2, 3, double.NaN]))]);
        var back = Npz.Read(path);
        Assert.Equal(["W", "t"], back.Keys);
        Assert.Equal(matrix.Values, back["W"].ToMatrix().Values);
        Assert.Equal([3, 2], back["W"].Shape);
        System.IO.File.Delete(path);
    }

    [Fact]
    public void Fortran_order_and_other_number_types_are_understood()
    {
        byte[] ints = [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0];
        Assert.Equal([1, 3, 5, 2, 4, 6], Npy.Read(File("'<i2'", "True", "(2, 3)", ints), "x").Values);
        Assert.Equal([1, 2, 3, 4, 5, 6], Npy.Read(File("'<i2'", "False", "(2, 3)", ints), "x").Values);
        Assert.Equal([1.5], Npy.Read(File("'<f4'", "False", "()", BitConverter.GetBytes(1.5f)), "x").Values);
    }

    [Fact]
    public void Pickles_and_files_cut_short_are_refused_with_a_sentence()
    {
        Assert.Contains("never read", Assert.Throws<UserError>(() => Npy.Read(File("'|O'", "False", "(1,)", [1, 2, 3]), "x.npy")).Message);
        Assert.Contains(
            "cut short",
            Assert.Throws<UserError>(() => Npy.Read(File("'<f8'", "False", "(2,)", new byte[9]), "x.npy")).Message
        );
        Assert.Contains(
            "cut short",
            Assert.Throws<UserError>(() => Npy.Read(File("'<f8'", "False", "(2,)", []).AsSpan(0, 40), "x.npy")).Message
        );
        Assert.Contains(
            "big-endian",
            Assert.Throws<UserError>(() => Npy.Read(File("'>f8'", "False", "(1,)", new byte[8]), "x.npy")).Message
        );
        Assert.Contains(
            "nothing may follow",
            Assert.Throws<UserError>(() => Npy.Read(File("'<f8'", "False", "(2,)", new byte[24]), "x.npy")).Message
        );
        Assert.Contains(
            "beyond 2^53",
            Assert.Throws<UserError>(() => Npy.Read(File("'<i8'", "False", "(1,)", BitConverter.GetBytes((1L << 53) + 1)), "x.npy")).Message
        );
        Assert.Equal([-(1L << 53)], Npy.Read(File("'<i8'", "False", "(1,)", BitConverter.GetBytes(-(1L << 53))), "x.npy").Values);
        Assert.Throws<UserError>(() => Npy.Read(File("'<u8'", "False", "(1,)", BitConverter.GetBytes(ulong.MaxValue)), "x.npy"));
        Assert.Contains("does not begin", Assert.Throws<UserError>(() => Npy.Read("hello world, no array"u8, "x.npy")).Message);
    }
}
