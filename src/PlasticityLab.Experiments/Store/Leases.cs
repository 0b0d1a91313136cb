using System.Text;

namespace PlasticityLab.Experiments.Store;

/// <summary>Who is at what, so that two workers do not compute the same. A lease is a file with a token of its own; it counts as long as
/// it was written to within its duration, by the clock of the file system.</summary>
/// <remarks>Two workers may hold the same lease after an unlucky take-over: outcomes of one job are equal, so that costs time and nothing
/// else. The token, not the worker's name, tells leases apart: a holder who lost one must not remove its successor's. A holder that is seen
/// to be dead, because this machine has no such process any more, is not waited for.</remarks>
internal sealed class Leases(string folder, string unfinished, FileClock clock)
{
    /// <summary>Takes a lease, or null when it is held.</summary>
    public ILease? Try(string name, TimeSpan duration)
    {
        var path = Path.Combine(folder, name);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var token = Guid.NewGuid().ToString("N");
            var own = Path.Combine(unfinished, "lease-" + Disk.Unique());
            File.WriteAllText(own, Text(token, duration));
            var won = Disk.Link(own, path);
            Disk.Remove(own);
            if (won)
            {
                return new Held(path, token, duration);
            }

            if (!TakeAway(path))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Leases that are in force, by this machine's clock: looking must write nothing.</summary>
    public int Count() =>
        Directory
            .EnumerateFiles(folder)
            .Count(path =>
                Read(path) is { } held
                && !Holder.IsDead(held.By)
                && (DateTime.UtcNow - File.GetLastWriteTimeUtc(path)).Duration() <= held.Duration
            );

    // Removes a lease whose time is over. The rename lets one worker win; what was moved is looked at again, because the holder may have
    // renewed it, or a successor may have come, between the look and the rename.
    private bool TakeAway(string path)
    {
        if (Read(path) is not { } held)
        {
            return !File.Exists(path);
        }

        if (!Holder.IsDead(held.By) && !IsOver(path, held.Duration))
        {
            return false;
        }

        var moved = Path.Combine(unfinished, "lease-" + Disk.Unique());
        try
        {
            File.Move(path, moved);
        }
        catch (IOException)
        {
            return !File.Exists(path);
        }

        var stillOver = Read(moved) is { } now && now.Token == held.Token && (Holder.IsDead(held.By) || IsOver(moved, held.Duration));
        if (!stillOver)
        {
            _ = Disk.Link(moved, path);
        }

        Disk.Remove(moved);
        return stillOver;
    }

    // A time that lies further ahead than the lease is long: the clock was put back since, and whoever lives renews it soon.
    private bool IsOver(string path, TimeSpan duration) => (clock.Now() - File.GetLastWriteTimeUtc(path)).Duration() > duration;

    private static string Text(string token, TimeSpan duration) => $"{token} {duration.TotalSeconds:R} {Holder.Own}\n";

    private static (string Token, TimeSpan Duration, string By)? Read(string path)
    {
        try
        {
            var words = File.ReadAllText(path).TrimEnd('\n').Split(' ', 3);
            return words.Length > 1 && Quantity.TryNumber(words[1], out var seconds, out _) && seconds >= 0
                ? (words[0], TimeSpan.FromSeconds(Math.Min(seconds, 1e8)), words.Length > 2 ? words[2] : "")
                // A lease cut off by a kill or a full disk: nobody renews it; it ends as a short one.
                : ("", TimeSpan.FromSeconds(60), "");
        }
        catch (IOException)
        {
            return null;
        }
    }

    private sealed class Held(string path, string token, TimeSpan duration) : ILease
    {
        public bool Renew()
        {
            try
            {
                // Read and written through one handle: should the file be moved away in between, the successor's is not touched.
                using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                if (!IsMine(stream))
                {
                    return false;
                }

                stream.Position = 0;
                stream.Write(Encoding.UTF8.GetBytes(Text(token, duration)));
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }

        public void Dispose()
        {
            try
            {
                bool mine;
                using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
                {
                    mine = IsMine(stream);
                }

                if (mine)
                {
                    Disk.Remove(path);
                }
            }
            catch (IOException) { }
        }

        private bool IsMine(FileStream stream)
        {
            var bytes = new byte[token.Length];
            return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
                && Encoding.UTF8.GetString(bytes) == token;
        }
    }
}
