namespace PlasticityLab.Studies.Claims;

/// <summary>What is expected of every comparison of a claim.</summary>
public enum Expectation
{
    /// <summary>Above.</summary>
    Greater,

    /// <summary>Below.</summary>
    Less,

    /// <summary>The same within the study's margin.</summary>
    Same,
}
