namespace PlasticityLab.Experiments.Tables;

/// <summary>What a column is. A column that many tables share is an attribute of its own; all others are
/// <see cref="ColumnAttribute"/>.</summary>
/// <param name="unit">Unit, such as "ms" or "items/100 ms"; empty for texts, counts and numbers without one.</param>
/// <param name="meaning">What the number or word says, for the reference page and for exporters.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class ColumnDefinitionAttribute(string unit, string meaning) : Attribute
{
    /// <summary>Unit; empty when there is none.</summary>
    public string Unit { get; } = unit;

    /// <summary>What it says.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>Name in files where it is not the parameter's in snake case.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it belongs to what tells rows apart.</summary>
    public bool Key { get; init; }

    /// <summary>Whether yes and no are written 1 and 0.</summary>
    public bool Digits { get; init; }

    /// <summary>Smallest made-up value.</summary>
    public double Low { get; init; }

    /// <summary>Largest made-up value; NaN: 1 for numbers, 9 for whole numbers.</summary>
    public double High { get; init; } = double.NaN;

    /// <summary>Values for made-up rows, separated by "|"; "1..8" and "0..240/15" are runs of numbers.</summary>
    public string Examples { get; init; } = "";
}
