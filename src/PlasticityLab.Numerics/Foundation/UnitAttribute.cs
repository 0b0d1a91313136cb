namespace PlasticityLab.Numerics.Foundation;

/// <summary>The unit of a setting whose values are written with it: s, Hz, V, A, F or S (<see cref="Quantity.IsWritten"/>). The value
/// itself is in this plain unit.</summary>
/// <param name="unit">The unit without a prefix.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UnitAttribute(string unit) : Attribute
{
    /// <summary>The unit without a prefix.</summary>
    public string Unit { get; } = unit;
}
