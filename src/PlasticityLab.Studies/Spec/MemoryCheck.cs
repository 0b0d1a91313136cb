using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Spec;

/// <summary>What can be known to be wrong in the memory part of a study before it is computed.</summary>
internal static class MemoryCheck
{
    // Null where a rule of the study cannot be made, which is told at the rule.
    private static Memory.MemoryRule[]? MemoryRules(StudySpec spec)
    {
        try
        {
            return Memory.MemoryRule.Of(spec);
        }
        catch (UserError)
        {
            return null;
        }
    }

    /// <summary>Adds a sentence for each problem.</summary>
    /// <param name="memory">The section.</param>
    /// <param name="spec">The study.</param>
    /// <param name="problems">Takes the sentences.</param>
    /// <param name="when">Adds a sentence when something holds.</param>
    public static void Check(MemorySection memory, StudySpec spec, List<string> problems, Action<bool, string> when)
    {
        foreach (var rule in memory.Rules.Where(rule => !spec.Rules.Any(entry => entry.Name == rule) && RuleCatalog.Find(rule) is null))
        {
            problems.Add($"memory.rules: {RuleCatalog.NotKnown(rule)} It names rules of the study or of the catalogue.");
        }

        if (!problems.Any(problem => problem.StartsWith("memory.rules", StringComparison.Ordinal)) && MemoryRules(spec) is { } rules)
        {
            when(rules.Length < (memory.Baseline == false ? 1 : 2), "memory.rules must name at least one rule that acts on rates.");
            problems.AddRange(
                rules
                    .GroupBy(rule => rule.Name)
                    .Where(same => same.Count() > 1)
                    .Select(same => $"memory: {same.Count()} rules would be called {same.Key}; give the one of your own another name.")
            );
        }

        if (memory.Tunes is { } tunes)
        {
            when(tunes.Generated is < 2 or > 5000, $"memory.tunes.generated must lie in 2 .. 5000, but is {tunes.Generated}.");
            when(tunes.Rate < 0, $"memory.tunes.rate must be 0 or above, but is {tunes.Rate}.");
            when(tunes.First < 0, $"memory.tunes.first must be 0 for all, or above, but is {tunes.First}.");
            when(tunes.Cue < 1, $"memory.tunes.cue must be at least 1, but is {tunes.Cue}.");
            when(
                tunes is { Each: false, Together: false, Rate: 0 },
                "memory.tunes asks for nothing: each, together and rate are all left out; take one of them or leave tunes out."
            );
            problems.AddRange(NetworkProblems(tunes));
        }

        when(
            memory.Episodes is { } episodes && (episodes.Factors < 1 || episodes.Lags < 3),
            "memory.episodes needs at least 1 factor and 3 lags."
        );
        if (memory.Capacity is { } capacity)
        {
            when(
                capacity.Neurons.Any(n => n < 64 || n % 64 != 0 || n > 16384),
                "memory.capacity.neurons must be multiples of 64 in 64 .. 16384."
            );
            when(capacity.PatternNeurons.Any(n => n is < 20 or > 8000), "memory.capacity.pattern_neurons must lie in 20 .. 8000.");
            when(capacity.Repeat.Any(p => p is not (>= 0 and < 1)), "memory.capacity.repeat must lie in [0, 1).");
            when(
                capacity.Notes is not (null or 0 or (>= 8 and <= 1024)),
                $"memory.capacity.notes must lie in 8 .. 1024, or be 0 for none, but is {capacity.Notes}."
            );
            when(
                capacity.Fatigue is not (null or (>= 0 and <= 16)),
                $"memory.capacity.fatigue must lie in 0 .. 16, but is {capacity.Fatigue}."
            );
            when(
                capacity.PatternNeurons.IsEmpty && (!capacity.HasMelodies || (capacity.Repeat.IsEmpty && capacity.Notes == 0)),
                "memory.capacity asks for nothing: give neurons with repeat or notes, or pattern_neurons, or leave capacity out."
            );
            when(capacity.Seeds < 1, $"memory.capacity.seeds must be at least 1, but is {capacity.Seeds}.");
        }

        when(
            memory.Retention is { } retention
                && (
                    retention.Seeds < 1
                    || retention.Neurons < 64
                    || retention.Neurons % 64 != 0
                    || retention.Neurons > 16384
                    || retention.Dreams is < 0 or > 100_000
                ),
            "memory.retention needs at least 1 seed, neurons in multiples of 64 from 64 to 16384, and 0 to 100000 dreams."
        );
        when(
            memory.Retention?.Length is not (null or 0 or (>= 4 and <= 4096)),
            $"memory.retention.length must lie in 4 .. 4096 notes, or be 0 for none, but is {memory.Retention?.Length}."
        );
        when(
            memory.Retention?.Fatigue is not (null or (>= 0 and <= 16)),
            $"memory.retention.fatigue must lie in 0 .. 16, but is {memory.Retention?.Fatigue}."
        );
        when(
            memory.Retention is { Length: 0, Dreams: 0 },
            "memory.retention asks for nothing: length and dreams are both 0; give one of them or leave retention out."
        );
        when(
            memory.WorkingMemory is { } working
                && (working.Seeds < 1 || working.Neurons < 64 || working.Neurons % 64 != 0 || working.Neurons > 16384),
            "memory.working_memory needs at least 1 seed and neurons in multiples of 64 from 64 to 16384."
        );
        when(
            memory.SelfOrganisation is { } self && (self.Seeds < 1 || self.Neurons is < 4 or > 2000),
            "memory.self_organisation needs at least 1 seed and 4 to 2000 neurons."
        );
    }

    private static IEnumerable<string> NetworkProblems(MemoryTunesSection tunes)
    {
        if (tunes.Network is not { } network)
        {
            return [];
        }

        var fatigues = network.Fatigue.IsDefaultOrEmpty ? [0] : network.Fatigue;
        bool[] ways = [.. new[] { false, true }.Where(together => together ? tunes.Together : tunes.Each ?? true)];
        return ways.SelectMany(together =>
                fatigues.SelectMany(fatigue => (network.Of(Tunes.TuneTest.DefaultNetwork(together)) with { Fatigue = fatigue }).Problems())
            )
            .Concat(network.Seed < 0 ? [$"seed must be 0 or above, but is {network.Seed}."] : [])
            .Distinct()
            .Select(problem => $"memory.tunes.network: {problem}");
    }
}
