namespace PlasticityLab.Experiments.Tables;

/// <summary>The columns of another row record take this parameter's place: two tables of the same columns, or several means with their
/// intervals, say them once.</summary>
/// <param name="prefix">Set before the names of the columns.</param>
/// <param name="about">Set before their meanings.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SpreadAttribute(string prefix = "", string about = "") : Attribute
{
    /// <summary>Set before the names of the columns.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>Set before their meanings.</summary>
    public string About { get; } = about;
}
