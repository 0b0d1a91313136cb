using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Experiments.Store;

/// <summary>The store as a folder that all studies beside it share, safe for many processes and machines. Opening it removes nothing; no
/// worker touches another's files.</summary>
/// <remarks>
/// <code>
/// parts/ab/ID.NAME   immutable, linked into place       packs/WORKER.pack   parts of short jobs, written once
/// leases/NAME        who is at what                     unfinished/         files being written, by names of their own
/// different/         second outcomes that disagree      failures/           what jobs that threw have said
/// damaged/           parts whose checksum is wrong
/// </code>
/// A part is written under a name of its own, forced to the medium, then <em>linked</em> to its final name: the link fails when the name
/// is taken, so nothing is overwritten, and a kill at any moment leaves a file in <c>unfinished/</c> at worst.
/// </remarks>
public sealed class FolderStore : IRunStore
{
    private readonly string _root;
    private readonly Packs _packs;
    private readonly Leases _leases;
    private readonly FileClock _clock;

    /// <summary>Opens the store in a folder; the folder is made by the first write.</summary>
    /// <exception cref="UserError">No folder can have this name.</exception>
    public FolderStore(string root)
    {
        UserFile.CheckName(root);
        _root = UserFile.FullPath(root);
        _clock = new(Place("unfinished"));
        _packs = new(Place("packs"));
        _leases = new(Place("leases"), Place("unfinished"), _clock);
    }

    /// <summary>The folder.</summary>
    public string Root => _root;

    /// <inheritdoc/>
    public IReadOnlyList<Part> Find(string id)
    {
        var folder = Shard(Checked(id));
        var found = new List<Part>();
        if (Directory.Exists(folder))
        {
            found.AddRange(
                Directory.EnumerateFiles(folder, id + ".*").Order(StringComparer.Ordinal).Select(path => Read(path, id)).OfType<Part>()
            );
        }

        found.AddRange(_packs.Find(id).Where(part => found.TrueForAll(known => known.Name != part.Name)));
        return found;
    }

    /// <inheritdoc/>
    public Part? Find(string id, string name) =>
        Read(PathOf(Checked(id), Checked(name, dots: true)), id) ?? _packs.Find(id).FirstOrDefault(part => part.Name == name);

    /// <inheritdoc/>
    public IReadOnlyList<Part?> Find(IReadOnlyList<(string Id, string Name)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Part?[] found = [.. parts.Select(part => Read(PathOf(Checked(part.Id), Checked(part.Name, dots: true)), part.Id))];
        int[] missing = [.. Enumerable.Range(0, found.Length).Where(k => found[k] is null)];
        foreach (var (k, part) in missing.Zip(_packs.Find([.. missing.Select(k => parts[k])])))
        {
            found[k] = part;
        }

        return found;
    }

    /// <inheritdoc/>
    public Publication Publish(Part part)
    {
        ArgumentNullException.ThrowIfNull(part);
        var path = PathOf(Checked(part.Id), Checked(part.Name, dots: true));
        if (Find(part.Id, part.Name) is { } known)
        {
            return Compare(known, part);
        }

        MakeFolders();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var own = Own($"{part.Id}.{part.Name}");
        Disk.WriteThrough(own, PartFile.FirstLine(part), part.Bytes.Span);
        SetAsideDamaged(path, part.Id);
        var linked = Disk.Link(own, path);
        Disk.Remove(own);
        if (linked)
        {
            Disk.SyncFolder(Path.GetDirectoryName(path)!);
            return Publication.New;
        }

        return Read(path, part.Id) is { } first ? Compare(first, part) : Publish(part);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Publication> PublishPack(IReadOnlyList<Part> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var outcomes = new Publication[parts.Count];
        var fresh = new List<Part>();
        var known = Find([.. parts.Select(part => (part.Id, part.Name))]);
        for (var i = 0; i < parts.Count; i++)
        {
            outcomes[i] = known[i] is { } stored ? Compare(stored, parts[i]) : Publication.New;
            if (known[i] is null)
            {
                fresh.Add(parts[i]);
            }
        }

        if (fresh.Count > 0)
        {
            MakeFolders();
            var pack = Packs.Encode(fresh);
            var own = Own("pack");
            Disk.WriteThrough(own, pack.Head, pack.Body);
            var final = Path.Combine(Place("packs"), Disk.Unique() + ".pack");
            _ = Disk.Link(own, final);
            Disk.Remove(own);
            Disk.SyncFolder(Place("packs"));
            _packs.Add(final, pack);
        }

        return outcomes;
    }

    /// <inheritdoc/>
    public ILease? TryLease(string name, TimeSpan duration)
    {
        _ = Checked(name);
        MakeFolders();
        return _leases.Try(name, duration);
    }

    /// <inheritdoc/>
    public void ReportFailure(string id, string sentence)
    {
        MakeFolders();
        var own = Own("failure");
        File.WriteAllText(own, sentence);
        File.Move(own, Path.Combine(Place("failures"), Checked(id)), overwrite: true);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Failures() =>
        Directory.Exists(Place("failures"))
            ? Directory
                .EnumerateFiles(Place("failures"))
                .Select(path => (Id: Path.GetFileName(path), Path: path))
                .Where(failure => Find(failure.Id).Count == 0)
                .ToDictionary(failure => failure.Id, failure => File.ReadAllText(failure.Path))
            : new Dictionary<string, string>();

    /// <summary>The part whose file has this path, wherever in the store it lies; null when it is not there or no part has such a
    /// path.</summary>
    public static Part? At(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var full = UserFile.FullPath(path);
        var (shard, name) = (Path.GetDirectoryName(full), Path.GetFileName(full));
        var parts = Path.GetDirectoryName(shard);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return Path.GetFileName(parts) == "parts" && dot > 1 && name.StartsWith(Path.GetFileName(shard)!, StringComparison.Ordinal)
            ? new FolderStore(Path.GetDirectoryName(parts)!).Find(name[..dot], name[(dot + 1)..])
            : null;
    }

    /// <summary>The files that parts lie in, each once; reads none of them, so a part may turn out to be damaged.</summary>
    /// <returns>Null when a part is not there.</returns>
    public IReadOnlyList<string>? FilesOf(IEnumerable<(string Id, string Name)> parts)
    {
        var files = parts
            .AsParallel()
            .AsOrdered()
            .WithMergeOptions(ParallelMergeOptions.FullyBuffered)
            .Select(part => PathOf(part.Id, part.Name) is var path && File.Exists(path) ? path : _packs.FileOf(part.Id, part.Name))
            .ToArray();
        return files.Contains(null) ? null : [.. files.Distinct()!];
    }

    /// <summary>What lies in the store; changes nothing.</summary>
    /// <param name="whole">Names of packs that are known to be whole, so that none of them is opened; null: of none.</param>
    public StoreStatus Status(IReadOnlySet<string>? whole = null) =>
        new(
            Files: Directory.Exists(_root) ? Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).Count() : 0,
            Leases: Directory.Exists(Place("leases")) ? _leases.Count() : 0,
            Unfinished: Files("unfinished").Count(),
            Different: Files("different").Count(),
            Damaged: Files("damaged").Count() + Packs.Damaged(Place("packs"), whole)
        );

    /// <summary>Removes files that were left half-written longer ago than <paramref name="age"/>, by the clock of the file system. Nothing
    /// else in the store is ever deleted.</summary>
    /// <returns>How many files went.</returns>
    public int Clean(TimeSpan age)
    {
        if (!Directory.Exists(Place("unfinished")))
        {
            return 0;
        }

        var before = _clock.Now() - age;
        var old = Files("unfinished").Where(path => File.GetLastWriteTimeUtc(path) < before).ToArray();
        foreach (var path in old)
        {
            Disk.Remove(path);
        }

        return old.Length;
    }

    // Equal arithmetic has to give equal bytes; other arithmetic may differ in the last digits.
    private Publication Compare(Part known, Part part)
    {
        if (known.Bytes.Span.SequenceEqual(part.Bytes.Span))
        {
            return Publication.Same;
        }

        if (known.Arithmetic != part.Arithmetic && Agreement.Holds(known.Bytes.Span, part.Bytes.Span))
        {
            return Publication.OtherArithmetic;
        }

        MakeFolders();
        Disk.WriteThrough(
            Path.Combine(Place("different"), $"{part.Id}.{part.Name}.{Disk.Unique()}"),
            PartFile.FirstLine(part),
            part.Bytes.Span
        );
        return Publication.Different;
    }

    private static Part? Read(string path, string id)
    {
        try
        {
            return File.Exists(path) ? PartFile.Read(File.ReadAllBytes(path), id, Path.GetFileName(path)[(id.Length + 1)..]) : null;
        }
        catch (FileNotFoundException)
        {
            return null; // set aside by another worker in this moment
        }
    }

    // A damaged part keeps its bytes, under another name, so that it can be looked at; the outcome is computed again.
    private void SetAsideDamaged(string path, string id)
    {
        if (File.Exists(path) && Read(path, id) is null)
        {
            try
            {
                File.Move(path, Path.Combine(Place("damaged"), $"{Path.GetFileName(path)}.{Disk.Unique()}"));
            }
            catch (FileNotFoundException) { }
        }
    }

    private IEnumerable<string> Files(string folder) =>
        Directory.Exists(Place(folder)) ? Directory.EnumerateFiles(Place(folder), "*", SearchOption.AllDirectories) : [];

    private void MakeFolders()
    {
        foreach (var folder in (string[])["parts", "packs", "leases", "unfinished", "different", "failures", "damaged"])
        {
            Directory.CreateDirectory(Place(folder));
        }
    }

    private string Own(string what) => Path.Combine(Place("unfinished"), $"{what}.{Disk.Unique()}");

    private string Place(string folder) => Path.Combine(_root, folder);

    private string Shard(string id) => Path.Combine(Place("parts"), id[..2]);

    private string PathOf(string id, string name) => Path.Combine(Shard(id), $"{id}.{name}");

    // Names become names of files. A dot ends the job's name, so only names of parts may hold one.
    private static string Checked(string name, bool dots = false) =>
        name is { Length: > 1 and <= 100 }
        && name[0] != '.'
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || (dots && c == '.'))
            ? name
            : throw new ArgumentException(
                $"A name in the store must be 2 to 100 letters, digits, '-' or '_'{(dots ? ", with dots inside" : "")}, but is '{name}'.",
                nameof(name)
            );
}

/// <summary>What lies in a store.</summary>
/// <param name="Files">Files in all.</param>
/// <param name="Leases">Jobs or blocks that somebody is at.</param>
/// <param name="Unfinished">Files being written, or left by a worker that was killed.</param>
/// <param name="Different">Second outcomes that disagree with the first.</param>
/// <param name="Damaged">Parts whose checksum was wrong, and packs that cannot be read.</param>
public sealed record StoreStatus(int Files, int Leases, int Unfinished, int Different, int Damaged);
