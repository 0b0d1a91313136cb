using System.Numerics;

namespace PlasticityLab.Simulation.Compiler.Wasm;

/// <summary>Numbers as WebAssembly writes them: seven bits a byte, the lowest first (LEB128).</summary>
internal static class Bytes
{
    public static byte[] Signed(long value)
    {
        var bytes = new List<byte>();
        while (true)
        {
            var low = (byte)(value & 0x7F);
            value >>= 7;
            if ((value == 0 && (low & 0x40) == 0) || (value == -1 && (low & 0x40) != 0))
            {
                bytes.Add(low);
                return [.. bytes];
            }

            bytes.Add((byte)(low | 0x80));
        }
    }

    public static byte[] Unsigned(uint value)
    {
        var bytes = new byte[Math.Max(1, (BitOperations.Log2(value) / 7) + 1)];
        for (var k = 0; k < bytes.Length; k++)
        {
            bytes[k] = (byte)(((value >> (7 * k)) & 0x7F) | (k < bytes.Length - 1 ? 0x80u : 0));
        }

        return bytes;
    }

    /// <summary>A list behind its length.</summary>
    public static byte[] List(IReadOnlyCollection<byte[]> items) => [.. Unsigned((uint)items.Count), .. items.SelectMany(item => item)];

    /// <summary>Bytes behind their number.</summary>
    public static byte[] Sized(byte[] content) => [.. Unsigned((uint)content.Length), .. content];
}
