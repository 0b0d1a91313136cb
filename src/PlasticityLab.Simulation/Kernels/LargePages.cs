using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>Asks the system to hold large weight matrices in pages of 2 MiB. With pages of 4 KiB a matrix of 8 MB needs as many entries as
/// the processor's second-level table of pages has, and every pass over it waits for page walks.</summary>
/// <remarks>A hint: where the system knows no such pages, or gives none, everything is as before. The bits never depend on it.</remarks>
internal static partial class LargePages
{
    private const nuint Page = 2 << 20;
    private const int DontNeed = 4,
        HugePage = 14;

    /// <summary>Smallest memory that is worth it [byte].</summary>
    private const long Least = 1 << 20;

    /// <summary>A pinned array of zeros and the place of its first element to use: on a cache line, and for large arrays on a large
    /// page.</summary>
    /// <param name="length">Elements that are used.</param>
    /// <param name="offset">Place of the first one.</param>
    public static TScalar[] Allocate<TScalar>(long length, out int offset)
        where TScalar : unmanaged
    {
        var (size, large) = (Unsafe.SizeOf<TScalar>(), OperatingSystem.IsLinux() && length * Unsafe.SizeOf<TScalar>() >= Least);
        var perUnit = (large ? (int)Page : 64) / size;
        var used = large ? (length + perUnit - 1) / perUnit * perUnit : length;
        var array = GC.AllocateArray<TScalar>(checked((int)(used + perUnit)), pinned: true);
        offset = OffsetTo(array, perUnit * size, size);
        if (large)
        {
            Ask(array, offset, (nuint)(used * size));
        }

        return array;
    }

    private static unsafe int OffsetTo<TScalar>(TScalar[] pinned, int unit, int size)
        where TScalar : unmanaged
    {
        var behind = (int)((nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned)) % (nuint)unit);
        return behind == 0 ? 0 : (unit - behind) / size;
    }

    // The array is all zeros and nobody has seen it yet: giving its pages back lets the system hand out large ones, which are zeros again,
    // at the first touch.
    private static unsafe void Ask<TScalar>(TScalar[] pinned, int offset, nuint bytes)
        where TScalar : unmanaged
    {
        var start = Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(pinned), offset));
        try
        {
            if (Advise(start, bytes, HugePage) == 0)
            {
                _ = Advise(start, bytes, DontNeed);
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without madvise: ordinary pages.
        }
        catch (DllNotFoundException) { }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Advise(void* start, nuint length, int advice);
}
