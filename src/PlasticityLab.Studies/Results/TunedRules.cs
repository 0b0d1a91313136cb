using System.Globalization;
using System.Text;
using System.Text.Json;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Results;

/// <summary>Writes tuned values as the rules section of a study file, so that another study can start from them.</summary>
internal static class TunedRules
{
    public static string ToYaml(StudyData data)
    {
        var text = new StringBuilder(
            $"# Values found by study {data.Study.Name} ({data.Study.Hash()}); rules section of a study file.\nrules:\n"
        );
        foreach (
            var group in data
                .Outcomes.Select(o => o.Entry)
                .Distinct()
                .Where(entry => !entry.IsControl || entry.Values.Learning.IsGiven)
                .GroupBy(entry => entry.Name)
        )
        {
            var rule = group.First().Values.Learning;
            text.Append(CultureInfo.InvariantCulture, $"  - name: {group.Key}\n");
            if (rule.HasPhases)
            {
                text.Append("    learn:\n");
                foreach (var phase in rule.Phases)
                {
                    var point = group.First().Values.Point;
                    var said = Values(new(phase, point)).Where(value => value.Split(':')[0] is not ("inhibition" or "gain"));
                    text.Append(CultureInfo.InvariantCulture, $"      - {{ {string.Join(", ", said.Prepend(Kind(phase)))} }}\n");
                }

                text.Append(
                    CultureInfo.InvariantCulture,
                    $"    inhibition: {group.First().Values.Point.Inhibition:R}\n    gain: {group.First().Values.Point.Gain:R}\n"
                );
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"    {Kind(rule)}\n");
            text.Append("    in:\n");
            foreach (var entry in group)
            {
                text.Append(CultureInfo.InvariantCulture, $"      {entry.Condition}: {{ {string.Join(", ", Values(entry.Values))} }}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The key that says which rule it is.</summary>
    internal static string Kind(LearningChoice choice) =>
        choice.Equation is not null ? $"equation: \"{choice.Equation}\""
        : choice.Weights is { } weights
            ? $"weights: {{ file: {JsonSerializer.Serialize(weights.File, Json.Canonical)}, array: {JsonSerializer.Serialize(weights.Array, Json.Canonical)} }}"
        : $"rule: {choice.Rule}";

    /// <summary>name: value of everything that the rule was run with: read back, the same learning to the last bit.</summary>
    internal static IEnumerable<string> Values(ConditionedRule values)
    {
        var l = values.Learning;
        var unitOf = RuleChoice.Units(l);
        foreach (var (name, value) in l.Parameters)
        {
            yield return $"{name}: {Quantity.Show(value, unitOf(name))}";
        }

        if (!l.IsGiven)
        {
            if (l.Presentations > 0)
            {
                yield return $"presentations: {l.Presentations}";
            }

            yield return $"weight_max: {Number(l.WeightMax)}";
            yield return $"decay: {Number(l.Decay)}";
            yield return $"cap: {(l.Cap > 0 ? Number(l.Cap) : "off")}";
            yield return $"training_gain: {Number(l.TrainingGain)}";
            if (l.SoftBounds)
            {
                yield return "soft_bounds: true";
            }

            if (l.Normalisation != "none")
            {
                yield return $"normalisation: {l.Normalisation}";
            }

            if (l.Sign != 1)
            {
                yield return $"sign: {Number(l.Sign)}";
            }
        }

        yield return $"inhibition: {Number(values.Point.Inhibition)}";
        yield return $"gain: {Number(values.Point.Gain)}";
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
