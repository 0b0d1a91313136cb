using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>A vector that starts on a cache line and is padded with zeros to whole cache lines, so that kernels read whole lanes.</summary>
/// <typeparam name="TScalar"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <remarks>Write through <see cref="Span"/> only, which leaves the padding at 0: products over padded lanes rely on it.</remarks>
public sealed class AlignedVector<TScalar>
    where TScalar : unmanaged
{
    private const int Line = 64;
    private readonly TScalar[] _storage;
    private readonly int _offset;

    /// <summary>A vector of zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or more than an array can hold.</exception>
    public AlignedVector(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var perLine = Line / Unsafe.SizeOf<TScalar>();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength - (3 * perLine));
        Length = length;
        PaddedLength = Math.Max(1, (length + perLine - 1) / perLine) * perLine;
        _storage = GC.AllocateArray<TScalar>(PaddedLength + perLine, pinned: true);
        _offset = OffsetTo(_storage, perLine);
    }

    /// <summary>A copy of given values.</summary>
    public AlignedVector(ReadOnlySpan<TScalar> values)
        : this(values.Length) => values.CopyTo(Span);

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>Number of values with the padding.</summary>
    public int PaddedLength { get; }

    /// <summary>The values, without the padding.</summary>
    public Span<TScalar> Span => _storage.AsSpan(_offset, Length);

    /// <summary>One value.</summary>
    public TScalar this[int index]
    {
        get => Span[index];
        set => Span[index] = value;
    }

    internal ref TScalar First => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_storage), _offset);

    /// <summary>The values with the padding.</summary>
    internal Span<TScalar> Padded => _storage.AsSpan(_offset, PaddedLength);

    internal static unsafe int OffsetTo(TScalar[] pinned, int perLine)
    {
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        var behind = (int)(address % Line) / Unsafe.SizeOf<TScalar>();
        return behind == 0 ? 0 : perLine - behind;
    }
}
