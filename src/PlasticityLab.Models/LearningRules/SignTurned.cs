using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Any rule with every change turned round: the control for the sign of a rule.</summary>
/// <typeparam name="TRule">The rule.</typeparam>
/// <param name="rule">The rule.</param>
public readonly struct SignTurned<TRule>(TRule rule) : ILearningRule<SignTurned<TRule>>
    where TRule : struct, ILearningRule<TRule>
{
    /// <inheritdoc/>
    public static RuleCard Card => TRule.Card with { Name = TRule.Card.Name + ", sign turned" };

    /// <inheritdoc/>
    public Traces Traces => rule.Traces;

    /// <inheritdoc/>
    public double ActiveAbove => rule.ActiveAbove;

    /// <inheritdoc/>
    public (double Least, double Most) WeightRange => rule.WeightRange;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => rule.Problems();

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => -rule.DwDt(pre, post, w);
}
