namespace PlasticityLab.Studies.Results;

/// <summary>Names of the arrays of a rule in a condition: RULE_CONDITION.</summary>
/// <remarks>Both names may hold underscores, so that two pairs can give one name, of which readers of an archive see one array only. Where
/// that happens in a study, two underscores stand between rule and condition, or " in " where those collide, too.</remarks>
internal static class ArrayNames
{
    /// <summary>A name for each pair of rule and condition.</summary>
    public static Func<string, string, string> For(IEnumerable<(string Rule, string Condition)> pairs)
    {
        var all = pairs.Distinct().ToArray();
        foreach (var between in new[] { "_", "__", " in " })
        {
            if (all.Select(pair => pair.Rule + between + pair.Condition).Distinct().Count() == all.Length)
            {
                return (rule, condition) => rule + between + condition;
            }
        }

        return (rule, condition) => $"{rule} in {condition} ({Array.IndexOf(all, (rule, condition)) + 1})";
    }
}
