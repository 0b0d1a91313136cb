using PlasticityLab.Analysis.Measures;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Execution;

/// <summary>The replays of the networks that learned, which the verdict compares: the scored runs again with their replays kept, for rules
/// that succeed at least twice.</summary>
internal static class StudyReplays
{
    /// <summary>Fewest successful networks of a rule that a comparison can begin with; claims need more
    /// (<see cref="Analysis.Verdict.VerdictEngine.FewestSeeds"/>).</summary>
    public const int Fewest = 2;

    public static IEnumerable<NetworkOutcome> Of(IReadOnlyList<NetworkOutcome> outcomes) =>
        outcomes
            .GroupBy(o => o.Entry)
            .Where(group => Compared(group.Key) && group.Count(Learned) >= Fewest)
            .SelectMany(group => group.Where(Learned));

    /// <summary>How many networks are compared at most: those of the rules and of the oracle, should all of them learn.</summary>
    public static int Most(StudySpec study)
    {
        var oracle = study.Controls.Any(control => Names.Same(control, ControlNames.Oracle));
        var entries = study
            .Rules.Select(rule => rule.Name)
            .Append(oracle ? ControlNames.Oracle : null)
            .Distinct()
            .Count(name => name is not null);
        return study.Seeds.Count < Fewest ? 0 : entries * study.Conditions.Count * study.Seeds.Count;
    }

    /// <summary>Whether an entry takes part: rules, and the oracle for comparison.</summary>
    public static bool Compared(StudyEntry entry) => !entry.IsControl || entry.Values.Learning.IsGiven;

    /// <summary>Whether a network learned the sequence.</summary>
    public static bool Learned(NetworkOutcome outcome) => outcome.Of(ReplayScore.Id) > StudySummary.SuccessAbove;
}
