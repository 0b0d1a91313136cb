using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Execution;

/// <summary>Later learning: networks of each rule that succeeds learn a second sequence of other items on top of the first, and recall
/// both.</summary>
internal static class StudyLater
{
    /// <summary>Networks of each rule; the first that learned.</summary>
    public const int Networks = 4;

    /// <summary>The second sequence's items are those of the network whose seed is this much larger.</summary>
    public const ulong Offset = 100000;

    public static IEnumerable<NetworkOutcome> Of(IReadOnlyList<NetworkOutcome> outcomes) =>
        outcomes
            .Where(o => !o.Entry.IsControl && StudyReplays.Learned(o))
            .GroupBy(o => o.Entry)
            .Where(group => group.Count() >= StudyReplays.Fewest)
            .SelectMany(group => group.Take(Networks));
}
