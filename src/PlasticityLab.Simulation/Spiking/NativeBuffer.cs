using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Zeroed memory on a cache line's boundary, outside the garbage collector's heap.</summary>
internal sealed unsafe class NativeBuffer<T>
    where T : unmanaged
{
    private const int Page = 4096,
        Places = 7;
    private readonly void* _block;
    private readonly long _bytes;

    /// <param name="length">Elements.</param>
    /// <param name="place">Arrays that one loop walks together take places of their own, 0 .. 6, and so begin at different places of a page
    /// of 4096 bytes. The loop would otherwise read, of one, addresses whose lower twelve bits equal those just written to another, and
    /// processors that compare no more than these at first hold such a read back.</param>
    public NativeBuffer(long length, int place = 0)
    {
        Length = length;
        var shift = place * (Page / Places / 64 * 64);
        _bytes = checked((length * sizeof(T)) + 64 + shift);
        _block = NativeMemory.AlignedAlloc(checked((nuint)_bytes), place == 0 && _bytes < Page ? 64u : Page);
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

    public void State(StateCodec codec) => codec.Values(Span);

    public void Fill(T value) => Span.Fill(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Padded(int count) => (count + 63) & ~63; // whole blocks of random numbers
}
