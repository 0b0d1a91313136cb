using System.Collections.Immutable;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Execution;

/// <summary>Later learning: networks of each rule that succeeds learn a second sequence of other items on top of the first, and recall
/// both.</summary>
internal static class StudyLater
{
    /// <summary>Networks of each rule; the first that learned.</summary>
    private const int Networks = 4;

    /// <summary>The second sequence's items are those of the network whose seed is this much larger.</summary>
    private const ulong Offset = 100000;

    public static ImmutableArray<NetworkOutcome> Of(
        StudySpec study,
        IReadOnlyList<NetworkOutcome> outcomes,
        RunPool pool,
        CancellationToken cancellation
    )
    {
        // A recording is the same for every seed: there is no second one.
        if (study.Task.ArrayFile.Length > 0)
        {
            return [];
        }

        var shown = outcomes
            .Where(o => !o.Entry.IsControl && StudyReplays.Learned(o))
            .GroupBy(o => o.Entry)
            .Where(group => group.Count() >= StudyReplays.Fewest)
            .SelectMany(group => group.Take(Networks))
            .ToArray();
        pool.Expected += shown.Length;
        var results = pool.Execute(
            [.. shown.Select(o => o.Entry.Run(study, o.Seed) with { LaterSeed = o.Seed + Offset })],
            "a second sequence",
            cancellation
        );
        return [.. shown.Select((o, k) => o with { Result = results[k] })];
    }
}
