namespace PlasticityLab.Analysis.Verdict;

/// <summary>Everything the verdict is computed from.</summary>
/// <param name="Rules">Names of the rules.</param>
/// <param name="RuleOf">Index of the rule of each network. The unit of replication is the trained network (the seed).</param>
/// <param name="Aspects">Distances, one entry for each aspect that was measured; several measures of one aspect are allowed.</param>
/// <param name="Performance">Optional: score of each network in [0, 1]; two rules that both fail are not called the same solution.</param>
/// <param name="Works">Mean score from which a rule counts as solving the task.</param>
/// <param name="Controls">Indices of rules that are controls (frozen, shuffled, sign-flipped, oracle): they get rows, but do not count in
/// the overall sentence.</param>
/// <param name="Level">Level of all tests.</param>
/// <param name="Scores">Numbers with a margin stated beforehand, beside the distances.</param>
/// <param name="Seeds">Seed of each network: scores of rules that share seeds are compared seed by seed.</param>
public sealed record VerdictInput(
    IReadOnlyList<string> Rules,
    int[] RuleOf,
    IReadOnlyList<AspectDistances> Aspects,
    double[]? Performance = null,
    double Works = 0.5,
    IReadOnlyList<int>? Controls = null,
    double Level = 0.05,
    IReadOnlyList<AspectScores>? Scores = null,
    ulong[]? Seeds = null
)
{
    /// <summary>Measures in all.</summary>
    internal int Measures => Aspects.Count + (Scores?.Count ?? 0);

    /// <summary>The aspects that were measured.</summary>
    internal IEnumerable<Aspect> Measured => Aspects.Select(x => x.Aspect).Concat((Scores ?? []).Select(x => x.Aspect));
}
