using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Poisson input: each neuron receives n jumps of one size, n Poisson with mean λ, by the table of
/// <see cref="PoissonTable"/>.</summary>
internal sealed unsafe class PoissonPass<T> : BackgroundPass<T>
    where T : unmanaged
{
    /// <summary>Neurons that share one block of random words: four words of eight lanes are four times 32 bytes, and a neuron takes one
    /// byte of two words.</summary>
    public const int Together = 64;

    private readonly ulong _key;
    private readonly uint _id;
    private readonly int _low,
        _count;
    private readonly NativeBuffer<T> _target;
    private readonly NativeBuffer<byte> _even,
        _odd; // counts; without pairs all are in the first
    private readonly PoissonTable _table;
    private readonly Vector256<byte> _border,
        _fine,
        _other,
        _first,
        _second;
    private readonly float _jump;
    private long _drawn = -1;

    public PoissonPass(ulong key, uint id, int low, int count, NativeBuffer<T> target, double mean, double jump)
    {
        (_key, _id, _low, _count, _target, _jump) = (key, id, low, count, target, (float)jump);
        _table = new(mean);
        (_even, _odd) = (new(NativeBuffer<byte>.Padded(count)), new(NativeBuffer<byte>.Padded(count)));
        // The border in twelve bits: eight are compared with the one byte; four, with the column below them, with the other. Bytes are
        // compared as signed numbers, so all are moved by 128.
        var border = Array.ConvertAll(_table.Own, own => Math.Min(4095, (int)(own * 4096)));
        _border = Twice([.. border.Select(x => (byte)((x >> 4) ^ 128))]);
        _fine = Twice([.. border.Select((x, column) => (byte)((((x & 15) << 4) | column) ^ 128))]);
        (_other, _first, _second) = (Twice(_table.Other), Twice(_table.First), Twice(_table.Second));
    }

    public override void Run(long step)
    {
        if (_table.Pairs)
        {
            if (step >> 1 != _drawn)
            {
                _drawn = step >> 1;
                Draw(_drawn, 0);
            }

            Add((step & 1) == 0 ? _even.P : _odd.P);
            return;
        }

        for (var draw = 0; draw < _table.Draws; draw++)
        {
            Draw(step, draw);
            Add(_even.P);
        }
    }

    public override void Forget() => _drawn = -1;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Draw(long moment, int draw)
    {
        var (c2, c3) = ((uint)moment, (uint)(moment >> 32) | ((uint)draw << 8) | 0x50000000u);
        for (var n = 0; n < _count; n += Together)
        {
            PhiloxVector.Block(_key, (uint)((_low + n) / Together), c2, c3, _id, out var a, out var b, out var c, out var d);
            Count(moment, draw, n, a.AsByte(), b.AsByte());
            Count(moment, draw, n + 32, c.AsByte(), d.AsByte());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Count(long moment, int draw, int n, Vector256<byte> low, Vector256<byte> high)
    {
        var column = low & Vector256.Create((byte)15);
        var (upper, lower) = ((high ^ Vector256.Create((byte)128)).AsSByte(), (low ^ Vector256.Create((byte)128)).AsSByte());
        var (border, fine) = (Look(_border, column).AsSByte(), Look(_fine, column).AsSByte());
        var same = Vector256.Equals(upper, border);
        var own = Vector256.GreaterThan(border, upper) | (same & Vector256.GreaterThan(fine, lower));
        var outcome = Vector256.ConditionalSelect(own.AsByte(), column, Look(_other, column));
        Look(_first, outcome).Store(_even.P + n);
        Look(_second, outcome).Store(_odd.P + n);
        var open = (same & Vector256.Equals(fine, lower)).AsByte() | Vector256.Equals(outcome, Vector256.Create((byte)PoissonTable.More));
        if (open != Vector256<byte>.Zero)
        {
            Decide(moment, draw, n, low, high, open.ExtractMostSignificantBits());
        }
    }

    /// <summary>Draws further bits for the lanes whose 16 bits equal a border, or whose outcome is "more".</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Decide(long moment, int draw, int n, Vector256<byte> low, Vector256<byte> high, uint lanes)
    {
        for (; lanes != 0; lanes &= lanes - 1)
        {
            var lane = BitOperations.TrailingZeroCount(lanes);
            var (finer, upper, lower, halves) = Philox.Block(
                _key,
                (uint)(_low + n + lane),
                (uint)moment,
                (uint)(moment >> 32) | ((uint)draw << 8) | 0x70000000u,
                _id
            );
            var column = low[lane] & 15;
            var twelve = (high[lane] << 4) | (low[lane] >> 4);
            var outcome = (twelve + ((finer + 0.5) / 4294967296)) / 4096 < _table.Own[column] ? column : _table.Other[column];
            var (first, second) = (_table.First[outcome], _table.Second[outcome]);
            if (outcome == PoissonTable.More)
            {
                var total = _table.Total((upper + ((lower + 0.5) / 4294967296)) / 4294967296);
                first = (byte)(_table.Pairs ? BitOperations.PopCount(halves & (uint.MaxValue >> (32 - Math.Min(32, total)))) : total); // each of them in the even or the odd step
                second = (byte)(total - first);
            }

            (_even.P[n + lane], _odd.P[n + lane]) = (first, second);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Add(byte* counts)
    {
        var p = _target.P;
        var size = Vector256.Create(_jump);
        for (nint n = 0; n < _count; n += 8)
        {
            Write(p, n, Vector256.ConvertToSingle(Wide(counts + n)) * size, true);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Wide(byte* counts)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.ConvertToVector256Int32(counts);
        }

        var (low, high) = Vector128.Widen(Vector128.WidenLower(Vector128.CreateScalar(*(ulong*)counts).AsByte()));
        return Vector256.Create(low, high).AsInt32();
    }

    private static Vector256<byte> Twice(byte[] table) => Vector256.Create(Vector128.Create(table), Vector128.Create(table));

    // The entries at these places (0 .. 15) of a table of sixteen that stands in both halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Look(Vector256<byte> table, Vector256<byte> places) =>
        Avx2.IsSupported
            ? Avx2.Shuffle(table, places)
            : Vector256.Create(
                Vector128.Shuffle(table.GetLower(), places.GetLower()),
                Vector128.Shuffle(table.GetLower(), places.GetUpper())
            );
}
