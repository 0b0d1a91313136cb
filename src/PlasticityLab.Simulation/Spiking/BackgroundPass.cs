using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Something random that every neuron of a slice receives at every step. The numbers depend on (seed, step, population, neuron)
/// only: never on the thread or on what else the network does.</summary>
internal abstract unsafe class BackgroundPass<T>
    where T : unmanaged
{
    public abstract void Run(long step);

    /// <summary>The state was put back: what was drawn ahead is drawn again.</summary>
    public virtual void Forget() { }

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

/// <summary>White noise: one normal number a neuron and step (Box and Muller 1958), written over the last one.</summary>
internal sealed unsafe class GaussianPass<T>(ulong key, uint id, int low, int count, NativeBuffer<T> target, double scale)
    : BackgroundPass<T>
    where T : unmanaged
{
    private readonly float _scale = (float)scale;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public override void Run(long step)
    {
        for (var n = 0; n < count; n += 32)
        {
            PhiloxVector.Block(
                key,
                (uint)((low + n) >> 5),
                (uint)step,
                (uint)(step >> 32) | 0x60000000u,
                id,
                out var a,
                out var b,
                out var c,
                out var d
            );
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
