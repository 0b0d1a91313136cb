using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PlasticityLab.Experiments.Execution;

/// <summary>Processor time that the calling thread has used; where the system does not tell, the time that has passed.</summary>
internal static partial class ThreadClock
{
    private const int OfThreadOnLinux = 3,
        OfThreadOnMacOS = 16; // CLOCK_THREAD_CPUTIME_ID

    /// <summary>Now.</summary>
    public static TimeSpan Now()
    {
        var clock =
            OperatingSystem.IsLinux() ? OfThreadOnLinux
            : OperatingSystem.IsMacOS() ? OfThreadOnMacOS
            : 0;
        return clock != 0 && Environment.Is64BitProcess && GetTime(clock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
            : Stopwatch.GetElapsedTime(0);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);
}
