using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Spec;

/// <summary>Everything that can be known to be wrong before the first run.</summary>
public static class StudyCheck
{
    private static readonly string[] Controls = ["no_learning", "oracle", "shuffled", "sign_flipped"];
    private static readonly string[] Axes = ["item_ms", "gap_ms", "epochs", "noise", "lesion", "weight_noise", "items", "units"];

    /// <summary>One sentence for each problem; none when the study can run.</summary>
    public static IReadOnlyList<string> Problems(StudySpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var problems = new List<string>();
        void Add(string path, IEnumerable<string> sentences) => problems.AddRange(sentences.Select(sentence => path.Length == 0 ? sentence : $"{path}.{sentence}"));
        void When(bool wrong, string sentence)
        {
            if (wrong)
            {
                problems.Add(sentence);
            }
        }

        When(spec.SchemaVersion != 1, $"schema_version must be 1, but is {spec.SchemaVersion}.");
        When(spec.Rules.IsDefaultOrEmpty, "rules must name at least one rule.");
        When(spec.Conditions.Count == 0, "conditions must name at least one condition.");
        When(spec.Precision is not ("double" or "single"), $"precision must be double or single, but is \"{spec.Precision}\".");
        When(spec.Seeds.Count < 1, $"seeds.count must be at least 1, but is {spec.Seeds.Count}.");
        When(spec.Seeds.First < 0, $"seeds.first must be 0 or above, but is {spec.Seeds.First}.");
        When(spec.Readout.Inhibition.IsDefaultOrEmpty || spec.Readout.Gain.IsDefaultOrEmpty, "readout must have at least one inhibition and one gain.");
        When(!(spec.EquivalenceMargin > 0), $"equivalence_margin must be above 0, but is {spec.EquivalenceMargin:R}.");
        if (spec.Tuning is { } tuning)
        {
            When(tuning.Configurations < 4, $"tuning.configurations must be at least 4, but is {tuning.Configurations}.");
            When(tuning.FirstSeed >= spec.Seeds.First && tuning.FirstSeed < spec.Seeds.First + spec.Seeds.Count,
                $"tuning.first_seed {tuning.FirstSeed} is among the seeds {spec.Seeds.First} to {spec.Seeds.First + spec.Seeds.Count - 1} that rules are scored on; use others, so that scores are on fresh networks.");
        }

        CheckNetwork(spec, problems, Add, When);
        CheckRules(spec, problems, When);
        foreach (var control in spec.Controls.Where(control => !Controls.Any(c => Names.Same(c, control))))
        {
            problems.Add($"controls: there is no control \"{control}\". Known: {string.Join(", ", Controls)}.");
        }

        for (var i = 0; i < spec.Sweeps.Length; i++)
        {
            var sweep = spec.Sweeps[i];
            When(!Axes.Contains(sweep.Axis), $"sweeps[{i}].axis must be one of {string.Join(", ", Axes)}, but is \"{sweep.Axis}\".");
            When(sweep.Values.IsDefaultOrEmpty, $"sweeps[{i}].values must not be empty.");
            When(sweep.Seeds < 1 || sweep.Seeds > spec.Seeds.Count, $"sweeps[{i}].seeds must be from 1 to seeds.count ({spec.Seeds.Count}), but is {sweep.Seeds}.");
        }

        When(spec.Compass is { } compass && (compass.Angles < 4 || compass.Seeds < 1 || compass.Seeds > spec.Seeds.Count), $"compass needs at least 4 angles and from 1 to {spec.Seeds.Count} seeds.");
        When(spec.FunctionMap is { } map && (map.Steps < 2 || map.Seeds < 1 || map.Seeds > spec.Seeds.Count), $"function_map needs at least 2 steps and from 1 to {spec.Seeds.Count} seeds.");
        return problems;
    }

    private static void CheckNetwork(StudySpec spec, List<string> problems, Action<string, IEnumerable<string>> add, Action<bool, string> when)
    {
        // A neuron model that cannot be made must not hide the other problems.
        try
        {
            add("network", spec.Network.ToNetwork(spec.Task.AssemblySize).Problems());
        }
        catch (UserError error)
        {
            problems.Add($"network.neuron: {error.Message}");
        }

        add("task", spec.Task.ToTask().Problems());
        when(spec.Task.AssemblySize > spec.Network.Units, $"task.assembly_size must be at most network.units ({spec.Network.Units}), but is {spec.Task.AssemblySize}.");
        when(!spec.Task.Overlapping && spec.Task.AssemblySize * spec.Task.Items > spec.Network.Units,
            $"task: {spec.Task.Items} items of {spec.Task.AssemblySize} neurons that share none need {spec.Task.AssemblySize * spec.Task.Items} neurons, but network.units is {spec.Network.Units}.");
        when(spec.Task.Items > spec.Network.Units, $"task.items must be at most network.units ({spec.Network.Units}), but is {spec.Task.Items}.");
        when(spec.Task.ArrayAxes is not ("time_neuron" or "neuron_time"), $"task.array_axes must be time_neuron or neuron_time, but is \"{spec.Task.ArrayAxes}\".");
        when(spec.Task.Notes.Length > 0 && spec.Task.ArrayFile.Length > 0, "task must have notes or an array_file, not both.");
        foreach (var (name, condition) in spec.Conditions)
        {
            when(!(condition.Adaptation >= 0), $"conditions.{name}.adaptation must be 0 or above, but is {condition.Adaptation:R}.");
            when(!(condition.AdaptationTauMs > 0), $"conditions.{name}.adaptation_tau_ms must be above 0, but is {condition.AdaptationTauMs:R}.");
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
                problems.Add($"rules[{i}].in: there is no condition \"{condition}\". Conditions: {string.Join(", ", spec.Conditions.Keys)}.");
            }

            foreach (var (where, values) in section.In.Select(pair => ($"rules[{i}].in.{pair.Key}", pair.Value)).Prepend(($"rules[{i}]", new ConditionedRule(section.Learning, section.Point))))
            {
                CheckRule(spec, where, values, problems, when);
            }
        }
    }

    private static void CheckRule(StudySpec spec, string where, ConditionedRule values, List<string> problems, Action<bool, string> when)
    {
        var choice = values.Learning;
        when(!(choice.WeightMax > 0), $"{where}.weight_max must be above 0, but is {choice.WeightMax:R}.");
        when(!(choice.Decay >= 0), $"{where}.decay must be 0 or above, but is {choice.Decay:R}.");
        when(!(choice.Cap >= 0), $"{where}.cap must be above 0, or 0 for none, but is {choice.Cap:R}.");
        when(!(choice.TrainingGain >= 0), $"{where}.training_gain must be 0 or above, but is {choice.TrainingGain:R}.");
        when(!(values.Point.Gain > 0), $"{where}.gain must be above 0, but is {values.Point.Gain:R}.");
        when(!(values.Point.Inhibition >= 0), $"{where}.inhibition must be 0 or above, but is {values.Point.Inhibition:R}.");
        if (choice.Rule == "oracle")
        {
            return;
        }

        try
        {
            var rule = RuleChoice.Create(choice);
            problems.AddRange(rule.Problems().Select(problem => $"{where}.{problem}"));
            var traces = rule.Traces;
            foreach (var trace in new[] { traces.PreFast, traces.PreSlow, traces.PostFast, traces.PostSlow })
            {
                when(trace.Kind != TraceKind.None && trace.Tau < spec.Network.TimeStepMs / 1000,
                    $"{where}: a trace's time constant must be at least the time step of {spec.Network.TimeStepMs:R} ms, but is {trace.Tau * 1000:R} ms.");
                when(trace.Kind == TraceKind.NearestSpike, $"{where}: {choice.Rule} pairs nearest spikes, which a rate network does not have; use a rule of the rate family (plasticity rules list).");
            }

            if (choice.Rule != "text" && RuleCatalog.Card(choice.Rule) is { Clock: not RuleClock.EveryStep, Family: not RuleFamily.Control } card)
            {
                problems.Add($"{where}: {card.Id} is a rule on spikes and this network has rates; use {(card.Id.Contains("triplet", StringComparison.Ordinal) ? "rate_triplet" : "rate_stdp")}, its rate form.");
            }
        }
        catch (UserError error)
        {
            problems.Add($"{where}: {error.Message}");
        }
    }
}
