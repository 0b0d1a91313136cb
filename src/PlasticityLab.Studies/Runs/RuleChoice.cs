using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.TextRules;

namespace PlasticityLab.Studies.Runs;

/// <summary>Makes the rule that a run asks for.</summary>
public static class RuleChoice
{
    /// <summary>A rule of the catalogue or a rule as text.</summary>
    /// <exception cref="UserError">The rule or a parameter is unknown, or the text is not a local rule.</exception>
    public static ILearningRule Create(LearningChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return choice.Equation is null
            ? RuleCatalog.Create(choice.Rule, choice.Parameters)
            : TextRule.Compile(choice.Equation, choice.Parameters);
    }
}
