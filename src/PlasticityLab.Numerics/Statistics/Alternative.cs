namespace PlasticityLab.Numerics.Statistics;

/// <summary>Which departures from "no difference" a test looks for.</summary>
public enum Alternative
{
    /// <summary>Either direction.</summary>
    TwoSided,

    /// <summary>The statistic is larger than chance makes it.</summary>
    Greater,

    /// <summary>The statistic is smaller than chance makes it.</summary>
    Less,
}
