using System.Buffers.Binary;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Figures.Drawing;

/// <summary>Says in a PNG how large it is in print: chunk pHYs (PNG specification, third edition, 11.3.4.3), dots a metre.</summary>
internal static class PngDensity
{
    private const int AfterHeader = 8 + 25;

    /// <summary>The picture with its density [dots an inch]; the chunk stands after the header, before the data.</summary>
    public static byte[] Set(byte[] png, double dpi)
    {
        var chunk = new byte[21];
        BinaryPrimitives.WriteInt32BigEndian(chunk, 9);
        "pHYs"u8.CopyTo(chunk.AsSpan(4));
        var dots = (int)Math.Round(dpi / 0.0254);
        BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(8), dots);
        BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(12), dots);
        chunk[16] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(17), Crc32.Of(chunk.AsSpan(4, 13)));
        return [.. png.AsSpan(0, AfterHeader), .. chunk, .. png.AsSpan(AfterHeader)];
    }
}
