namespace PlasticityLab.Numerics;

/// <summary>How a simulation computes, where there is a choice.</summary>
public enum Arithmetic
{
    /// <summary>As fast as the processor can: fused multiply-adds and the widest vectors it has. The same bits on one machine, rounding
    /// between machines.</summary>
    Fast,

    /// <summary>The same bits on every processor: every product and sum is rounded by itself, sums have one order whatever the width of
    /// vectors, and functions are series of this program (<see cref="PortableMath"/>), not the system's.</summary>
    Portable,
}
