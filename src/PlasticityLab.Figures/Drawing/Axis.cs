namespace PlasticityLab.Figures.Drawing;

/// <summary>How values are laid along an axis.</summary>
public enum AxisScale
{
    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>By decades; values must be above 0.</summary>
    Log,

    /// <summary>Names at 0, 1, 2, ...</summary>
    Category,
}

/// <summary>One axis: label with unit in parentheses, range and ticks. What is not given is chosen from the data.</summary>
public sealed record Axis
{
    /// <summary>Label, with the unit in parentheses; markup as in all labels (<c>*S*</c> italic, <c>r_{k}</c> subscript).</summary>
    public string Label { get; init; } = "";

    /// <summary>Spacing of values.</summary>
    public AxisScale Scale { get; init; }

    /// <summary>First value, or null to fit the data.</summary>
    public double? Min { get; init; }

    /// <summary>Last value, or null to fit the data.</summary>
    public double? Max { get; init; }

    /// <summary>Names of a category axis.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Tick positions, or null for round numbers.</summary>
    public IReadOnlyList<double>? Ticks { get; init; }

    /// <summary>Texts at the ticks, as many as ticks, or null for the numbers.</summary>
    public IReadOnlyList<string>? TickLabels { get; init; }

    /// <summary>Counts down instead of up, as matrix rows do.</summary>
    public bool Inverted { get; init; }

    /// <summary>Draws no line, ticks or texts.</summary>
    public bool Hidden { get; init; }

    /// <summary>Texts of a category axis stand slanted.</summary>
    public bool Slanted { get; init; }

    /// <summary>An axis with even spacing.</summary>
    public static Axis Linear(string label = "", double? min = null, double? max = null) =>
        new()
        {
            Label = label,
            Min = min,
            Max = max,
        };

    /// <summary>An axis by decades.</summary>
    public static Axis Log(string label = "", double? min = null, double? max = null) =>
        new()
        {
            Label = label,
            Min = min,
            Max = max,
            Scale = AxisScale.Log,
        };

    /// <summary>An axis of names at 0, 1, 2, ...</summary>
    public static Axis Names(IReadOnlyList<string> names, string label = "", bool inverted = false) =>
        new()
        {
            Label = label,
            Categories = names,
            Scale = AxisScale.Category,
            Inverted = inverted,
        };

    /// <summary>An axis without line or texts.</summary>
    public static Axis None(double? min = null, double? max = null) =>
        new()
        {
            Min = min,
            Max = max,
            Hidden = true,
        };
}
