using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;

namespace PlasticityLab.Simulation.RuleSpace;

/// <summary>A rule of the catalogue that is another rule but for the learning rate.</summary>
/// <param name="Rule">Id of the rule, with its default values.</param>
/// <param name="Factor">Learning rate in units of that rule's; below 0 the rules are opposites [1].</param>
public readonly record struct SameRule(string Rule, double Factor);

/// <summary>What theory says of a rule before anything is simulated.</summary>
public sealed record RulePrediction
{
    private RulePrediction(string? whyNot) => WhyNot = whyNot;

    /// <summary>The distances between items for which drifts are predicted.</summary>
    public static IReadOnlyList<int> Distances { get; } = [-2, -1, 0, 1, 2];

    /// <summary>The rule as a point of the space of bilinear rules; null when it is none.</summary>
    public BilinearRule? Point { get; private init; }

    /// <summary>Why it is none, one sentence without its full stop; null when it is one.</summary>
    public string? WhyNot { get; }

    /// <summary>Its normal form; null when it is no bilinear rule.</summary>
    public NormalForm? Form { get; private init; }

    /// <summary>(F − B)/(|F| + |B|) at the hand-over of two items, −1 … 1; null where no weight changes, or <see cref="Drifts"/> is empty
    /// [1].</summary>
    public double? TimeReversalIndex { get; private init; }

    /// <summary>L(d) of <see cref="Distances"/>: what one epoch of ideal items adds to the weight between items d places apart, from a weight
    /// of 0; empty for a rule that reads the potential, and where
    /// they are no numbers [weight unit].</summary>
    public IReadOnlyList<double> Drifts { get; private init; } = [];

    /// <summary>The rules of the catalogue with the same normal form but for a factor.</summary>
    public IReadOnlyList<SameRule> Same { get; private init; } = [];

    /// <summary>What the drifts say about direction, in words.</summary>
    public string Direction =>
        TimeReversalIndex switch
        {
            null when Drifts.Count == 0 => "cannot be told beforehand",
            null => "none: no weight between items changes",
            0 => "none: forward and backward weights grow alike",
            > 0 and < 0.1 or < 0 and > -0.1 => "hardly any: forward and backward weights grow nearly alike",
            > 0 => "forwards: the weight to the next item gains on the one back",
            _ => "backwards: the weight to the item before gains on the one ahead",
        };

    /// <summary>The prediction for a rule with its values.</summary>
    /// <param name="rule">Any rule.</param>
    /// <param name="ideal">The items; null: those of the sequence experiment, 40 ms each, in a network of 10 ms.</param>
    public static RulePrediction Of(ILearningRule rule, HandOver? ideal = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ideal ??= new();
        var point = BilinearForm.Of(rule, out var why);
        if (!RuleWindow.Has(rule))
        {
            return new(why);
        }

        var form = point is { } p ? NormalForm.Of(p, ideal.Tau) : null;
        double[] drifts = [.. Distances.Select(d => form is null ? ideal.Drift(rule, d) : ideal.Drift(form, d))];
        var known = Array.TrueForAll(drifts, double.IsFinite);
        return new(why)
        {
            Point = point,
            Form = form,
            TimeReversalIndex = known ? ideal.TimeReversalIndex(rule) : null,
            Drifts = known ? drifts : [],
            Same = point is { } own && form is not null ? [.. SameAs(own, form)] : [],
        };
    }

    // With a decay only the same formula is the same rule.
    private static IEnumerable<SameRule> SameAs(BilinearRule point, NormalForm form)
    {
        var decays = point.Kappa.Any(kappa => kappa != 0);
        foreach (var card in RuleCatalog.Cards)
        {
            if (
                BilinearForm.Of(RuleCatalog.Create(card.Id), out _) is { } other
                && form.FactorOf(NormalForm.Of(other, form.TauChange)) is { } factor
                && (
                    !decays
                    || NormalForm.Factor([.. point.Theta.Values, .. point.Kappa], [.. other.Theta.Values, .. other.Kappa]) is not null
                )
            )
            {
                yield return new(card.Id, factor);
            }
        }
    }
}
