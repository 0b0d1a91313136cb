using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>Any rule with soft bounds: strengthening is scaled by the share of room left above the weight, weakening by the share left
/// below it.</summary>
/// <remarks>dw/dt = [d]₊ (w_max − w)/(w_max − w_min) + [d]₋ (w − w_min)/(w_max − w_min); van Rossum, Bi &amp; Turrigiano 2000, J. Neurosci.
/// 20:8812.</remarks>
/// <typeparam name="TRule">The rule.</typeparam>
/// <param name="rule">The rule.</param>
/// <param name="weightMin">w_min.</param>
/// <param name="weightMax">w_max.</param>
public readonly struct SoftBounded<TRule>(TRule rule, double weightMin, double weightMax) : ILearningRule<SoftBounded<TRule>>
    where TRule : struct, ILearningRule<TRule>
{
    /// <inheritdoc/>
    public static RuleCard Card => TRule.Card with { Name = TRule.Card.Name + " with soft bounds" };

    /// <inheritdoc/>
    public Traces Traces => rule.Traces;

    /// <inheritdoc/>
    public double ActiveAbove => rule.ActiveAbove;

    /// <inheritdoc/>
    public (double Least, double Most) WeightRange => rule.WeightRange;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        rule.Problems().Concat(Require.All(weightMax > weightMin ? null : "weight_max must be above weight_min."));

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane>
    {
        var change = rule.DwDt(pre, post, w);
        var room = 1 / (weightMax - weightMin);
        var zero = TLane.Splat(0);
        return (TLane.AtLeast(zero, change) * (room * (weightMax - w)))
            + (TLane.AtMost(zero, change) * (room * (w - TLane.Splat(weightMin))));
    }
}
