using System.Globalization;
using System.Text;
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
                .Where(entry => !entry.Shuffled && entry.Values.Learning.Sign > 0 && entry.Name != "none")
                .GroupBy(entry => entry.Name)
        )
        {
            var rule = group.First().Values.Learning;
            text.Append(CultureInfo.InvariantCulture, $"  - name: {group.Key}\n");
            text.Append(rule.Equation is null ? $"    rule: {rule.Rule}\n" : $"    equation: \"{rule.Equation}\"\n");
            text.Append("    in:\n");
            foreach (var entry in group)
            {
                text.Append(CultureInfo.InvariantCulture, $"      {entry.Condition}: {{ {string.Join(", ", Values(entry.Values))} }}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>name: value of everything that was tuned.</summary>
    internal static IEnumerable<string> Values(ConditionedRule values)
    {
        var l = values.Learning;
        var unitOf = RuleChoice.Units(l);
        foreach (var (name, value) in l.Parameters)
        {
            var rounded = double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            yield return $"{name}: {Quantity.Show(rounded, unitOf(name))}";
        }

        if (l.Rule != "oracle")
        {
            yield return $"weight_max: {l.WeightMax.ToString("G6", CultureInfo.InvariantCulture)}";
            yield return $"decay: {l.Decay.ToString("R", CultureInfo.InvariantCulture)}";
            yield return $"cap: {(l.Cap > 0 ? l.Cap.ToString("R", CultureInfo.InvariantCulture) : "off")}";
            yield return $"training_gain: {l.TrainingGain.ToString("R", CultureInfo.InvariantCulture)}";
        }

        yield return $"inhibition: {values.Point.Inhibition.ToString("R", CultureInfo.InvariantCulture)}";
        yield return $"gain: {values.Point.Gain.ToString("R", CultureInfo.InvariantCulture)}";
    }
}
