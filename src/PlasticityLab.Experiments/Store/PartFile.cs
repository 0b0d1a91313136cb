using System.Security.Cryptography;
using System.Text.Json;

namespace PlasticityLab.Experiments.Store;

/// <summary>A part as bytes: one line that says what it is and holds its checksum, then the outcome itself.</summary>
internal static class PartFile
{
    private const string Mark = "plasticity-part 1 ";

    /// <summary>What the first line says. Its own check covers the line, so that a changed arithmetic or name is noticed too.</summary>
    internal sealed record Header(
        string Id,
        string Name,
        string Arithmetic,
        string Build,
        double Seconds,
        long Offset,
        int Length,
        string Sha256,
        string Check = ""
    )
    {
        public static Header Of(Part part, long offset = 0)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(part.Bytes.Span));
            var header = new Header(part.Id, part.Name, part.Arithmetic, part.Build, part.Seconds, offset, part.Bytes.Length, hash);
            return header with { Check = header.OwnCheck() };
        }

        public bool IsWhole(ReadOnlySpan<byte> bytes) =>
            Check == OwnCheck() && bytes.Length == Length && Sha256 == Convert.ToHexStringLower(SHA256.HashData(bytes));

        public Part With(ReadOnlyMemory<byte> bytes) => new(Id, Name, bytes, Arithmetic, Build, Seconds);

        private string OwnCheck() =>
            Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this with { Check = "" })))[..16];
    }

    /// <summary>The first line of a part's file.</summary>
    public static byte[] FirstLine(Part part) => [.. Ascii(Mark), .. JsonSerializer.SerializeToUtf8Bytes(Header.Of(part)), (byte)'\n'];

    /// <summary>Reads a part's file. Null: it is damaged, or none of that name.</summary>
    public static Part? Read(byte[] file, string id, string name)
    {
        var end = Array.IndexOf(file, (byte)'\n');
        if (end < 0 || !file.AsSpan().StartsWith(Ascii(Mark)))
        {
            return null;
        }

        var header = Parse<Header>(file.AsSpan(Mark.Length, end - Mark.Length));
        var bytes = file.AsMemory(end + 1);
        return header is not null && header.Id == id && header.Name == name && header.IsWhole(bytes.Span) ? header.With(bytes) : null;
    }

    /// <summary>Reads JSON; null where it is none.</summary>
    public static T? Parse<T>(ReadOnlySpan<byte> json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
