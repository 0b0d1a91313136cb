using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Spec;

/// <summary>Everything that can be known to be wrong before the first run.</summary>
public static class StudyCheck
{
    internal static readonly string[] Controls = ["no_learning", "oracle", "shuffled", "sign_flipped"];

    /// <summary>One sentence for each problem; none when the study can run.</summary>
    /// <param name="spec">The study.</param>
    /// <param name="isFound">Whether what its task names was found; else only its settings are looked at.</param>
    public static IReadOnlyList<string> Problems(StudySpec spec, bool isFound = true)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var problems = new List<string>();
        void Add(string path, IEnumerable<string> sentences) =>
            problems.AddRange(sentences.Select(sentence => path.Length == 0 ? sentence : $"{path}.{sentence}"));
        void When(bool wrong, string sentence)
        {
            if (wrong)
            {
                problems.Add(sentence);
            }
        }

        When(spec.SchemaVersion is not (1 or StudySpec.Schema), $"schema_version must be {StudySpec.Schema}, but is {spec.SchemaVersion}.");
        When(spec.Rules.IsDefaultOrEmpty, "rules must name at least one rule.");
        When(spec.Conditions.Count == 0, "conditions must name at least one condition.");
        When(spec.Precision is not ("double" or "single"), $"precision must be double or single, but is \"{spec.Precision}\".");
        When(
            spec.Seeds.Count < (spec.Memory is null ? 1 : 0),
            $"seeds.count must be at least 1{(spec.Memory is null ? "" : ", or 0 when the memory part alone is asked for")}, but is {spec.Seeds.Count}."
        );
        When(
            spec.Seeds.Count == 0
                && (spec.Tuning is not null || spec.Compass is not null || spec.FunctionMap is not null || spec.Sweeps.Length > 0),
            "seeds.count is 0, so that there is no network for tuning, compass, function_map or sweeps; leave them out."
        );
        if (spec.Memory is { } memory)
        {
            MemoryCheck.Check(memory, spec, problems, When);
        }

        When(spec.Seeds.First < 0, $"seeds.first must be 0 or above, but is {spec.Seeds.First}.");
        When(
            spec.Readout.Inhibition.IsDefaultOrEmpty || spec.Readout.Gain.IsDefaultOrEmpty,
            "readout must have at least one inhibition and one gain."
        );
        When(!(spec.EquivalenceMargin > 0), $"equivalence_margin must be above 0, but is {spec.EquivalenceMargin:R}.");
        if (spec.Tuning is { } tuning)
        {
            When(tuning.Configurations < 4, $"tuning.configurations must be at least 4, but is {tuning.Configurations}.");
        }

        var bounds = StudyBounds.Problems(spec).ToArray();
        if (bounds.Length > 0)
        {
            // What follows computes with these numbers: first they must be ones that can be computed with.
            return [.. problems, .. bounds];
        }

        if (StudyMemory.Problem(spec) is { } memoryProblem)
        {
            // Already the check of the wiring would take it.
            return [.. problems, memoryProblem];
        }

        var conditions = ConditionProblems(spec).ToArray();
        problems.AddRange(conditions);
        if (conditions.Length == 0)
        {
            CheckNetwork(spec, isFound, problems, Add, When);
        }

        CheckRules(spec, problems, When);
        problems.AddRange(WinnersProblems(spec));
        problems.AddRange(PhaseProblems(spec));
        problems.AddRange(SaidTwice.Problems(spec));
        problems.AddRange(Claims.StudyClaims.Problems(spec));
        problems.AddRange(MeasureProblems(spec));
        problems.AddRange(
            (spec.Analyses.IsDefault ? [] : spec.Analyses)
                .GroupBy(analysis => analysis.Card.Id)
                .Where(same => same.Count() > 1)
                .Select(same => $"analyses names {same.Key} {same.Count()} times; leave all but one out.")
        );
        if (spec.Task is not IOrderedTask)
        {
            problems.AddRange(NeedsOrder(spec));
        }

        foreach (var control in spec.Controls.Where(control => !Controls.Any(c => Names.Same(c, control))))
        {
            problems.Add($"controls: there is no control \"{control}\". {Names.Known(control, Controls)}");
        }

        When(spec.Readout.Widen is < 0 or > 10, $"readout.widen must lie in [0, 10], but is {spec.Readout.Widen}.");
        problems.AddRange(RecordingSection.Problems(spec));
        problems.AddRange(spec.Search?.Problems(spec) ?? []);
        problems.AddRange(spec.Mechanism?.Problems(spec) ?? []);
        When(
            spec.Compass is not null && spec.Network is not RateNetwork,
            $"compass turns a rule on rates and this is {spec.Network.Card.Name}; leave it out."
        );
        When(
            !spec.Maps.IsDefaultOrEmpty && spec.Network is not RateNetwork,
            $"maps of behaviour have a mean field of rates and this is {spec.Network.Card.Name}; leave them out."
        );
        When(
            !spec.Maps.IsDefaultOrEmpty && spec.Task is IOrderedTask and not Chain,
            $"maps of behaviour have a mean field of a chain, and the task is {spec.Task.Card.Id}; leave them out."
        );
        for (var i = 0; i < spec.Sweeps.Length; i++)
        {
            var sweep = spec.Sweeps[i];
            problems.AddRange(SweepProblems(spec, sweep, $"sweeps[{i}]"));
            When(sweep.Values.IsDefaultOrEmpty, $"sweeps[{i}].values must not be empty.");
            When(
                sweep.Seeds < 1 || sweep.Seeds > spec.Seeds.Count,
                $"sweeps[{i}].seeds must be from 1 to seeds.count ({spec.Seeds.Count}), but is {sweep.Seeds}."
            );
        }

        for (var i = 0; i < (spec.Maps.IsDefault ? 0 : spec.Maps.Length); i++)
        {
            problems.AddRange(spec.Maps[i].Problems(spec, $"maps[{i}]"));
        }

        When(
            spec.Compass is { } compass && (compass.Angles < 4 || compass.Seeds < 1 || compass.Seeds > spec.Seeds.Count),
            $"compass needs at least 4 angles and from 1 to {spec.Seeds.Count} seeds."
        );
        When(
            spec.FunctionMap is { } map && (map.Steps < 2 || map.Seeds < 1 || map.Seeds > spec.Seeds.Count),
            $"function_map needs at least 2 steps and from 1 to {spec.Seeds.Count} seeds."
        );
        // Last, since a network is made for it.
        return problems.Count > 0 || !isFound ? problems : [.. MeasureTrial.Problems(spec)];
    }

    // What is wanted must exist, and networks of the task must have it.
    private static IEnumerable<string> MeasureProblems(StudySpec spec)
    {
        var (known, task) = (Catalog.Of<IMeasure>(), spec.Task.Card);
        if (!known.Has(task.Score))
        {
            yield return $"task {task.Id} ({spec.Task.GetType().FullName}) is scored by \"{task.Score}\", which is no measure. {Names.Known(task.Score, known.Cards.Select(card => card.Id))}";
            yield break;
        }

        var wanted = spec.Measures.IsDefault ? [] : spec.Measures;
        for (var i = 0; i < wanted.Length; i++)
        {
            if (!known.Has(wanted[i]))
            {
                yield return $"measures[{i}]: {known.NotKnown(wanted[i])}";
            }
            else if (!known.Create(wanted[i]).AppliesTo(spec.Task))
            {
                yield return $"measures[{i}]: networks that learn the task {task.Id} have no {known.CardOf(wanted[i]).Name} ({wanted[i]}). Measured there: {string.Join(", ", MeasureSet.All(spec.Task).Ids)}.";
            }
        }

        foreach (var same in wanted.GroupBy(id => id).Where(same => same.Count() > 1))
        {
            yield return $"measures names \"{same.Key}\" {same.Count()} times; leave all but one out.";
        }
    }

    // What is made for items that follow one another.
    private static IEnumerable<string> NeedsOrder(StudySpec spec)
    {
        var task = spec.Task.Card.Id;
        foreach (var control in spec.Controls.Where(control => Names.Same(control, "shuffled") || Names.Same(control, ControlNames.Oracle)))
        {
            yield return $"controls: {control} needs items that follow one another, and those of task {task} do not; leave it out.";
        }

        if (spec.FunctionMap is not null)
        {
            yield return $"function_map builds chains by hand, and the items of task {task} do not follow one another; leave it out.";
        }

        foreach (
            var section in (spec.Compass is null ? Enumerable.Empty<string>() : ["compass"]).Concat(
                spec.Maps.IsDefaultOrEmpty ? [] : ["maps"]
            )
        )
        {
            yield return $"{section} tells how a sequence is replayed, and the items of task {task} do not follow one another; leave it out.";
        }
    }

    /// <summary>What a study file calls the number of neurons that learn.</summary>
    internal static string Neurons(StudySpec spec) => spec.Network.Card.Size;

    private static void CheckNetwork(
        StudySpec spec,
        bool isFound,
        List<string> problems,
        Action<string, IEnumerable<string>> add,
        Action<bool, string> when
    )
    {
        string[] own = [.. spec.Network.Problems()];
        add("network", own);
        foreach (var condition in spec.Conditions.Keys)
        {
            add($"conditions.{condition}.network", spec.NetworkIn(condition).Problems().Except(own));
        }

        string[] ofTask = [.. spec.Task.Problems()];
        add("task", ofTask);
        var (neurons, count) = ($"network.{Neurons(spec)}", spec.Network.Neurons);
        when(spec.Task.AssemblySize > count, $"task.assembly_size must be at most {neurons} ({count}), but is {spec.Task.AssemblySize}.");
        var copies = spec.Task is Patterns { Damage: > 0 } ? ", with a damaged copy of each pattern that is asked for," : "";
        when(spec.Task.Items > count, $"task.items{copies} must be at most {neurons} ({count}), but is {spec.Task.Items}.");
        if (isFound && ofTask.Length + own.Length == 0 && spec.Task.AssemblySize <= count && spec.Task.Items <= count)
        {
            problems.AddRange(TaskOnNetwork.Problems(spec));
        }
    }

    // A condition may change what does not alter the size of things: tables compare networks of one size, step by step, on one task.
    private static IEnumerable<string> ConditionProblems(StudySpec spec)
    {
        foreach (var (name, condition) in spec.Conditions)
        {
            foreach (var (path, value) in condition.Changes)
            {
                var sentence =
                    path.StartsWith("network.", StringComparison.Ordinal) || path.StartsWith("perturbation.", StringComparison.Ordinal)
                        ? Told(() => RunPatch.With(spec.Template, path, value)) ?? SizeProblem(spec, path, value)
                        : $"{path} is not known; a condition changes the network or the perturbation, as network.adaptation: 1. Values of a rule in a condition stand at the rule, under \"in\".";
                if (sentence is not null)
                {
                    yield return $"conditions.{name}.{sentence}";
                }
            }
        }
    }

    private static string? SizeProblem(StudySpec spec, string path, string value)
    {
        var (own, changed) = (spec.Network, RunPatch.With(spec.Template, path, value).Network);
        return
            (own.Neurons, own.TimeStep, own.SampleTime) != (changed.Neurons, changed.TimeStep, changed.SampleTime)
            || (own as SpikingNetwork)?.Inhibitory != (changed as SpikingNetwork)?.Inhibitory
            ? $"{path} must be the same in every condition; change it in network."
            : null;
    }

    // Each rule that takes part must have what is varied.
    private static IEnumerable<string> SweepProblems(StudySpec spec, SweepSection sweep, string path) =>
        spec
            .Rules.Where(rule => sweep.Rules.IsDefaultOrEmpty || sweep.Rules.Contains(rule.Name))
            .SelectMany(rule =>
                (sweep.Values.IsDefaultOrEmpty ? ["0"] : sweep.Values).Select(value =>
                    rule.Learning.HasPhases && sweep.Path.StartsWith("learning.", StringComparison.Ordinal)
                        ? $"{rule.Name} learns in phases, so {sweep.Path} is not one value; name the rules of the sweep."
                        : Told(() => RunPatch.With(spec.Template with { Learning = rule.Learning }, sweep.Path, value))
                )
            )
            .OfType<string>()
            .Distinct()
            .Select(sentence => $"{path}: {sentence}");

    // The sentence of a refusal; null when there is none.
    private static string? Told(Func<RunSpec> change)
    {
        try
        {
            _ = change();
            return null;
        }
        catch (UserError error)
        {
            return error.Message;
        }
    }

    private static void CheckRules(StudySpec spec, List<string> problems, Action<bool, string> when)
    {
        foreach (var name in spec.Rules.GroupBy(rule => rule.Name).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            problems.Add($"rules: the name \"{name}\" stands {spec.Rules.Count(rule => rule.Name == name)} times; give each its own name.");
        }

        for (var i = 0; i < spec.Rules.Length; i++)
        {
            var section = spec.Rules[i];
            foreach (var condition in section.In.Keys.Where(condition => !spec.Conditions.ContainsKey(condition)))
            {
                problems.Add(
                    $"rules[{i}].in: there is no condition \"{condition}\". Conditions: {string.Join(", ", spec.Conditions.Keys)}."
                );
            }

            foreach (
                var (where, values) in section
                    .In.Select(pair => ($"rules[{i}].in.{pair.Key}", pair.Value))
                    .Prepend(($"rules[{i}]", new ConditionedRule(section.Learning, section.Point)))
            )
            {
                CheckRule(spec, where, values, problems, when);
            }
        }
    }

    // Winners are named by a read-out that learns beside the weights, over codes that are the network's own.
    private static IEnumerable<string> WinnersProblems(StudySpec spec)
    {
        if (spec.Network is not Simulation.KWinners.WinnersNetwork)
        {
            yield break;
        }

        var rules = spec.Rules.IsDefault ? [] : spec.Rules;
        string[] given =
        [
            .. rules.Where(rule => rule.Learning.IsGiven).Select(rule => rule.Name),
            .. spec.Controls.Where(control => Names.Same(control, ControlNames.Oracle)),
        ];
        if (given.Length > 0)
        {
            yield return $"{string.Join(", ", given)}: a network of k winners names notes by what it heard while it learned, so weights from elsewhere name none; leave it out.";
        }

        if (rules.Any(rule => rule.Learning.HasPhases))
        {
            yield return "rules that learn in phases begin each with other codes in a network of k winners; give one rule alone.";
        }
    }

    // What searches or changes the values of one rule.
    private static IEnumerable<string> PhaseProblems(StudySpec spec)
    {
        var phased = spec.Rules.IsDefaultOrEmpty
            ? []
            : spec.Rules.Where(rule => rule.Learning.HasPhases).Select(rule => rule.Name).ToArray();
        return phased.Length == 0 ? []
            : spec.Tuning is not null
                ? [$"tuning finds the values of one rule, and {string.Join(", ", phased)} learns by several in turn; leave tuning out."]
            : spec.Mechanism is not null && spec.Mechanism.Rules.IsDefaultOrEmpty
                ? [$"mechanism asks how one rule does it, and {string.Join(", ", phased)} learns by several in turn; name mechanism.rules."]
            : [];
    }

    private static bool IsOfSetting(string problem) =>
        Settings.Of(typeof(LearningSpec)).Any(setting => problem.StartsWith(setting.Name + " ", StringComparison.Ordinal));

    private static void CheckRule(StudySpec spec, string where, ConditionedRule values, List<string> problems, Action<bool, string> when)
    {
        when(!(values.Point.Gain > 0), $"{where}.gain must be above 0, but is {values.Point.Gain:R}.");
        when(!(values.Point.Inhibition >= 0), $"{where}.inhibition must be 0 or above, but is {values.Point.Inhibition:R}.");
        var phases = values.Learning.Phases.ToArray();
        for (var k = 0; k < phases.Length; k++)
        {
            CheckPhase(spec, phases.Length > 1 ? $"{where}.learn[{k}]" : where, phases[k], phases.Length > 1, problems, when);
        }
    }

    private static void CheckPhase(
        StudySpec spec,
        string where,
        LearningChoice choice,
        bool isOneOfMany,
        List<string> problems,
        Action<bool, string> when
    )
    {
        when(choice.Presentations < 0, $"{where}.presentations must be at least 1, but is {choice.Presentations}.");
        when(isOneOfMany && choice.IsGiven, $"{where}: {choice.Rule} is built by hand and learns nothing, so it is no phase.");
        if (choice.Presentations > 0)
        {
            problems.AddRange(PresentationProblems(spec, where, choice.Presentations));
        }

        when(!(choice.WeightMax > 0), $"{where}.weight_max must be above 0, but is {choice.WeightMax:R}.");
        when(!(choice.Decay >= 0), $"{where}.decay must be 0 or above, but is {choice.Decay:R}.");
        when(!(choice.Cap >= 0), $"{where}.cap must be above 0, or 0 for none, but is {choice.Cap:R}.");
        when(!(choice.TrainingGain >= 0), $"{where}.training_gain must be 0 or above, but is {choice.TrainingGain:R}.");
        try
        {
            if (choice.Given is { } given)
            {
                problems.AddRange(
                    given.Problems(spec.Task).Concat(given.Problems(spec.Network)).Select(problem => $"{where}: {choice.Rule} {problem}")
                );
                // Hand-built weights have no traces; their sign is free where that of synapses is.
                problems.AddRange(
                    choice
                        .Parameters.Where(parameter => parameter.Value < spec.Network.Least)
                        .Select(parameter =>
                            $"{where}.{parameter.Key} must be at least 0, because these synapses are excitatory and keep their sign (Dale's law), but is {parameter.Value:R}."
                        )
                );
                return;
            }

            var learning = choice.ToSpec();
            problems.AddRange(learning.Rule.Problems().Select(problem => $"{where}.{problem}"));
            problems.AddRange(
                spec.Network.Problems(learning, spec.Task.AssemblySize)
                    .Select(problem => $"{where}{(IsOfSetting(problem) ? "." : ": ")}{problem}")
            );
        }
        catch (UserError error)
        {
            problems.Add($"{where}: {error.Message}");
        }
    }

    // Only tasks that count their presentations under this key can be cut into phases.
    private static IEnumerable<string> PresentationProblems(StudySpec spec, string where, int presentations)
    {
        var sentence = Told(() => RunPatch.With(spec.Template, "task.epochs", presentations));
        return sentence is not null
            ? [$"{where}.presentations cannot be said of the task {spec.Task.Card.Id}: {sentence}"]
            : RunPatch
                .With(spec.Template, "task.epochs", presentations)
                .Task.Problems()
                .Except(spec.Task.Problems())
                .Select(problem => $"{where}.presentations: {problem}");
    }
}
