namespace PlasticityLab.Numerics.Lanes;

/// <summary>A lane that can be read from and written to an array of numbers.</summary>
/// <typeparam name="TSelf">The lane itself.</typeparam>
/// <typeparam name="TScalar">Type of the stored numbers: <see cref="double"/> or <see cref="float"/>.</typeparam>
public interface IMemoryLane<TSelf, TScalar> : ILane<TSelf>
    where TSelf : struct, IMemoryLane<TSelf, TScalar>
    where TScalar : unmanaged
{
    /// <summary>How many synapses lie side by side.</summary>
    static abstract int Width { get; }

    /// <summary>The lane at an index of an array.</summary>
    static abstract TSelf Load(ref TScalar first, nuint index);

    /// <summary>Writes the lane at an index of an array.</summary>
    static abstract void Store(ref TScalar first, nuint index, TSelf value);

    /// <summary>Bounds the lane to [lower, upper], which are numbers; NaN passes through.</summary>
    static virtual TSelf Clamp(TSelf value, TSelf lower, TSelf upper) => TSelf.AtMost(upper, TSelf.AtLeast(lower, value));
}
