using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>The weights in memory: rows start on cache lines, are padded with zeros, and their distance is never a multiple of 4 KiB (else
/// the rows that a kernel takes together fall into the same sets of the cache).</summary>
internal sealed class WeightStore<TScalar>
    where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
{
    private readonly TScalar[] _storage;
    private readonly int _offset;

    public WeightStore(int rows, int columns, PlasticMatrixOptions options)
    {
        var perLine = 64 / Unsafe.SizeOf<TScalar>();
        (Rows, Columns, Options) = (rows, columns, options);
        PaddedColumns = Math.Max(1, (columns + perLine - 1) / perLine) * perLine;
        Stride = PaddedColumns * Unsafe.SizeOf<TScalar>() % 4096 == 0 ? PaddedColumns + perLine : PaddedColumns;
        // Three spare rows let a kernel that takes four rows at a time run over the end.
        _storage = LargePages.Allocate<TScalar>((rows + 3L) * Stride, out _offset);
        (Lower, Upper) = (TScalar.CreateSaturating(options.WeightMin), TScalar.CreateSaturating(options.WeightMax));
        if (!options.SenderSigns.IsDefaultOrEmpty && options.SenderSigns.Any(sign => sign != 0))
        {
            (ColumnLower, ColumnUpper) = (new(columns), new(columns));
            for (var j = 0; j < columns; j++)
            {
                ColumnLower[j] = options.SenderSigns[j] > 0 ? TScalar.Max(TScalar.Zero, Lower) : Lower;
                ColumnUpper[j] = options.SenderSigns[j] < 0 ? TScalar.Min(TScalar.Zero, Upper) : Upper;
            }
        }

        if (options.Mask is { } mask)
        {
            Mask = new TScalar[rows + 3][];
            for (var i = 0; i < rows + 3; i++)
            {
                Mask[i] = new TScalar[PaddedColumns];
                var bytes = MemoryMarshal.AsBytes(Mask[i].AsSpan());
                for (var j = 0; i < rows && j < columns; j++)
                {
                    if (mask[(i * columns) + j] && !(options.NoSelfConnections && i == j))
                    {
                        bytes.Slice(j * Unsafe.SizeOf<TScalar>(), Unsafe.SizeOf<TScalar>()).Fill(0xFF);
                    }
                }
            }
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public int PaddedColumns { get; }

    public int Stride { get; }

    public PlasticMatrixOptions Options { get; }

    public TScalar Lower { get; }

    public TScalar Upper { get; }

    public bool Bounded => Options.WeightMin > double.NegativeInfinity || Options.WeightMax < double.PositiveInfinity;

    public AlignedVector<TScalar>? ColumnLower { get; }

    public AlignedVector<TScalar>? ColumnUpper { get; }

    /// <summary>All bits set where a synapse exists; one array a row.</summary>
    public TScalar[][]? Mask { get; }

    public bool NoDiagonal => Options.NoSelfConnections;

    public ref TScalar First(int row) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_storage), (nint)_offset + ((nint)row * Stride));

    public Span<TScalar> Row(int row) => _storage.AsSpan(_offset + (row * Stride), Columns);

    public Span<TScalar> PaddedRow(int row) => _storage.AsSpan(_offset + (row * Stride), PaddedColumns);

    public bool Exists(int i, int j) => !(NoDiagonal && i == j) && (Options.Mask is null || Options.Mask[(i * Columns) + j]);

    /// <summary>Bounds of the weights of a sender.</summary>
    public (TScalar Low, TScalar High) Bounds(int column) =>
        ColumnLower is null ? (Lower, Upper) : (ColumnLower[column], ColumnUpper![column]);

    /// <summary>Puts a row back inside its bounds and absent synapses to exactly 0. NaN stays, so divergence is seen.</summary>
    public void Tidy(int i)
    {
        var row = Row(i);
        for (var j = 0; j < row.Length; j++)
        {
            var (low, high) = Bounds(j);
            row[j] =
                !Exists(i, j) ? TScalar.Zero
                : row[j] < low ? low
                : row[j] > high ? high
                : row[j];
        }
    }
}
