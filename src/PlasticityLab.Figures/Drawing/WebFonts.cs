using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace PlasticityLab.Figures.Drawing;

/// <summary>The shipped typeface as a part of a page: the characters that figures use, as WOFF within a style sheet, so that texts are as
/// wide as they were measured on any machine.</summary>
/// <remarks>TrueType tables as in the OpenType specification 1.9; glyphs keep their numbers, and those that are not used are empty. Hinting
/// and kerning are left out, as the figures use neither. The container is WOFF 1.0 (W3C 2012).</remarks>
public static class WebFonts
{
    /// <summary>The name of the typeface in pages.</summary>
    public const string Family = "PL Sans";

    private static readonly string[] Kept = ["OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"];
    private static readonly Lazy<string> Sheet = new(() =>
        Face("Regular", "") + Face("Bold", "font-weight:bold;") + Face("Italic", "font-style:italic;")
    );

    /// <summary>Three <c>@font-face</c> rules.</summary>
    public static string Css => Sheet.Value;

    /// <summary>Characters that travel: Latin, Greek, punctuation, arrows and mathematical signs.</summary>
    internal static IEnumerable<int> Characters { get; } =
    [
        .. Range(0x20, 0x7E),
        .. Range(0xA0, 0xFF),
        .. Range(0x370, 0x3FF),
        .. Range(0x2010, 0x2044),
        .. Range(0x2070, 0x209C),
        .. Range(0x2190, 0x2199),
        .. Range(0x2200, 0x22FF),
        0xFFFD,
    ];

    private static IEnumerable<int> Range(int from, int to) => Enumerable.Range(from, to - from + 1);

    private static string Face(string style, string look) =>
        $"@font-face{{font-family:'{Family}';{look}src:url(data:font/woff;base64,{Convert.ToBase64String(Woff(Subset(Typefaces.Bytes(style))))}) format('woff')}}\n";

    /// <summary>The tables of a font with the used glyphs only.</summary>
    internal static SortedDictionary<string, byte[]> Subset(byte[] font)
    {
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        for (var i = 0; i < U16(font, 4); i++)
        {
            var (tag, entry) = (Encoding.ASCII.GetString(font, 12 + (16 * i), 4), 12 + (16 * i));
            if (Kept.Contains(tag))
            {
                tables[tag] = font.AsSpan((int)U32(font, entry + 8), (int)U32(font, entry + 12)).ToArray();
            }
        }

        var (glyphs, wide) = (U16(tables["maxp"], 4), U16(tables["head"], 50) == 1);
        int Offset(int glyph) => wide ? (int)U32(tables["loca"], 4 * glyph) : 2 * U16(tables["loca"], 2 * glyph);
        var used = new SortedSet<int> { 0 };
        foreach (var character in Characters)
        {
            Use(GlyphOf(tables["cmap"], character));
        }

        var (loca, glyf) = (new byte[4 * (glyphs + 1)], new MemoryStream());
        for (var glyph = 0; glyph < glyphs; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(4 * glyph), (uint)glyf.Length);
            if (used.Contains(glyph))
            {
                glyf.Write(tables["glyf"], Offset(glyph), Offset(glyph + 1) - Offset(glyph));
                glyf.SetLength((glyf.Length + 3) & ~3L);
                glyf.Position = glyf.Length;
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(4 * glyphs), (uint)glyf.Length);
        (tables["loca"], tables["glyf"]) = (loca, glyf.ToArray());
        BinaryPrimitives.WriteUInt16BigEndian(tables["head"].AsSpan(50), 1);
        tables["post"] = tables["post"].AsSpan(0, 32).ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(tables["post"], 0x00030000);
        return tables;

        // A glyph made of others needs these too.
        void Use(int glyph)
        {
            if (!used.Add(glyph) || Offset(glyph + 1) == Offset(glyph))
            {
                return;
            }

            var (data, at) = (tables["glyf"], Offset(glyph));
            if (unchecked((short)U16(data, at)) >= 0)
            {
                return;
            }

            at += 10;
            int flags;
            do
            {
                flags = U16(data, at);
                Use(U16(data, at + 2));
                at +=
                    4
                    + ((flags & 1) != 0 ? 4 : 2)
                    + (
                        (flags & 8) != 0 ? 2
                        : (flags & 64) != 0 ? 4
                        : (flags & 128) != 0 ? 8
                        : 0
                    );
            } while ((flags & 32) != 0);
        }
    }

    // The character map of format 4: segments of the basic plane.
    private static int GlyphOf(byte[] cmap, int character)
    {
        for (var i = 0; i < U16(cmap, 2); i++)
        {
            var at = (int)U32(cmap, 4 + (8 * i) + 4);
            if (U16(cmap, at) != 4)
            {
                continue;
            }

            var segments = U16(cmap, at + 6) / 2;
            for (var k = 0; k < segments; k++)
            {
                var (end, start) = (U16(cmap, at + 14 + (2 * k)), U16(cmap, at + 16 + (2 * segments) + (2 * k)));
                if (character < start || character > end)
                {
                    continue;
                }

                var (delta, range) = (at + 16 + (4 * segments) + (2 * k), at + 16 + (6 * segments) + (2 * k));
                if (U16(cmap, range) == 0)
                {
                    return (character + U16(cmap, delta)) & 0xFFFF;
                }

                var glyph = U16(cmap, range + U16(cmap, range) + (2 * (character - start)));
                return glyph == 0 ? 0 : (glyph + U16(cmap, delta)) & 0xFFFF;
            }
        }

        return 0;
    }

    private static byte[] Woff(SortedDictionary<string, byte[]> tables)
    {
        var (directory, body) = (new MemoryStream(), new MemoryStream());
        var (start, sfnt) = (44 + (20 * tables.Count), 12 + (16 * tables.Count));
        foreach (var (tag, data) in tables)
        {
            var packed = Packed(data);
            directory.Write(Encoding.ASCII.GetBytes(tag));
            foreach (var value in new[] { (uint)(start + body.Length), (uint)packed.Length, (uint)data.Length, Sum(tag, data) })
            {
                Write(directory, value);
            }

            body.Write(packed);
            body.Write(new byte[(4 - (packed.Length % 4)) % 4]);
            sfnt += (data.Length + 3) & ~3;
        }

        var woff = new MemoryStream();
        woff.Write("wOFF"u8);
        Write(woff, 0x00010000);
        Write(woff, (uint)(start + body.Length));
        Write(woff, (uint)tables.Count << 16);
        Write(woff, (uint)sfnt);
        Write(woff, 0x00010000);
        woff.Write(new byte[20]);
        return [.. woff.ToArray(), .. directory.ToArray(), .. body.ToArray()];
    }

    private static byte[] Packed(byte[] data)
    {
        var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zip.Write(data);
        }

        return packed.Length < data.Length ? packed.ToArray() : data;
    }

    // The check sum of a table: its words added up; that of head without its own total.
    private static uint Sum(string tag, byte[] data)
    {
        uint sum = 0;
        for (var i = 0; i < data.Length; i++)
        {
            sum += tag == "head" && i is >= 8 and < 12 ? 0 : (uint)data[i] << (24 - (8 * (i % 4)));
        }

        return sum;
    }

    private static void Write(Stream stream, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        stream.Write(bytes);
    }

    private static int U16(byte[] data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));

    private static uint U32(byte[] data, int at) => BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at));
}
