namespace PlasticityLab.Analysis.Mechanisms;

/// <summary>What the networks say of a question with two answers.</summary>
public enum Decision
{
    /// <summary>Neither: the interval holds both answers, or there are too few networks.</summary>
    Undecided,

    /// <summary>Yes, by the whole interval.</summary>
    Yes,

    /// <summary>No, by the whole interval.</summary>
    No,
}
