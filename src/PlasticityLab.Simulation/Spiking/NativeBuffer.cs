using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Zeroed memory on a cache line's boundary, outside the garbage collector's heap.</summary>
/// <remarks>Buffers made one after another begin at different places of a 4096-byte page. A loop that walks several arrays at once would otherwise read, of one, addresses whose lower twelve bits equal those just written to another; processors that compare no more than these hold such a read back.</remarks>
internal sealed unsafe class NativeBuffer<T> where T : unmanaged
{
    private readonly void* _block;
    private readonly long _bytes;

    public NativeBuffer(long length)
    {
        Length = length;
        var data = checked((length * sizeof(T)) + 64);
        var shift = data < Pages.Size / 2 ? 0 : Pages.NextShift();
        _bytes = data + shift;
        _block = NativeMemory.AlignedAlloc(checked((nuint)_bytes), (nuint)(data < Pages.Size / 2 ? 64 : Pages.Size));
        NativeMemory.Clear(_block, (nuint)_bytes);
        P = (T*)((byte*)_block + shift);
        GC.AddMemoryPressure(_bytes);
    }

    ~NativeBuffer()
    {
        GC.RemoveMemoryPressure(_bytes);
        NativeMemory.AlignedFree(_block);
    }

    /// <summary>First element. Valid while this object is referenced.</summary>
    public T* P { get; }

    public long Length { get; }

    public Span<T> Span => new(P, checked((int)Length));

    public void Fill(T value) => Span.Fill(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Padded(int count) => (count + 63) & ~63; // whole blocks of random numbers
}

/// <summary>Where in a page the next buffer begins: seven places, 576 bytes apart.</summary>
internal static class Pages
{
    public const int Size = 4096;

    private static int _next;

    public static int NextShift() => (int)((uint)Interlocked.Increment(ref _next) % 7) * 576;
}
