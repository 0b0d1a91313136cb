using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PlasticityLab.Experiments.Store;

/// <summary>The few operations on files that the store's promises rest on.</summary>
internal static partial class Disk
{
    private const int AlreadyExists = 17; // EEXIST
    private const int WindowsAlreadyExists = 183; // ERROR_ALREADY_EXISTS

    [ThreadStatic]
    private static Action<string>? s_step;

    /// <summary>Calls something before each step of a publication on this thread; tests stop the protocol there.</summary>
    internal static void AtEachStep(Action<string>? call) => s_step = call;

    /// <summary>Writes a new file and forces it to the medium.</summary>
    public static void WriteThrough(string path, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        s_step?.Invoke("create");
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        stream.Write(first);
        s_step?.Invoke("write");
        stream.Write(second);
        s_step?.Invoke("flush");
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Gives a finished file a second, final name. False: that name is taken, and nothing was changed.</summary>
    /// <remarks>A rename that must not overwrite looks first and renames then, so two workers can both win; a link fails when the name
    /// exists. Where a file system has no links, the rename is what is left.</remarks>
    public static bool Link(string from, string to)
    {
        s_step?.Invoke("link");
        if (OperatingSystem.IsWindows())
        {
            if (CreateHardLink(to, from, 0))
            {
                return true;
            }

            return Marshal.GetLastPInvokeError() != WindowsAlreadyExists && !File.Exists(to) && Rename(from, to);
        }

        if (LinkFile(from, to) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() != AlreadyExists && !File.Exists(to) && Rename(from, to);
    }

    /// <summary>Forces the names in a folder to the medium, where the system can.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = OpenFile(folder, 0);
        if (handle >= 0)
        {
            _ = Sync(handle);
            _ = CloseFile(handle);
        }
    }

    /// <summary>Removes a file of one's own; that it is gone already is no trouble.</summary>
    public static void Remove(string path)
    {
        s_step?.Invoke("remove");
        try
        {
            File.Delete(path);
        }
        catch (IOException) { }
        catch (UnauthorizedAccessException) { }
    }

    /// <summary>A name that no other worker uses.</summary>
    public static string Unique() => $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}";

    private static bool Rename(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkFile(string from, string to);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseFile(int handle);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string to, string from, nint attributes);
}

/// <summary>The time as the file system counts it: machines that share a folder need not agree on the time of day.</summary>
internal sealed class FileClock(string folder)
{
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private DateTime _read;
    private long _at;

    /// <summary>Now [UTC], by the clock that stamps the files.</summary>
    public DateTime Now()
    {
        lock (_gate)
        {
            if (_at == 0 || Stopwatch.GetElapsedTime(_at) > Trust)
            {
                var file = Path.Combine(folder, "clock-" + Disk.Unique());
                File.WriteAllBytes(file, []);
                (_read, _at) = (File.GetLastWriteTimeUtc(file), Stopwatch.GetTimestamp());
                Disk.Remove(file);
            }

            return _read + Stopwatch.GetElapsedTime(_at);
        }
    }
}
