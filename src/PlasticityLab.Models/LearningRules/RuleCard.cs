namespace PlasticityLab.Models.LearningRules;

/// <summary>When a rule can change a weight.</summary>
public enum RuleClock
{
    /// <summary>At every step.</summary>
    EveryStep,

    /// <summary>Only when one of the two neurons spikes: dw/dt = 0 otherwise, so a kernel visits only the rows and columns of spiking
    /// neurons.</summary>
    AtSpikes,

    /// <summary>When one of the two neurons spikes, and as long as the receiver's potential is above
    /// <see cref="ILearningRule.ActiveAbove"/>: dw/dt is a term with S plus a term that is 0 below that potential, so a kernel visits the
    /// rows of arriving spikes and the columns of depolarised neurons.</summary>
    AtSpikesAndAbove,
}

/// <summary>What a rule can tell apart.</summary>
public enum RuleFamily
{
    /// <summary>Depends on coincidence of activity only.</summary>
    Correlational,

    /// <summary>Depends on the order of activity in time.</summary>
    Temporal,

    /// <summary>A control, not a theory of learning.</summary>
    Control,
}

/// <summary>Does the rule build the same weights when the activity is played backwards, transposed?</summary>
public enum TimeReversal
{
    /// <summary>Reversing the activity only swaps the roles of pre and post: the rule cannot tell direction.</summary>
    Invariant,

    /// <summary>Invariant but for slow averages or nonlinear factors.</summary>
    Nearly,

    /// <summary>The rule can tell direction.</summary>
    Broken,
}

/// <summary>What a rule is, for people: shown by the command line, the report and the documentation.</summary>
/// <param name="Id">Name in study files, snake case.</param>
/// <param name="Short">Short name in tables and figures.</param>
/// <param name="Name">Name in sentences.</param>
/// <param name="Equation">The formula as published, in plain symbols.</param>
/// <param name="Source">Author, year, journal and place.</param>
/// <param name="Family">What it can tell apart.</param>
/// <param name="Reversal">Whether it can tell direction.</param>
/// <param name="Intuition">One sentence for a student.</param>
/// <param name="Clock">When it can change a weight.</param>
/// <param name="ByValues">Family and time reversal depend on the values of the parameters; those of the card are the defaults'.</param>
public sealed record RuleCard(
    string Id,
    string Short,
    string Name,
    string Equation,
    string Source,
    RuleFamily Family,
    TimeReversal Reversal,
    string Intuition,
    RuleClock Clock = RuleClock.EveryStep,
    bool ByValues = false
) : ICard
{
    /// <inheritdoc/>
    public IEnumerable<string> Also => [Short];
}
