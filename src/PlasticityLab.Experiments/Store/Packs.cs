using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

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
    private readonly Dictionary<string, Place> _entries = [];
    private readonly Dictionary<string, string> _words = []; // names, arithmetics and builds: a few, each said of every outcome
    private DateTime _stamp;
    private DateTime _looked;

    // A pack that was seen, and its first byte behind the line that says what it holds.
    private sealed record Pack(string File, int Start);

    // Where an outcome lies and what the line says of it. A hundred thousand of them are kept, so hashes are numbers, and further outcomes of the
    // same job hang on the first.
    private sealed record Place(
        Pack Pack,
        long Offset,
        int Length,
        double Seconds,
        string Name,
        string Arithmetic,
        string Build,
        (UInt128 High, UInt128 Low) Sum,
        ulong Check
    )
    {
        public Place? Next { get; set; }

        public long From => Pack.Start + Offset;

        public IEnumerable<Place> All()
        {
            for (var place = this; place is not null; place = place.Next)
            {
                yield return place;
            }
        }

        public PartFile.Header Header(string id) =>
            new(id, Name, Arithmetic, Build, Seconds, Offset, Length, $"{Sum.High:x32}{Sum.Low:x32}", $"{Check:x16}");
    }

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

        using var open = new OpenPack();
        return [.. places.Select(place => Read(place, id, open)).OfType<Part>()];
    }

    /// <summary>Many parts, in the order asked: the folder is looked at once, after the question was put.</summary>
    public IReadOnlyList<Part?> Find(IReadOnlyList<(string Id, string Name)> parts)
    {
        var places = new Place[parts.Count][];
        lock (_gate)
        {
            if (parts.Any(part => !_entries.ContainsKey(part.Id)))
            {
                Look();
            }

            for (var k = 0; k < places.Length; k++)
            {
                var name = parts[k].Name;
                places[k] = [.. Known(parts[k].Id).Where(place => place.Name == name)];
            }
        }

        // One of several may be damaged.
        using var open = new OpenPack();
        return [.. places.Zip(parts, (some, part) => some.Select(place => Read(place, part.Id, open)).OfType<Part>().FirstOrDefault())];
    }

    /// <summary>The pack that a part lies in; null when it lies in none.</summary>
    public string? FileOf(string id, string name)
    {
        lock (_gate)
        {
            return Places(id).FirstOrDefault(place => place.Name == name)?.Pack.File;
        }
    }

    /// <summary>Counts the packs that cannot be read.</summary>
    /// <param name="folder">Their folder.</param>
    /// <param name="whole">Names of packs that are known to be whole.</param>
    public static int Damaged(string folder, IReadOnlySet<string>? whole) =>
        Directory.Exists(folder)
            ? Directory
                .EnumerateFiles(folder, "*.pack")
                .Where(file => whole?.Contains(Path.GetFileName(file)) != true)
                .AsParallel()
                .Count(file => !CanBeRead(file))
            : 0;

    private static bool CanBeRead(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Json(FirstLine(stream)) is { IsEmpty: false } json && PartFile.Parse<List<PartFile.Header>>(json.Span) is not null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
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
                Index(new(file, pack.Head.Length), pack.Headers);
            }
        }
    }

    private IEnumerable<Place> Places(string id)
    {
        if (!_entries.ContainsKey(id))
        {
            Look();
        }

        return Known(id);
    }

    private IEnumerable<Place> Known(string id) => _entries.TryGetValue(id, out var first) ? first.All() : [];

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
            Index(new(file, line!.Length + 1), headers);
        }
    }

    // What has no hash where one stands is damaged: nobody will find it.
    private void Index(Pack pack, IEnumerable<PartFile.Header> headers)
    {
        Span<byte> sum = stackalloc byte[32],
            check = stackalloc byte[8];
        foreach (var header in headers)
        {
            if (header?.Id is null || !IsHex(header.Sha256, sum) || !IsHex(header.Check, check))
            {
                continue;
            }

            var hash = (BinaryPrimitives.ReadUInt128BigEndian(sum), BinaryPrimitives.ReadUInt128BigEndian(sum[16..]));
            var (name, arithmetic, build) = (Shared(header.Name), Shared(header.Arithmetic), Shared(header.Build));
            var place = new Place(
                pack,
                header.Offset,
                header.Length,
                header.Seconds,
                name,
                arithmetic,
                build,
                hash,
                BinaryPrimitives.ReadUInt64BigEndian(check)
            );
            if (_entries.TryGetValue(header.Id, out var first))
            {
                first.All().Last().Next = place;
            }
            else
            {
                _entries[header.Id] = place;
            }
        }
    }

    private static bool IsHex(string? text, Span<byte> bytes) =>
        text?.Length == 2 * bytes.Length && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done;

    private string Shared(string word)
    {
        // Null where the line of a damaged pack lacks it, which its check tells.
        if (word is not null && !_words.TryAdd(word, word))
        {
            return _words[word];
        }

        return word!;
    }

    // What is asked for together mostly lies in one pack: it stays open.
    private sealed class OpenPack : IDisposable
    {
        private string _file = "";
        private SafeFileHandle? _handle;

        public SafeFileHandle Of(string file)
        {
            if (_handle is null || file != _file)
            {
                _handle?.Dispose();
                (_file, _handle) = (file, File.OpenHandle(file));
            }

            return _handle;
        }

        public void Dispose() => _handle?.Dispose();
    }

    private static Part? Read(Place place, string id, OpenPack open)
    {
        var handle = open.Of(place.Pack.File);
        // What a damaged line says is not asked for.
        if (place.Length < 0 || place.From < 0 || place.From + place.Length > RandomAccess.GetLength(handle))
        {
            return null;
        }

        var (bytes, done) = (new byte[place.Length], 0);
        for (var n = 1; n > 0 && done < bytes.Length; done += n)
        {
            n = RandomAccess.Read(handle, bytes.AsSpan(done), place.From + done);
        }

        var header = place.Header(id);
        return header.IsWhole(bytes) ? header.With(bytes) : null;
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
