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
}
