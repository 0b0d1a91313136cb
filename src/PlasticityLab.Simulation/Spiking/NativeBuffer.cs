using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Zeroed memory on a cache line's boundary, outside the garbage collector's heap.</summary>
internal sealed unsafe class NativeBuffer<T> where T : unmanaged
{
    public NativeBuffer(long length)
    {
        Length = length;
        var bytes = checked((nuint)((length * sizeof(T)) + 64));
        P = (T*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(P, bytes);
        GC.AddMemoryPressure((long)bytes);
    }

    ~NativeBuffer()
    {
        GC.RemoveMemoryPressure((Length * sizeof(T)) + 64);
        NativeMemory.AlignedFree(P);
    }

    /// <summary>First element. Valid while this object is referenced.</summary>
    public T* P { get; }

    public long Length { get; }

    public Span<T> Span => new(P, checked((int)Length));

    public void Fill(T value) => Span.Fill(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Padded(int count) => (count + 63) & ~63; // whole blocks of random numbers
}
