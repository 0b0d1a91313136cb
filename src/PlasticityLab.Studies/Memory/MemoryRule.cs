using System.Text.Json;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Memory;

/// <summary>A rule whose memory is tested: of the catalogue, of another library, or typed as text. Only the relative size of what it does to
/// a synapse counts, so a learning rate changes nothing.</summary>
public sealed record MemoryRule
{
    private MemoryRule(string name, ILearningRule rule, string identity) => (Name, Rule, Identity) = (name, rule, identity);

    /// <summary>The id of a rule as the catalogue has it; the name that a study gave to a rule with values or an equation of its
    /// own.</summary>
    public string Name { get; }

    /// <summary>The rule with its values.</summary>
    public ILearningRule Rule { get; }

    /// <summary>What of the rule decides an outcome, for names of jobs: the id, or name and values of a rule of one's own.</summary>
    internal string Identity { get; }

    /// <summary>A rule of the catalogue with its default values.</summary>
    /// <param name="id">Id or short name.</param>
    /// <exception cref="UserError">There is none.</exception>
    public static MemoryRule Of(string id) => Of(RuleCatalog.Card(id));

    private static MemoryRule Of(RuleCard card) => new(card.Id, RuleCatalog.Create(card.Id), card.Id);

    /// <summary>A rule of a study, with the values that its entry gives it.</summary>
    /// <exception cref="UserError">The rule is unknown, or the text is not a local rule.</exception>
    public static MemoryRule Of(RuleSection entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var choice = entry.Learning;
        if (choice is { Equation: null, Parameters.Count: 0, Sign: >= 0 })
        {
            return Of(choice.Rule);
        }

        var rule = RuleChoice.Create(choice);
        var values = new
        {
            choice.Rule,
            choice.Equation,
            choice.Parameters,
            choice.Sign,
        };
        return new(
            entry.Name,
            choice.Sign < 0 ? rule.Accept(new Turned()) : rule,
            $"{entry.Name}={JsonSerializer.Serialize(values, Json.Canonical)}"
        );
    }

    /// <summary>The rules of a study that mean something for codes, or those that its memory part names, by the study's names or by ids; no
    /// learning beside them, unless the study leaves it out.</summary>
    internal static MemoryRule[] Of(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        RuleSection[] own = [.. (study.Rules.IsDefault ? [] : study.Rules).Where(entry => !entry.Learning.IsGiven)];
        var named = study.Memory is { Rules.IsDefaultOrEmpty: false } memory
            ? memory.Rules.Select(name => Array.Find(own, entry => entry.Name == name) is { } entry ? Of(entry) : Of(name))
            : own.Select(entry => Of(entry));
        MemoryRule[] beside = study.Memory?.Baseline == false ? [] : [Of("no_learning")];
        return [.. named.Where(rule => PairUpdate.Takes(rule.Rule)).Concat(beside).DistinctBy(rule => rule.Identity)];
    }

    /// <summary>A rule of the catalogue by its id or short name.</summary>
    public static implicit operator MemoryRule(string id) => Of(id);

    private sealed class Turned : IRuleVisitor<ILearningRule>
    {
        public ILearningRule Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> => new SignTurned<TRule>(rule);
    }
}
