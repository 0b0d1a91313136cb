using System.Collections;
using System.Reflection;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Studies.Spec;

/// <summary>Bounds that hold for every number of a study, whatever part it stands in, and names that can be names of files.</summary>
/// <remarks>Closer bounds stand where a value is known; these keep what nobody thought of from overflowing a count, and a plug-in's numbers
/// from running for ever.</remarks>
internal static class StudyBounds
{
    // Weights of so many neurons take 3 GiB in double precision; a recall of so many steps takes hours.
    private const int MostNeurons = 20_000,
        MostCount = 1_000_000;

    // A study may ask for divergence, which is a result; but not for numbers whose first product is none.
    private const double Largest = 1e300,
        MostSteps = 1e9,
        LongestTime = 1e5,
        ShortestTime = 1e-7;

    // Every bit of a seed means something, so it may be any whole number that is not negative.
    private static readonly string[] Seeds = ["First", "FirstSeed", "Root"];

    public static IEnumerable<string> Problems(StudySpec spec) =>
        Numbers(spec, "").Concat(Counts(spec)).Concat(ConditionNames(spec)).Concat(RuleNames(spec)).Concat(Names(spec));

    private static IEnumerable<string> Names(StudySpec spec)
    {
        if (OutputFile.NameProblem(spec.Name) is { } problem)
        {
            yield return $"name {problem}; it is {Shown(spec.Name)}.";
        }
    }

    private static IEnumerable<string> ConditionNames(StudySpec spec)
    {
        foreach (var name in spec.Conditions.Keys)
        {
            if (OutputFile.NameProblem(name) is { } problem)
            {
                yield return $"conditions: a name {problem}; this one is {Shown(name)}.";
            }
        }

        foreach (var same in spec.Conditions.Keys.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
        {
            yield return $"conditions: {string.Join(" and ", same)} differ in capitals only; files are named by them.";
        }
    }

    private static IEnumerable<string> RuleNames(StudySpec spec)
    {
        for (var i = 0; i < spec.Rules.Length; i++)
        {
            // Names of rules stand in tables and figures, and arrays of weights are named by them.
            var name = spec.Rules[i].Name;
            if (string.IsNullOrWhiteSpace(name) || name.Length > 200 || name.Any(c => char.IsControl(c) || c is '/' or '\\'))
            {
                yield return $"rules[{i}].name must have 1 to 200 characters, none of them /, \\ or a control character; it is {Shown(name)}.";
            }
        }

        var names = spec.Rules.Select(rule => rule.Name).ToArray();
        foreach (
            var same in names
                .Distinct(StringComparer.Ordinal)
                .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
                .Where(same => same.Count() > 1)
        )
        {
            yield return $"rules: {string.Join(" and ", same)} differ in capitals only; files are named by them.";
        }

        // The controls of a study are entries of its tables, beside the rules.
        string[] controls = [ControlNames.NoLearning, .. names.Select(ControlNames.Shuffled), .. names.Select(ControlNames.SignTurned)];
        foreach (var name in names.Where(name => controls.Contains(name, StringComparer.OrdinalIgnoreCase)).Distinct())
        {
            yield return $"rules: {Shown(name)} is the name of a control; give the rule another one.";
        }
    }

    private static IEnumerable<string> Counts(StudySpec spec) =>
        Require.All(
            Upper($"network.{spec.Network.Card.Size}", spec.Network.Neurons, MostNeurons),
            Upper("network.inhibitory", (spec.Network as SpikingNetwork)?.Inhibitory ?? 0, MostNeurons),
            spec.Task.AssemblySize < 1 ? $"task.assembly_size must be at least 1, but is {spec.Task.AssemblySize}." : null,
            Upper("seeds.count", spec.Seeds.Count, 100_000),
            (long)spec.Seeds.First + spec.Seeds.Count > int.MaxValue
                ? $"seeds.first must leave room for seeds.count below {int.MaxValue}, but is {spec.Seeds.First}."
                : null,
            Upper("tuning.configurations", spec.Tuning?.Configurations ?? 0, 100_000),
            Upper("compass.angles", spec.Compass?.Angles ?? 0, 3600),
            Upper("function_map.steps", spec.FunctionMap?.Steps ?? 0, 201),
            spec.Readout.Gain.Any(gain => !(gain > 0)) ? "readout.gain must hold numbers above 0." : null,
            spec.Readout.Inhibition.Any(inhibition => !(inhibition >= 0)) ? "readout.inhibition must hold numbers from 0." : null,
            spec.Readout.Gain.Length * (long)spec.Readout.Inhibition.Length > 10_000 ? "readout has more than 10000 points." : null,
            spec.Compass is { } compass && (compass.Eta.IsDefaultOrEmpty || compass.Eta.Any(eta => !(eta > 0)))
                ? "compass.eta must hold at least one number, all above 0."
                : null,
            spec.Compass is { } positive && !(positive.Tau > 0 && positive.WeightMax > 0 && positive.TrainingGain >= 0)
                ? "compass needs tau and weight_max above 0 and a training_gain from 0."
                : null,
            spec.FunctionMap is { } map && (!(map.Max > 0) || map.Inhibition.IsDefaultOrEmpty || map.Inhibition.Any(x => !(x >= 0)))
                ? "function_map needs max above 0 and at least one inhibition, all from 0."
                : null,
            Upper("memory.capacity.seeds", spec.Memory?.Capacity?.Seeds ?? 0, 10_000),
            Upper("memory.retention.seeds", spec.Memory?.Retention?.Seeds ?? 0, 10_000),
            Upper("memory.working_memory.seeds", spec.Memory?.WorkingMemory?.Seeds ?? 0, 10_000),
            Upper("memory.self_organisation.seeds", spec.Memory?.SelfOrganisation?.Seeds ?? 0, 10_000),
            Upper("memory.episodes.factors", spec.Memory?.Episodes?.Factors ?? 0, 100),
            Upper("memory.episodes.lags", spec.Memory?.Episodes?.Lags ?? 0, 10_000),
            Steps(spec)
        );

    private static string? Steps(StudySpec spec)
    {
        var task = spec.Task;
        var step = spec.Network.TimeStep;
        if (task is not Chain && task.Problems().Any())
        {
            return null; // told by the task; its length is not known
        }

        var (presentation, recall) = (task.TrainingTime / step, task.ProbeTime / step);
        return presentation <= MostSteps && recall <= MostSteps / 10
            ? null
            : $"task: a presentation of {presentation:0.#e+0} steps and a recall of {recall:0.#e+0} steps would be needed; "
                + "at most 1e9 and 1e8 are simulated.";
    }

    private static string? Upper(string path, int value, int most) =>
        value <= most ? null : $"{path} must be at most {most}, but is {value}.";

    private static IEnumerable<string> Numbers(object record, string path)
    {
        foreach (
            var property in record
                .GetType()
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.CanWrite && !p.IsDefined(typeof(SetByCodeAttribute)))
        )
        {
            if (property.GetIndexParameters().Length > 0 || property.GetValue(record) is not { } value)
            {
                continue;
            }

            var name = Numerics.Foundation.Names.Snake(property.Name);
            var isTime = property.GetCustomAttribute<UnitAttribute>()?.Unit == "s";
            foreach (var problem in Value(value, path.Length == 0 ? name : $"{path}.{name}", isTime, Seeds.Contains(property.Name)))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> Value(object value, string path, bool isTime, bool isSeed)
    {
        switch (value)
        {
            case double number:
                return Number(number, path, isTime) is { } problem ? [problem] : [];
            case int count:
                return isSeed || Math.Abs((long)count) <= MostCount
                    ? []
                    : [$"{path} must lie in {-MostCount} .. {MostCount}, but is {count}."];
            case string text:
                // Texts are printed to terminals and written into pages and pictures, where such characters are commands or cannot stand.
                return text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
                    ? [$"{path} must hold no control characters; it is {Shown(text)}."]
                    : [];
            case bool or ulong or Enum:
                return [];
            case IDictionary entries:
                return entries.Keys.Cast<object>().SelectMany(key => Value(entries[key]!, $"{path}.{key}", isTime, false));
            case IEnumerable items:
                return Items(items).SelectMany((item, i) => Value(item, $"{path}[{i}]", isTime, false));
            default:
                return value.GetType().Assembly == typeof(StudySpec).Assembly || IsPlugin(value.GetType()) ? Numbers(value, path) : [];
        }
    }

    private static bool IsPlugin(Type type) => Array.Exists(type.GetInterfaces(), kind => kind.IsDefined(typeof(CatalogAttribute), false));

    // An immutable array that was never given cannot be enumerated.
    private static IEnumerable<object> Items(IEnumerable items) =>
        items.GetType().GetProperty("IsDefault")?.GetValue(items) is true ? [] : items.Cast<object>();

    private static string? Number(double value, string path, bool isTime) =>
        isTime
            ? value == 0 || Math.Abs(value) is >= ShortestTime and <= LongestTime
                ? null
                : $"{path} must be 0 or lie in {ShortestTime:R} .. {LongestTime:R} s, but is {value:R} s."
            : Math.Abs(value) <= Largest
                ? null
                : $"{path} must lie in {-Largest:R} .. {Largest:R}, but is {value:R}.";

    private static string Shown(string text) =>
        $"\"{string.Concat(text.Take(60).Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()))}\"";
}
