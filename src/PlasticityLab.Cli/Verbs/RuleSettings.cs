using PlasticityLab.Models.LearningRules;
using PlasticityLab.Simulation.TextRules;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Parameters of a rule as they are typed: <c>--set eta=0.01 --set tau_plus=20ms</c>.</summary>
internal static class RuleSettings
{
    /// <summary>The values by name.</summary>
    /// <param name="settings">What was typed.</param>
    /// <param name="unitOf">The unit of each parameter; empty: a bare number.</param>
    /// <exception cref="UserError">One sentence for each that cannot be read.</exception>
    public static IReadOnlyList<KeyValuePair<string, double>> Read(IEnumerable<string> settings, Func<string, string> unitOf)
    {
        var values = new List<KeyValuePair<string, double>>();
        var problems = new List<string>();
        foreach (var setting in settings)
        {
            var parts = setting.Split('=', 2);
            var name = parts[0].Trim();
            if (parts.Length < 2)
            {
                problems.Add($"--set {setting}: write it as name=number, for example eta=0.01.");
            }
            else if (Quantity.TryParse(parts[1], unitOf(name), out var value, out var problem))
            {
                values.Add(new(name, value));
            }
            else
            {
                problems.Add($"--set {name} {problem}");
            }
        }

        problems.AddRange(
            values
                .GroupBy(value => value.Key, StringComparer.Ordinal)
                .Where(same => same.Count() > 1)
                .Select(same => $"--set {same.Key} stands {same.Count()} times; give it one value.")
        );
        UserError.ThrowIfAny(problems);
        return values;
    }

    /// <summary>The rule of an id or short name, or of an equation.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="settings">Values of its parameters, as typed.</param>
    /// <exception cref="UserError">There is no such rule, the equation is none, or a value cannot be read.</exception>
    public static ILearningRule Rule(string text, string[] settings)
    {
        if (text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-'))
        {
            var units = Settings.Of(RuleCatalog.TypeOf(text));
            return RuleCatalog.Create(
                text,
                Read(settings, name => units.FirstOrDefault(setting => Names.Same(setting.Name, name))?.Unit ?? "")
            );
        }

        var times = TextRule.TimeConstants(text, settings.Select(setting => setting.Split('=')[0].Trim()));
        return TextRule.Compile(text, Read(settings, name => times.Contains(name) ? "s" : "").ToDictionary(StringComparer.Ordinal));
    }
}
