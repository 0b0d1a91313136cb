using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Something random that every neuron of a slice receives at every step. The numbers depend on (seed, step, population, neuron) only: never on the thread or on what else the network does.</summary>
internal abstract unsafe class BackgroundPass<T> where T : unmanaged
{
    public abstract void Run(long step);

    /// <summary>Adds a vector of eight single numbers to eight neurons, or writes it over them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Write(T* target, nint at, Vector256<float> value, bool add)
    {
        if (typeof(T) == typeof(float))
        {
            var p = (float*)target + at;
            (add ? Vector256.Load(p) + value : value).Store(p);
        }
        else
        {
            var p = (double*)target + at;
            var (low, high) = Vector256.Widen(value);
            (add ? Vector256.Load(p) + low : low).Store(p);
            (add ? Vector256.Load(p + 4) + high : high).Store(p + 4);
        }
    }
}

/// <summary>Poisson input: each neuron receives n jumps of one size, n Poisson with mean λ, by inversion of 16 random bits and, where these leave it open (once in some ten thousand), 32 more.</summary>
internal sealed unsafe class PoissonPass<T> : BackgroundPass<T> where T : unmanaged
{
    /// <summary>Neurons that share one block of random words: 4 words of 8 lanes, two neurons a word.</summary>
    public const int Together = 64;

    private readonly ulong _key;
    private readonly uint _id;
    private readonly int _low, _count;
    private readonly NativeBuffer<T> _target;
    private readonly double[] _below;       // P(n ≤ k)
    private readonly short[] _levels;       // the 16 bits of P(n ≤ k), as a signed number: bits above say n > k, bits equal leave it open
    private readonly float _jump;

    public PoissonPass(ulong key, uint id, int low, int count, NativeBuffer<T> target, double mean, double jump)
    {
        (_key, _id, _low, _count, _target, _jump) = (key, id, low, count, target, (float)jump);
        _below = Below(mean);
        _levels = [.. _below.Select(p => (short)(Math.Min(65535, (int)(p * 65536)) - 32768))];
    }

    /// <summary>P(n ≤ k) for k = 0, 1, ... until all but 2⁻⁴⁸ is below.</summary>
    internal static double[] Below(double mean)
    {
        var result = new List<double>();
        var (p, sum) = (Math.Exp(-mean), 0.0);
        for (var k = 0; k < 500 && 1 - sum > 3.5e-15; k++)
        {
            sum += p;
            result.Add(Math.Min(1, sum));
            p *= mean / (k + 1);
        }

        return [.. result];
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public override void Run(long step)
    {
        var p = _target.P;
        var size = Vector256.Create(_jump);
        var top = Vector256.Create((short)-32768); // turns unsigned order into signed
        var (c2, c3) = ((uint)step, (uint)(step >> 32) | 0x50000000u);
        fixed (short* levels = _levels)
        {
            for (var n = 0; n < _count; n += Together)
            {
                PhiloxVector.Block(_key, (uint)((_low + n) / Together), c2, c3, _id, out var wa, out var wb, out var wc, out var wd);
                var (a, b, c, d) = (wa.AsInt16() ^ top, wb.AsInt16() ^ top, wc.AsInt16() ^ top, wd.AsInt16() ^ top);
                var (na, nb, nc, nd, open) = (Vector256<short>.Zero, Vector256<short>.Zero, Vector256<short>.Zero, Vector256<short>.Zero, Vector256<short>.Zero);
                for (var k = 0; k < _levels.Length; k++)
                {
                    var level = Vector256.Create(levels[k]);
                    var (ga, gb, gc, gd) = (Vector256.GreaterThan(a, level), Vector256.GreaterThan(b, level), Vector256.GreaterThan(c, level), Vector256.GreaterThan(d, level));
                    open |= Vector256.Equals(a, level) | Vector256.Equals(b, level) | Vector256.Equals(c, level) | Vector256.Equals(d, level);
                    na -= ga;
                    nb -= gb;
                    nc -= gc;
                    nd -= gd;
                    if ((ga | gb | gc | gd) == Vector256<short>.Zero)
                    {
                        break; // levels rise: nobody is above the next one
                    }
                }

                if (open != Vector256<short>.Zero)
                {
                    (na, nb, nc, nd) = (Decide(step, n, a, na), Decide(step, n + 16, b, nb), Decide(step, n + 32, c, nc), Decide(step, n + 48, d, nd));
                }

                Add(p, n, na, size);
                Add(p, n + 16, nb, size);
                Add(p, n + 32, nc, size);
                Add(p, n + 48, nd, size);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T* target, nint at, Vector256<short> count, Vector256<float> size)
    {
        var (low, high) = Vector256.Widen(count);
        Write(target, at, Vector256.ConvertToSingle(low) * size, true);
        Write(target, at + 8, Vector256.ConvertToSingle(high) * size, true);
    }

    /// <summary>Draws 32 further bits for every lane whose 16 bits equal a level, and inverts all 48.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Vector256<short> Decide(long step, int first, Vector256<short> bits, Vector256<short> count)
    {
        for (var lane = 0; lane < 16; lane++)
        {
            if (!_levels.Contains(bits[lane]))
            {
                continue;
            }

            var (more, _, _, _) = Philox.Block(_key, (uint)(_low + first + lane), (uint)step, (uint)(step >> 32) | 0x70000000u, _id);
            var u = (bits[lane] + 32768 + ((more + 0.5) / 4294967296.0)) / 65536;
            var n = 0;
            while (n < _below.Length && u >= _below[n])
            {
                n++;
            }

            count = count.WithElement(lane, (short)n);
        }

        return count;
    }
}

/// <summary>White noise: one normal number a neuron and step (Box and Muller 1958), written over the last one.</summary>
internal sealed unsafe class GaussianPass<T>(ulong key, uint id, int low, int count, NativeBuffer<T> target, double scale) : BackgroundPass<T> where T : unmanaged
{
    private readonly float _scale = (float)scale;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public override void Run(long step)
    {
        for (var n = 0; n < count; n += 32)
        {
            PhiloxVector.Block(key, (uint)((low + n) >> 5), (uint)step, (uint)(step >> 32) | 0x60000000u, id, out var a, out var b, out var c, out var d);
            Normal(a, b, out var x, out var y);
            Write(target.P, n, x, false);
            Write(target.P, n + 8, y, false);
            Normal(c, d, out x, out y);
            Write(target.P, n + 16, x, false);
            Write(target.P, n + 24, y, false);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Normal(Vector256<uint> first, Vector256<uint> second, out Vector256<float> x, out Vector256<float> y)
    {
        // 24 bits each: uniform in (0, 1] for the logarithm, [0, 1) for the angle.
        var u = (Vector256.ConvertToSingle((first >> 8).AsInt32()) + Vector256.Create(1f)) * (1f / 16777216);
        var angle = Vector256.ConvertToSingle((second >> 8).AsInt32()) * (2 * MathF.PI / 16777216);
        var radius = Vector256.Sqrt(Vector256.Log(u) * -2f) * _scale;
        var (sin, cos) = Vector256.SinCos(angle);
        x = radius * cos;
        y = radius * sin;
    }
}
