namespace PlasticityLab.Numerics.Foundation;

/// <summary>Memory, told before it is taken.</summary>
public static class MachineMemory
{
    // Some of it other programs have, and the runtime itself.
    private const double Share = 0.9;
    private const double Gibibyte = 1L << 30;

    /// <summary>What this machine, or the container that the program runs in, lets it have [byte].</summary>
    public static double Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>What may be taken of it [byte].</summary>
    public static double Usable => Share * Available;

    /// <summary>Whether so much can be taken [byte].</summary>
    public static bool Fits(double bytes) => bytes <= Usable;

    /// <summary>How many threads, at least one, can each hold so much at a time.</summary>
    /// <param name="shared">What all of them share [byte].</param>
    /// <param name="each">What each one holds [byte].</param>
    /// <param name="asked">Threads that are asked for.</param>
    public static int Threads(double shared, double each, int asked) =>
        (int)Math.Clamp((Usable - shared) / Math.Max(1, each), 1, Math.Max(1, asked));

    /// <summary>A sentence when something takes more memory than there is; null when it fits.</summary>
    /// <param name="what">What takes it, with a verb in front of the amount: "20,000 neurons need".</param>
    /// <param name="bytes">How much [byte].</param>
    /// <param name="advice">What to do instead: "use fewer neurons".</param>
    public static string? Problem(string what, double bytes, string advice) =>
        Fits(bytes) ? null : $"{what} about {Show(bytes)}, and this machine has {Show(Available)}: {advice}.";

    /// <summary>An amount for people: <c>1.5 GiB</c>, <c>300 MiB</c>.</summary>
    /// <param name="bytes">How much [byte].</param>
    public static string Show(double bytes) =>
        bytes >= Gibibyte ? $"{bytes / Gibibyte:0.0} GiB" : $"{Math.Ceiling(bytes / (1 << 20)):0} MiB";
}
