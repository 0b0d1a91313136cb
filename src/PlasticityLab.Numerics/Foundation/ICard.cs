namespace PlasticityLab.Numerics.Foundation;

/// <summary>What something that can be added is, for people and for study files. Texts of a card are never empty.</summary>
public interface ICard
{
    /// <summary>Name in study files and tables, snake case; unique in its catalogue.</summary>
    string Id { get; }

    /// <summary>Name for people.</summary>
    string Name { get; }

    /// <summary>Other names that are understood: short and former ones.</summary>
    IEnumerable<string> Also => [];
}

/// <summary>Makes an interface a catalogue: every type that can be made without arguments and implements it is an entry, described by its
/// property <c>Card</c>, which is static or of the instance.</summary>
/// <param name="noun">What an entry is, in sentences: "learning rule".</param>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class CatalogAttribute(string noun) : Attribute
{
    /// <summary>What an entry is, in sentences.</summary>
    public string Noun { get; } = noun;
}
