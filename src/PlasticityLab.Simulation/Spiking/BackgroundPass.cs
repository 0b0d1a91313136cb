using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Something random that every neuron of a slice receives at every step. The numbers depend on (seed, step, population, neuron) only: never on the thread or on what else the network does.</summary>
internal abstract unsafe class BackgroundPass<T> where T : unmanaged
{
    public abstract void Run(long step);

    /// <summary>Adds four vectors of eight single numbers to 32 neurons.</summary>
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

/// <summary>Poisson input: each neuron receives n jumps of one size, n Poisson with mean λ, by inversion of 32 random bits (so n is cut where its tail falls below 2⁻³²).</summary>
internal sealed unsafe class PoissonPass<T>(ulong key, uint id, int low, int count, NativeBuffer<T> target, double mean, double jump) : BackgroundPass<T> where T : unmanaged
{
    private readonly int[] _steps = Thresholds(mean);
    private readonly float _jump = (float)jump;

    /// <summary>Word u means n ≥ k+1 when u, as a signed number, is above the k-th threshold.</summary>
    internal static int[] Thresholds(double mean)
    {
        var result = new List<int>();
        var (p, sum) = (Math.Exp(-mean), 0.0);
        for (var k = 0; k < 200; k++)
        {
            sum += p;
            var level = (sum * 4294967296.0) - 1;
            if (level >= 4294967294.5)
            {
                break;
            }

            result.Add((int)((long)level - 2147483648L));
            p *= mean / (k + 1);
        }

        return [.. result];
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public override void Run(long step)
    {
        var p = target.P;
        var size = Vector256.Create(_jump);
        fixed (int* levels = _steps)
        {
            for (var n = 0; n < count; n += 32)
            {
                PhiloxVector.Block(key, (uint)((low + n) >> 5), (uint)step, (uint)(step >> 32) | 0x50000000u, id, out var a, out var b, out var c, out var d);
                var (na, nb, nc, nd) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
                for (var k = 0; k < _steps.Length; k++)
                {
                    var level = Vector256.Create(levels[k]);
                    na -= Vector256.GreaterThan(a.AsInt32(), level);
                    nb -= Vector256.GreaterThan(b.AsInt32(), level);
                    nc -= Vector256.GreaterThan(c.AsInt32(), level);
                    nd -= Vector256.GreaterThan(d.AsInt32(), level);
                }

                Write(p, n, Vector256.ConvertToSingle(na) * size, true);
                Write(p, n + 8, Vector256.ConvertToSingle(nb) * size, true);
                Write(p, n + 16, Vector256.ConvertToSingle(nc) * size, true);
                Write(p, n + 24, Vector256.ConvertToSingle(nd) * size, true);
            }
        }
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
