using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PlasticityLab.Numerics.Random;

/// <summary>A stream of random numbers from Philox4x32-10 with key = seed and counter = (block, purpose, index). Not thread-safe: open one
/// per use.</summary>
public sealed class RandomStream(ulong seed, uint purpose, uint index)
{
    private ulong _block;
    private (uint A, uint B, uint C, uint D) _words;
    private int _next = 4;
    private double _spare = double.NaN;

    /// <summary>Blocks of four words drawn so far; set it to jump to any place of the stream.</summary>
    public ulong Position
    {
        get => _block;
        set => (_block, _next, _spare) = (value, 4, double.NaN);
    }

    /// <summary>Where the stream is, to the single number; set it to go on from there.</summary>
    public (ulong Block, int Next, double Spare) State
    {
        get => (_block, _next, _spare);
        set
        {
            (_block, _next, _spare) = value;
            if (_next < 4)
            {
                _words = Philox.Block(seed, (uint)(_block - 1), (uint)((_block - 1) >> 32), purpose, index);
            }
        }
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_next == 4)
        {
            _words = Philox.Block(seed, (uint)_block, (uint)(_block >> 32), purpose, index);
            _block++;
            _next = 0;
        }

        return _next++ switch
        {
            0 => _words.A,
            1 => _words.B,
            2 => _words.C,
            _ => _words.D,
        };
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => ((ulong)NextUInt32() << 32) | NextUInt32();

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1ul << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>Uniform on a logarithmic scale in [low, high), both above 0.</summary>
    public double NextLogUniform(double low, double high) => Math.Exp(NextDouble(Math.Log(low), Math.Log(high)));

    /// <summary>Uniform in 0 .. count−1, without bias (rejection).</summary>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var limit = uint.MaxValue - (uint)(((1ul << 32) % (ulong)count) & uint.MaxValue);
        uint word;
        do
        {
            word = NextUInt32();
        } while (word > limit);
        return (int)(word % (uint)count);
    }

    /// <summary>Normal with mean 0 and variance 1 (Box and Muller 1958). The same bits on every machine.</summary>
    public double NextGaussian()
    {
        if (!double.IsNaN(_spare))
        {
            var spare = _spare;
            _spare = double.NaN;
            return spare;
        }

        var u = NextDouble();
        var v = NextDouble();
        var (cos, sin) = GaussianPairs.Of(Vector256.CreateScalar(u), Vector256.CreateScalar(v));
        _spare = sin.ToScalar();
        return cos.ToScalar();
    }

    /// <summary>Exponential with mean 1.</summary>
    public double NextExponential() => -Math.Log(1 - NextDouble());

    /// <summary>Fills a span with the normal numbers that as many calls of <see cref="NextGaussian"/> would give, several times
    /// faster.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillGaussian(Span<double> target)
    {
        var i = 0;
        if (!double.IsNaN(_spare) && target.Length > 0)
        {
            target[i++] = NextGaussian();
        }

        // One pair takes one block, so unless a block is half used, four blocks side by side give eight numbers.
        if (_next == 4)
        {
            ref var first = ref MemoryMarshal.GetReference(target);
            for (; target.Length - i >= 8; i += 8, _block += 4)
            {
                var (u, v) = GaussianPairs.Uniforms(seed, _block, purpose, index);
                var (cos, sin) = GaussianPairs.Of(u, v);
                var (low, high) = (
                    Vector256.Shuffle(cos, Vector256.Create(0L, 0, 1, 1)),
                    Vector256.Shuffle(sin, Vector256.Create(0L, 0, 1, 1))
                );
                var second = Vector256.Create(0L, -1, 0, -1).AsDouble();
                Vector256.ConditionalSelect(second, high, low).StoreUnsafe(ref first, (nuint)i);
                (low, high) = (
                    Vector256.Shuffle(cos, Vector256.Create(2L, 2, 3, 3)),
                    Vector256.Shuffle(sin, Vector256.Create(2L, 2, 3, 3))
                );
                Vector256.ConditionalSelect(second, high, low).StoreUnsafe(ref first, (nuint)i + 4);
            }
        }

        for (; i < target.Length; i++)
        {
            target[i] = NextGaussian();
        }
    }

    /// <summary>Fills a span with the same numbers, rounded to single precision.</summary>
    public void FillGaussian(Span<float> target)
    {
        Span<double> block = stackalloc double[256];
        for (var i = 0; i < target.Length; i += block.Length)
        {
            var part = block[..Math.Min(block.Length, target.Length - i)];
            FillGaussian(part);
            for (var k = 0; k < part.Length; k++)
            {
                target[i + k] = (float)part[k];
            }
        }
    }

    /// <summary>Puts a span into random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The numbers 0 .. count−1 in random order.</summary>
    public int[] Permutation(int count)
    {
        var items = Enumerable.Range(0, count).ToArray();
        Shuffle(items.AsSpan());
        return items;
    }

    /// <summary><paramref name="take"/> different numbers of 0 .. count−1, ascending.</summary>
    public int[] Choose(int count, int take) => [.. Permutation(count).Take(take).Order()];
}
