using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>How products are added, as a type, so that the JIT compiles one kernel for each.</summary>
internal interface IFuse
{
    /// <summary>a b + c.</summary>
    static abstract Vector256<T> MultiplyAdd<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c);

    /// <summary>The sum of all places.</summary>
    static abstract T Sum<T>(Vector256<T> value);
}

/// <summary>Fused where the processor has it (then rounded once).</summary>
internal readonly struct Fused : IFuse
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        typeof(T) == typeof(double) ? Vector256.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : typeof(T) == typeof(float) ? Vector256.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : throw new NotSupportedException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector256<T> value) => Vector256.Sum(value);
}

/// <summary>Product and sum rounded one by one, and places joined in one order: the same bits on every processor.</summary>
internal readonly struct Unfused : IFuse
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c) => (a * b) + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector256<T> value)
    {
        if (typeof(T) == typeof(double))
        {
            var sum = PortableMath.Sum(value.AsDouble());
            return Unsafe.As<double, T>(ref sum);
        }

        var single = PortableMath.Sum(value.AsSingle());
        return Unsafe.As<float, T>(ref single);
    }
}
