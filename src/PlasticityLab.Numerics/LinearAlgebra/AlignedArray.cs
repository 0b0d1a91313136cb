using System.Runtime.InteropServices;

namespace PlasticityLab.Numerics.LinearAlgebra;

/// <summary>Numbers for LAPACK that begin at a multiple of 64 bytes. Kernels for older processors (OpenBLAS: Prescott) treat what stands
/// before a multiple of 16 by itself and so add in another order: where the runtime happens to put an array would decide the last
/// digits.</summary>
internal sealed unsafe class AlignedArray : IDisposable
{
    private const int Multiple = 64;
    private readonly int _length;

    /// <summary>Zeros.</summary>
    public AlignedArray(int length)
    {
        _length = length;
        var bytes = (nuint)Math.Max(1, length) * sizeof(double);
        At = (double*)NativeMemory.AlignedAlloc(bytes, Multiple);
        NativeMemory.Clear(At, bytes);
    }

    /// <summary>A copy.</summary>
    public AlignedArray(double[] values)
        : this(values.Length) => values.CopyTo(new Span<double>(At, _length));

    /// <summary>The first number.</summary>
    public double* At { get; private set; }

    /// <summary>The numbers.</summary>
    public double[] ToArray() => new ReadOnlySpan<double>(At, _length).ToArray();

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(At);
        At = null;
    }
}
