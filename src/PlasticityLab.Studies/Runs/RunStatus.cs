namespace PlasticityLab.Studies.Runs;

/// <summary>How a run ended. Each of them is a result, counted and reported.</summary>
public enum RunStatus
{
    /// <summary>It learned and was measured.</summary>
    Ok,

    /// <summary>Nothing is active after the cue, wherever it was read out.</summary>
    Silent,

    /// <summary>More than half of all neurons are active, or fire near their largest rate.</summary>
    Seizure,

    /// <summary>A state was no longer a finite number: nothing is measured.</summary>
    Diverged,

    /// <summary>Steps of learning that forward Euler cannot follow: nothing is measured.</summary>
    Unstable,
}
