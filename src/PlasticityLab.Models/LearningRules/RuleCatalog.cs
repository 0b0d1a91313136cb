using System.Reflection;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.LearningRules;

/// <summary>The learning rules, found by scanning this assembly: a rule is added by writing its file, nothing else.</summary>
public static class RuleCatalog
{
    private static readonly Entry[] Entries =
    [
        .. typeof(RuleCatalog)
            .Assembly.GetTypes()
            .Where(type => type is { IsValueType: true, IsGenericType: false } && typeof(ILearningRule).IsAssignableFrom(type))
            .Select(type => new Entry(type, (RuleCard)type.GetProperty("Card", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!))
            .OrderBy(entry => entry.Card.Id, StringComparer.Ordinal),
    ];

    private sealed record Entry(Type Type, RuleCard Card);

    /// <summary>The cards of all rules, by id.</summary>
    public static IReadOnlyList<RuleCard> Cards { get; } = [.. Entries.Select(entry => entry.Card)];

    /// <summary>The type that holds a rule.</summary>
    public static Type TypeOf(string id) => Find(id).Type;

    /// <summary>The card of a rule, by id or short name; hyphens and capitals do not matter.</summary>
    public static RuleCard Card(string id) => Find(id).Card;

    /// <summary>The card of a rule.</summary>
    public static RuleCard Card(ILearningRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Accept(new CardOf());
    }

    /// <summary>A rule with its default parameters.</summary>
    public static ILearningRule Create(string id) => Parameters.Create<ILearningRule>(Find(id).Type);

    /// <summary>A rule with given parameters, by their names in study files (<c>tau_plus</c>).</summary>
    /// <exception cref="UserError">The rule or a parameter is unknown.</exception>
    public static ILearningRule Create(string id, IEnumerable<KeyValuePair<string, double>> parameters)
    {
        var entry = Find(id);
        return (ILearningRule)Parameters.With(Create(id), parameters, $"rule {entry.Card.Id}");
    }

    private static Entry Find(string id) =>
        Array.Find(Entries, entry => Names.Same(entry.Card.Id, id) || Names.Same(entry.Card.Short, id))
        ?? throw new UserError(NotKnown(id));

    /// <summary>What to say of a name that no rule has: the rule that was probably meant, else every id.</summary>
    public static string NotKnown(string id)
    {
        // Short names are read, so they may be what was mistyped; what is proposed is the id.
        var near = Names.Nearest(id, Entries.SelectMany(entry => new[] { entry.Card.Id, entry.Card.Short }));
        return $"There is no learning rule \"{id}\". {(near is null ? "" : $"Did you mean {Find(near).Card.Id}? ")}Known rules: {string.Join(", ", Entries.Select(entry => entry.Card.Id))}.";
    }

    private sealed class CardOf : IRuleVisitor<RuleCard>
    {
        public RuleCard Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> => TRule.Card;
    }
}
