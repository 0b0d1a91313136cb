namespace PlasticityLab.Analysis.Verdict;

/// <summary>How two rules' solutions relate.</summary>
public enum SolutionClass
{
    /// <summary>The data do not decide.</summary>
    Undecided,

    /// <summary>Same function, same dynamics, and no different structure: one solution.</summary>
    Universal,

    /// <summary>Same function, but different structure or different dynamics.</summary>
    Degenerate,

    /// <summary>Different function.</summary>
    Different,
}
