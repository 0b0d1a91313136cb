using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>The vector that the kernel over W takes: of 512 bits where the processor is at its best with them, else of 256.</summary>
/// <remarks>Not taken: two vectors of 256 bits in place of one of 512, which would give both the same order of summation; sums and factors
/// of four rows then no longer fit into the registers, and the pass takes half as long again.</remarks>
internal interface IWide<TSelf, T>
    where TSelf : struct, IWide<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Width { get; }

    static abstract TSelf Load(ref T first, nuint index);

    static abstract TSelf Splat(T value);

    /// <summary>a b + c, fused where the processor has it (then rounded once).</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    /// <summary>The number itself between the bounds; NaN passes through.</summary>
    static abstract TSelf Clamp(TSelf value, TSelf lower, TSelf upper);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator &(TSelf a, TSelf b);

    T Sum();

    void Store(ref T first, nuint index);
}

/// <summary>512 bits: a cache line.</summary>
internal readonly struct Whole<T>(Vector512<T> value) : IWide<Whole<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector512<T> _value = value;

    public static int Width => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Load(ref T first, nuint index) => new(Vector512.LoadUnsafe(ref first, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Splat(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Fma(Whole<T> a, Whole<T> b, Whole<T> c) =>
        typeof(T) == typeof(double)
            ? new(Vector512.MultiplyAddEstimate(a._value.AsDouble(), b._value.AsDouble(), c._value.AsDouble()).As<double, T>())
        : typeof(T) == typeof(float)
            ? new(Vector512.MultiplyAddEstimate(a._value.AsSingle(), b._value.AsSingle(), c._value.AsSingle()).As<float, T>())
        : throw new NotSupportedException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Clamp(Whole<T> value, Whole<T> lower, Whole<T> upper) =>
        new(Vector512.MinNative(upper._value, Vector512.MaxNative(lower._value, value._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> operator +(Whole<T> a, Whole<T> b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> operator *(Whole<T> a, Whole<T> b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> operator &(Whole<T> a, Whole<T> b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Sum() => Vector512.Sum(_value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T first, nuint index) => _value.StoreUnsafe(ref first, index);
}

/// <summary>256 bits.</summary>
internal readonly struct Half<T>(Vector256<T> value) : IWide<Half<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector256<T> _value = value;

    public static int Width => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Half<T> Load(ref T first, nuint index) => new(Vector256.LoadUnsafe(ref first, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Half<T> Splat(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Half<T> Fma(Half<T> a, Half<T> b, Half<T> c) => new(Fused.MultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Half<T> Clamp(Half<T> value, Half<T> lower, Half<T> upper) =>
        new(Vector256.MinNative(upper._value, Vector256.MaxNative(lower._value, value._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Half<T> operator +(Half<T> a, Half<T> b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Half<T> operator *(Half<T> a, Half<T> b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Half<T> operator &(Half<T> a, Half<T> b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Sum() => Vector256.Sum(_value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T first, nuint index) => _value.StoreUnsafe(ref first, index);
}

/// <summary>256 bits, whatever the processor has, with products and sums rounded one by one: the same bits everywhere.</summary>
internal readonly struct Plain<T>(Vector256<T> value) : IWide<Plain<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector256<T> _value = value;

    public static int Width => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Plain<T> Load(ref T first, nuint index) => new(Vector256.LoadUnsafe(ref first, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Plain<T> Splat(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Plain<T> Fma(Plain<T> a, Plain<T> b, Plain<T> c) => new(Unfused.MultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Plain<T> Clamp(Plain<T> value, Plain<T> lower, Plain<T> upper) =>
        new(PortableMath.Clamp(value._value, lower._value, upper._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Plain<T> operator +(Plain<T> a, Plain<T> b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Plain<T> operator *(Plain<T> a, Plain<T> b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Plain<T> operator &(Plain<T> a, Plain<T> b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Sum() => Unfused.Sum(_value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T first, nuint index) => _value.StoreUnsafe(ref first, index);
}
