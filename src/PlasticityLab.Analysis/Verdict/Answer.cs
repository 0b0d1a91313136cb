namespace PlasticityLab.Analysis.Verdict;

/// <summary>What the data say about one aspect of one pair of rules.</summary>
public enum Answer
{
    /// <summary>Neither equivalence nor a difference is shown.</summary>
    Undecided,

    /// <summary>Equivalent within the margin, and no difference was found.</summary>
    Same,

    /// <summary>A difference was found (corrected p at or below the level).</summary>
    Different,
}
