using System.Reflection;

namespace PlasticityLab.Numerics.Foundation;

/// <summary>One setting of a record, read from its property: name, unit, search range, meaning and default stand in the code
/// once.</summary>
/// <param name="Name">Name in study files, snake case.</param>
/// <param name="Property">The property.</param>
/// <param name="Unit">The unit that values are written with; empty: a bare value.</param>
/// <param name="Search">Where tuning searches it; null: nowhere.</param>
/// <param name="Meaning">Symbol, meaning and unit, as documented at the code; empty where the documentation file is missing.</param>
/// <param name="Default">The value when nothing is said.</param>
public sealed record Setting(string Name, PropertyInfo Property, string Unit, SearchAttribute? Search, string Meaning, object? Default)
{
    /// <summary>The type of its values.</summary>
    public Type Type => Property.PropertyType;

    /// <summary>Whether a value is the neutral one of a setting that came later (<see cref="AddedAttribute"/>).</summary>
    public bool IsNeutral(object? value) =>
        Property.GetCustomAttribute<AddedAttribute>() is { } added
        && (Equals(value, added.Neutral) || (added.Neutral is null && value is not null && Settings.IsDefaultArray(value)));

    /// <summary>Whether it is a number that may be searched, swept and patched.</summary>
    public bool IsNumber => Type == typeof(double);
}
