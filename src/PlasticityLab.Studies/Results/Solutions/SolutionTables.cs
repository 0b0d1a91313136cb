using PlasticityLab.Analysis.Verdict;

namespace PlasticityLab.Studies.Results.Solutions;

/// <summary>What the tables of the verdict count.</summary>
internal static class SolutionTables
{
    /// <summary>The pairs that count in the overall answer: rules that work, no controls.</summary>
    public static PairVerdict[] Counted(ConditionSolutions c) =>
        [.. c.Verdict.Pairs.Where(pair => !pair.HasControl && pair.BothWork != false)];

    /// <summary>The rules in them.</summary>
    public static string[] Working(ConditionSolutions c) =>
        [.. Counted(c).SelectMany(pair => new[] { pair.First, pair.Second }).Distinct()];
}
