using PlasticityLab.Cli.FrontDoor;
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
    /// <exception cref="UserError">There is no such rule, the equation is none, or a value cannot be read: all that is wrong.</exception>
    public static ILearningRule Rule(string text, string[] settings)
    {
        var problems = new Gathered();
        var rule = Rule(text, settings, problems);
        problems.ThrowIfAny();
        return rule!;
    }

    /// <summary>The same; null when there are problems, which join the others.</summary>
    public static ILearningRule? Rule(string text, string[] settings, Gathered problems)
    {
        // "w-1" might be the name of a rule, "-w" too: what reads as an equation is one.
        if (!text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-') || IsEquation(text, settings))
        {
            return Typed(text, settings, problems);
        }

        if (problems.Try(() => RuleCatalog.TypeOf(text)) is not { } type)
        {
            return null;
        }

        var known = Settings.Of(type);
        var values = problems.Try(() =>
            Read(settings, name => known.FirstOrDefault(setting => Names.Same(setting.Name, name))?.Unit ?? "")
        );
        return values is null ? null : problems.Try(() => RuleCatalog.Create(text, values));
    }

    private static bool IsEquation(string text, string[] settings)
    {
        try
        {
            _ = TextRule.Check(text, NamesOf(settings).ToDictionary(name => name, _ => 1.0));
            return true;
        }
        catch (UserError)
        {
            return false;
        }
    }

    private static string[] NamesOf(string[] settings) => [.. settings.Select(setting => setting.Split('=')[0].Trim()).Distinct()];

    private static ILearningRule? Typed(string equation, string[] settings, Gathered problems)
    {
        var names = NamesOf(settings);
        var times = TextRule.TimeConstants(equation, names);
        if (problems.Try(() => Read(settings, name => times.Contains(name) ? "s" : "")) is { } values)
        {
            return problems.Try(() => TextRule.Compile(equation, values.ToDictionary(StringComparer.Ordinal)));
        }

        // What is wrong with the equation itself is told beside the values that cannot be read.
        problems.Try(() => TextRule.Interpret(equation, names.ToDictionary(name => name, _ => 1.0)));
        return null;
    }
}
