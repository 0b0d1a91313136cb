using System.Diagnostics;
using System.Globalization;

namespace PlasticityLab.Experiments.Store;

/// <summary>A process by name, such that others on its machine can see that it is gone.</summary>
/// <remarks>Processes are numbered anew after a start of the machine and in every container, so the machine's name alone would take the
/// living for dead: its start and the space of process numbers are part of the name, and the process's own start, as numbers are used
/// again. What cannot be told counts as alive.</remarks>
public static class Holder
{
    private static readonly string Machine = $"{Environment.MachineName}/{Short("/proc/sys/kernel/random/boot_id")}/{Space()}";

    /// <summary>This process: machine, number, start [s since 1970].</summary>
    public static string Own { get; } = OfThis();

    /// <summary>Whether a process, by its <see cref="Own"/>, is known to have ended.</summary>
    public static bool IsDead(string holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        var words = holder.Split(' ');
        if (
            words.Length != 3
            || words[0] != Machine
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
        )
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited || Math.Abs(Seconds(process) - start) > 2;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string OfThis()
    {
        using var process = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{Machine} {process.Id} {Seconds(process)}");
    }

    private static long Seconds(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();

    private static string Short(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim()[..8];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return "-";
        }
    }

    private static string Space()
    {
        try
        {
            return new FileInfo("/proc/self/ns/pid").LinkTarget is { } target ? string.Concat(target.Where(char.IsAsciiDigit)) : "-";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "-";
        }
    }
}
