namespace PlasticityLab.Numerics.Foundation;

/// <summary>A setting that came later: at its neutral value the record means what it meant before, so it is left out of canonical texts
/// there and nothing that was named before gets another name.</summary>
/// <param name="version">Version of the program that brought it, counted up.</param>
/// <param name="neutral">The value at which nothing changes; never altered later.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AddedAttribute(int version, object? neutral) : Attribute
{
    /// <summary>Version of the program that brought it.</summary>
    public int Version { get; } = version;

    /// <summary>The value at which nothing changes.</summary>
    public object? Neutral { get; } = neutral;
}
