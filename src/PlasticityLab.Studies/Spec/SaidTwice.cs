using PlasticityLab.Models.LearningRules;
using PlasticityLab.Studies.Tuning;

namespace PlasticityLab.Studies.Spec;

/// <summary>What a study asks for twice: one network would count as two, or be chosen on what it is scored on.</summary>
internal static class SaidTwice
{
    /// <summary>One sentence for each thing that stands twice.</summary>
    public static IEnumerable<string> Problems(StudySpec spec) =>
        Lists(spec).Concat(Seeds(spec)).Concat(SweepProblems(spec)).Concat(Maps(spec));

    private static IEnumerable<string> Lists(StudySpec spec)
    {
        (string Path, IEnumerable<object> Values)[] lists =
        [
            ("readout.inhibition", Objects(spec.Readout.Inhibition)),
            ("readout.gain", Objects(spec.Readout.Gain)),
            ("controls", spec.Controls.IsDefault ? [] : spec.Controls.Select(Key)),
            ("compass.eta", Objects(spec.Compass?.Eta ?? [])),
            ("function_map.inhibition", Objects(spec.FunctionMap?.Inhibition ?? [])),
            ("memory.rules", spec.Memory is { Rules.IsDefault: false } memory ? memory.Rules.Select(RuleOf) : []),
            ("memory.capacity.neurons", Whole(spec.Memory?.Capacity?.Neurons ?? [])),
            ("memory.capacity.pattern_neurons", Whole(spec.Memory?.Capacity?.PatternNeurons ?? [])),
            ("memory.capacity.repeat", Objects(spec.Memory?.Capacity?.Repeat ?? [])),
        ];
        return lists
            .Concat(spec.Sweeps.Select((sweep, i) => ($"sweeps[{i}].values", Values(spec, sweep))))
            .Concat(spec.Sweeps.Select((sweep, i) => ($"sweeps[{i}].rules", sweep.Rules.IsDefault ? [] : sweep.Rules.Cast<object>())))
            .SelectMany(list => Repeated(list.Item1, list.Item2));
    }

    private static IEnumerable<string> Repeated(string path, IEnumerable<object> values)
    {
        var twice = values.GroupBy(value => value).Where(group => group.Count() > 1).Select(group => $"{group.Key}").ToArray();
        return twice.Length == 0
            ? []
            :
            [
                $"{path}: {string.Join(" and ", twice)} {(twice.Length == 1 ? "stands" : "stand")} more than once; every network would count again. Name each once.",
            ];
    }

    private static IEnumerable<string> Seeds(StudySpec spec)
    {
        if (spec.Tuning is not { } tuning || spec.Seeds.Count < 1)
        {
            yield break;
        }

        long first = (long)tuning.FirstSeed,
            last = first + Tuner.ValidationSeeds - 1,
            scoredFirst = spec.Seeds.First,
            scoredLast = scoredFirst + spec.Seeds.Count - 1;
        if (first <= scoredLast && last >= scoredFirst)
        {
            yield return $"tuning.first_seed: tuning chooses on the seeds {first} to {last}, and rules are scored on {scoredFirst} to {scoredLast}; use others, so that scores are on fresh networks.";
        }
    }

    private static IEnumerable<string> SweepProblems(StudySpec spec)
    {
        for (var i = 0; i < spec.Sweeps.Length; i++)
        {
            var sweep = spec.Sweeps[i];
            if (sweep.Values.IsDefaultOrEmpty)
            {
                continue;
            }

            for (var k = 0; k < i; k++)
            {
                var other = spec.Sweeps[k];
                var shared = other.Path != sweep.Path ? [] : Values(spec, sweep).Intersect(Values(spec, other)).ToArray();
                if (shared.Length > 0 && (Everyone(sweep) || Everyone(other) || sweep.Rules.Intersect(other.Rules).Any()))
                {
                    yield return $"sweeps[{k}] and sweeps[{i}] both vary {sweep.Path} over {string.Join(" and ", shared)}; every network would count twice there. Name each value once.";
                }
            }
        }
    }

    // Values as numbers in the axis's unit where they are numbers: 2, 2.0 and 2000 ms of 2 s are one.
    private static IEnumerable<object> Values(StudySpec spec, SweepSection sweep)
    {
        if (sweep.Values.IsDefault)
        {
            return [];
        }

        try
        {
            var unit = Analyses.PhaseDiagrams.UnitAt(spec.Template, sweep.Path);
            return [.. sweep.Values.Select(value => (object)Quantity.Parse(value, unit, sweep.Path))];
        }
        catch (UserError)
        {
            return sweep.Values; // said elsewhere, or words
        }
    }

    private static bool Everyone(SweepSection sweep) => sweep.Rules.IsDefaultOrEmpty;

    private static IEnumerable<string> Maps(StudySpec spec)
    {
        for (var i = 1; i < (spec.Maps.IsDefault ? 0 : spec.Maps.Length); i++)
        {
            for (var k = 0; k < i; k++)
            {
                if (spec.Maps[i] == spec.Maps[k])
                {
                    yield return $"maps[{k}] and maps[{i}] are the same map; leave one out.";
                }
            }
        }
    }

    private static IEnumerable<object> Objects(System.Collections.Immutable.ImmutableArray<double> values) =>
        values.IsDefault ? [] : values.Cast<object>();

    private static IEnumerable<object> Whole(System.Collections.Immutable.ImmutableArray<int> values) =>
        values.IsDefault ? [] : values.Cast<object>();

    // Controls and rules of the catalogue may be spelt in several ways.
    private static string Key(string control) => StudyCheck.Controls.FirstOrDefault(known => Names.Same(known, control)) ?? control;

    private static string RuleOf(string name) => RuleCatalog.Find(name)?.Id ?? name;
}
