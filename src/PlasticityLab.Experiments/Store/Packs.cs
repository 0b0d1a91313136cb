using System.Text.Json;

namespace PlasticityLab.Experiments.Store;

/// <summary>Parts of many short jobs in one file: written once, then never changed. A hundred thousand runs of ten milliseconds would
/// otherwise be a hundred thousand files.</summary>
internal sealed class Packs(string folder)
{
    private const string Mark = "plasticity-pack 1 ";

    // Stamps of folders are as coarse as the kernel's tick: a change this shortly before the last look may have been missed.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = [];
    private readonly Dictionary<string, List<Place>> _entries = [];
    private readonly Dictionary<string, string> _words = []; // names, arithmetics and builds: a few, each said of every outcome
    private DateTime _stamp;
    private DateTime _looked;

    // Where an outcome lies: the file, the first byte there, and what its line says.
    private sealed record Place(string File, long From, PartFile.Header Header);

    /// <summary>A pack that is to be written.</summary>
    /// <param name="Headers">What it says of each outcome.</param>
    /// <param name="Head">The bytes before the outcomes.</param>
    /// <param name="Body">The outcomes one after the other.</param>
    public sealed record Encoded(IReadOnlyList<PartFile.Header> Headers, byte[] Head, byte[] Body);

    /// <summary>Parts as the bytes of a pack.</summary>
    public static Encoded Encode(IReadOnlyList<Part> parts)
    {
        var headers = new List<PartFile.Header>(parts.Count);
        using var rest = new MemoryStream();
        foreach (var part in parts)
        {
            headers.Add(PartFile.Header.Of(part, rest.Length));
            rest.Write(part.Bytes.Span);
        }

        byte[] first = [.. System.Text.Encoding.ASCII.GetBytes(Mark), .. JsonSerializer.SerializeToUtf8Bytes(headers), (byte)'\n'];
        return new(headers, first, rest.ToArray());
    }

    /// <summary>The whole parts of a job that lie in packs.</summary>
    public IReadOnlyList<Part> Find(string id)
    {
        Place[] places;
        lock (_gate)
        {
            places = [.. Places(id)];
        }

        return [.. places.Select(Read).OfType<Part>()];
    }

    /// <summary>Many parts, in the order asked: the folder is looked at once, after the question was put.</summary>
    public IReadOnlyList<Part?> Find(IReadOnlyList<(string Id, string Name)> parts)
    {
        var places = new List<Place>[parts.Count];
        lock (_gate)
        {
            if (parts.Any(part => !_entries.ContainsKey(part.Id)))
            {
                Look();
            }

            for (var k = 0; k < places.Length; k++)
            {
                var name = parts[k].Name;
                places[k] = _entries.GetValueOrDefault(parts[k].Id)?.FindAll(place => place.Header.Name == name) ?? [];
            }
        }

        // One of several may be damaged.
        return [.. places.Select(some => some.Select(Read).OfType<Part>().FirstOrDefault())];
    }

    /// <summary>The pack that a part lies in; null when it lies in none.</summary>
    public string? FileOf(string id, string name)
    {
        lock (_gate)
        {
            return Places(id).Find(place => place.Header.Name == name)?.File;
        }
    }

    /// <summary>Counts the outcomes in packs, and the packs that cannot be read, without taking them into the index.</summary>
    public static (int Parts, int Damaged) Count(string folder)
    {
        int?[] counts = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.pack").AsParallel().Select(CountOf)] : [];
        return (counts.Sum() ?? 0, counts.Count(count => count is null));
    }

    // Null: it cannot be read.
    private static int? CountOf(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (Json(FirstLine(stream)) is not { IsEmpty: false } json)
            {
                return null;
            }

            var reader = new Utf8JsonReader(json.Span);
            var count = 0;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    count++;
                    reader.Skip();
                }
            }

            return count;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // What a pack's first line says of its outcomes; nothing where it is no such line.
    private static ReadOnlyMemory<byte> Json(byte[]? line) =>
        line is not null && line.AsSpan().StartsWith(System.Text.Encoding.ASCII.GetBytes(Mark)) ? line.AsMemory(Mark.Length) : default;

    /// <summary>Takes a new pack into the index without reading it.</summary>
    public void Add(string file, Encoded pack)
    {
        lock (_gate)
        {
            if (_seen.Add(file))
            {
                Index(file, pack.Head.Length, pack.Headers);
            }
        }
    }

    private List<Place> Places(string id)
    {
        if (!_entries.ContainsKey(id))
        {
            Look();
        }

        return _entries.GetValueOrDefault(id) ?? [];
    }

    // Packs of other workers may become visible late; what is not seen is computed again, never told wrongly.
    private void Look()
    {
        var stamp = Directory.GetLastWriteTimeUtc(folder);
        if (stamp == _stamp && stamp + Tick < _looked)
        {
            return;
        }

        (_stamp, _looked) = (stamp, DateTime.UtcNow);
        if (Directory.Exists(folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.pack"))
            {
                Index(file);
            }
        }
    }

    private void Index(string file)
    {
        if (!_seen.Add(file))
        {
            return;
        }

        using var stream = File.OpenRead(file);
        var line = FirstLine(stream);
        if (Json(line) is { IsEmpty: false } json && PartFile.Parse<List<PartFile.Header>>(json.Span) is { } headers)
        {
            Index(file, line!.Length + 1, headers);
        }
    }

    private void Index(string file, int start, IEnumerable<PartFile.Header> headers)
    {
        foreach (var header in headers)
        {
            if (!_entries.TryGetValue(header.Id, out var places))
            {
                _entries[header.Id] = places = new(1);
            }

            var shared = header with { Name = Shared(header.Name), Arithmetic = Shared(header.Arithmetic), Build = Shared(header.Build) };
            places.Add(new(file, start + header.Offset, shared));
        }
    }

    private string Shared(string word)
    {
        // Null where the line of a damaged pack lacks it, which its check tells.
        if (word is not null && !_words.TryAdd(word, word))
        {
            return _words[word];
        }

        return word!;
    }

    private static Part? Read(Place place)
    {
        using var stream = File.OpenRead(place.File);
        var length = place.Header.Length;
        if (length < 0 || place.From < 0 || place.From + length > stream.Length)
        {
            return null;
        }

        stream.Position = place.From;
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return place.Header.IsWhole(bytes) ? place.Header.With(bytes) : null;
    }

    // Null: no line ends.
    private static byte[]? FirstLine(Stream stream)
    {
        using var line = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (var n = stream.Read(buffer); n > 0; n = stream.Read(buffer))
        {
            var end = buffer.AsSpan(0, n).IndexOf((byte)'\n');
            line.Write(buffer.AsSpan(0, end < 0 ? n : end));
            if (end >= 0)
            {
                return line.ToArray();
            }
        }

        return null;
    }
}
