using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Studies.Tuning;

/// <summary>Where a parameter is searched.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Scale">"log", "linear" or "choice".</param>
/// <param name="Values">Lower and upper end, or the choices.</param>
public sealed record ParameterRange(string Name, string Scale, double[] Values)
{
    /// <summary>A log-uniform range.</summary>
    public static ParameterRange Log(string name, double low, double high) => new(name, "log", [low, high]);

    /// <summary>A uniform range.</summary>
    public static ParameterRange Linear(string name, double low, double high) => new(name, "linear", [low, high]);

    /// <summary>A choice among values.</summary>
    public static ParameterRange Choice(string name, params double[] values) => new(name, "choice", values);

    /// <summary>The range that a setting declares.</summary>
    public static ParameterRange Of(string name, SearchAttribute search)
    {
        ArgumentNullException.ThrowIfNull(search);
        return search.Values.Count > 0 ? Choice(name, [.. search.Values])
            : search.Log ? Log(name, search.Low, search.High)
            : Linear(name, search.Low, search.High);
    }

    /// <summary>A random value.</summary>
    public double Draw(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Scale switch
        {
            "log" => random.NextLogUniform(Values[0], Values[1]),
            "linear" => random.NextDouble(Values[0], Values[1]),
            _ => Values[random.NextInt(Values.Length)],
        };
    }
}
