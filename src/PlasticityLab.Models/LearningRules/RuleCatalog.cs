namespace PlasticityLab.Models.LearningRules;

/// <summary>The learning rules of the catalogue with their cards: a rule is added by writing its file, in this assembly or another,
/// nothing else (<see cref="Catalog"/>).</summary>
public static class RuleCatalog
{
    private static Catalog<ILearningRule> Rules => Catalog.Of<ILearningRule>();

    /// <summary>The cards of all rules, by id.</summary>
    public static IEnumerable<RuleCard> Cards => Rules.Cards.Cast<RuleCard>();

    /// <summary>The type that holds a rule.</summary>
    public static Type TypeOf(string id) => Rules.TypeOf(id);

    /// <summary>The card of a rule, by id or short name; hyphens and capitals do not matter.</summary>
    public static RuleCard Card(string id) => (RuleCard)Rules.CardOf(id);

    /// <summary>The same; null for a name that no rule has.</summary>
    public static RuleCard? Find(string name) => Cards.FirstOrDefault(card => Names.Same(card.Id, name) || Names.Same(card.Short, name));

    /// <summary>The card of a rule, whether it is in the catalogue or typed as text.</summary>
    public static RuleCard Card(ILearningRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Accept(new CardOf());
    }

    /// <summary>A rule with its default parameters.</summary>
    public static ILearningRule Create(string id) => Rules.Create(id);

    /// <summary>A rule with given parameters, by their names in study files (<c>tau_plus</c>).</summary>
    /// <exception cref="UserError">The rule or a parameter is unknown.</exception>
    public static ILearningRule Create(string id, IEnumerable<KeyValuePair<string, double>> parameters) => Rules.Create(id, parameters);

    /// <summary>What to say of a name that no rule has.</summary>
    public static string NotKnown(string id) => Rules.NotKnown(id);

    private sealed class CardOf : IRuleVisitor<RuleCard>
    {
        public RuleCard Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> => TRule.Card;
    }
}
