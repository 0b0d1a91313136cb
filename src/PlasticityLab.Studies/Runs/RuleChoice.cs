using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.TextRules;

namespace PlasticityLab.Studies.Runs;

/// <summary>Makes the rule that a run asks for.</summary>
public static class RuleChoice
{
    /// <summary>The unit that each parameter of a rule is written with, by name; empty: a bare number.</summary>
    public static Func<string, string> Units(LearningChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return Units(choice.Rule, choice.Equation, choice.Parameters.Keys);
    }

    /// <summary>The parameters of a rule; of a typed rule those that it was given.</summary>
    public static string[] ParametersOf(LearningChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return choice.Equation is not null
            ? [.. choice.Parameters.Keys]
            : [.. Settings.Numbers(TypeOf(choice.Rule)).Select(parameter => parameter.Name)];
    }

    /// <summary>The same for a rule that is being read.</summary>
    /// <param name="rule">Id of the rule; not read when there is an equation.</param>
    /// <param name="equation">The rule as text; null: a rule of the catalogue.</param>
    /// <param name="names">Parameters of the text.</param>
    internal static Func<string, string> Units(string rule, string? equation, IEnumerable<string> names)
    {
        if (equation is not null)
        {
            var times = TextRule.TimeConstants(equation, names);
            return name => times.Contains(name) ? "s" : "";
        }

        var settings = Settings.Of(TypeOf(rule));
        return name => settings.FirstOrDefault(setting => Names.Same(setting.Name, name))?.Unit ?? "";
    }

    /// <summary>The record of a rule of the catalogue, or of hand-built weights.</summary>
    /// <exception cref="UserError">There is none.</exception>
    public static Type TypeOf(string rule) =>
        Catalog.Of<IGivenWeights>() is var given && given.Has(rule) ? given.TypeOf(rule) : RuleCatalog.TypeOf(rule);

    /// <summary>A rule of the catalogue or a rule as text.</summary>
    /// <exception cref="UserError">The rule or a parameter is unknown, or the text is not a local rule.</exception>
    public static ILearningRule Create(LearningChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return choice.Equation is null
            ? RuleCatalog.Create(choice.Rule, choice.Parameters)
            : TextRule.Compile(choice.Equation, choice.Parameters);
    }

    /// <summary>What the rule of a run is, whatever a study calls it; null for hand-built weights, which are no rule, and for several rules
    /// in turn, which are not one.</summary>
    /// <exception cref="UserError">The rule is unknown, or the text is not a local rule.</exception>
    public static RuleCard? Card(LearningChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return choice.HasPhases ? null
            : choice.Equation is not null ? TextRule.Card(choice.Equation, choice.Parameters)
            : choice.IsGiven ? null
            : OfValues(RuleCatalog.Card(choice.Rule), choice);
    }

    private static RuleCard OfValues(RuleCard card, LearningChoice choice)
    {
        if (!card.ByValues)
        {
            return card;
        }

        var (family, reversal) = RuleWindow.Kind(Create(choice));
        return card with { Family = family, Reversal = reversal };
    }
}
