using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Reads numbers at scattered places into one vector. A formula over vectors gives the same bits as over single synapses, so
/// sparse synapses may be taken several at a time.</summary>
internal static unsafe class Gathering
{
    /// <summary>Whether this machine gathers: AVX2.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>As many indices as a vector of T holds, widened to 32 bits: eight of single, four (in the lower half) of double
    /// precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Indices<T, TIndex>(TIndex* index)
        where T : unmanaged
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        if (sizeof(TIndex) == 2)
        {
            return sizeof(T) == 4
                ? Avx2.ConvertToVector256Int32((ushort*)index)
                : Sse41.ConvertToVector128Int32((ushort*)index).ToVector256Unsafe();
        }

        return sizeof(T) == 4 ? Vector256.Load((int*)index) : Vector128.Load((int*)index).ToVector256Unsafe();
    }

    /// <summary>The numbers at these places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> At<T>(T* from, Vector256<int> places)
        where T : unmanaged =>
        sizeof(T) == 4
            ? Avx2.GatherVector256((float*)from, places, 4).As<float, T>()
            : Avx2.GatherVector256((double*)from, places.GetLower(), 8).As<double, T>();

    /// <summary>The starts of rows at these places, as many as a vector of T holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Starts<T>(uint* from, Vector256<int> places)
        where T : unmanaged =>
        sizeof(T) == 4
            ? Avx2.GatherVector256((int*)from, places, 4)
            : Avx2.GatherVector128((int*)from, places.GetLower(), 4).ToVector256Unsafe();
}
