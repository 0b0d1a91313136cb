namespace PlasticityLab.Numerics.Foundation;

/// <summary>Where tuning searches a setting: uniformly, or by decades. A setting without it keeps its value.</summary>
/// <param name="low">Lower end, in the setting's unit.</param>
/// <param name="high">Upper end.</param>
/// <param name="log">Uniform in the logarithm.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SearchAttribute(double low, double high, bool log = false) : Attribute
{
    /// <summary>A choice among values.</summary>
    /// <param name="values">The values, in the setting's unit.</param>
    public SearchAttribute(params double[] values)
        : this(0, 0) => Values = values;

    /// <summary>Lower end.</summary>
    public double Low { get; } = low;

    /// <summary>Upper end.</summary>
    public double High { get; } = high;

    /// <summary>Uniform in the logarithm.</summary>
    public bool Log { get; } = log;

    /// <summary>The values to choose from; empty: a range.</summary>
    public IReadOnlyList<double> Values { get; } = [];
}
