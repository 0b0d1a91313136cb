using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.RuleSpace;

/// <summary>A kind of experiment, by what of a bilinear rule it can see.</summary>
/// <param name="Id">Its name in JSON.</param>
/// <param name="Name">Its name in sentences.</param>
/// <param name="Seen">What of the rule shows in it, in words.</param>
/// <param name="Sees">The numbers that show in it, of the rule with one time constant for all its traces and of its normal form; rules for which
/// they are proportional cannot be told apart but for their learning rates.</param>
public sealed record ExperimentKind(string Id, string Name, string Seen, Func<BilinearRule, NormalForm, double[]> Sees);

/// <summary>Rules that one kind of experiment cannot tell apart.</summary>
/// <param name="Rules">The rules, the first with factor 1, each with its effect in units of the first's: below 0 it is the opposite.</param>
/// <param name="IsNothing">The experiment does not see them at all.</param>
public sealed record EquivalenceGroup(IReadOnlyList<SameRule> Rules, bool IsNothing);

/// <summary>Which named rules are equal on which experiments, by their normal forms.</summary>
/// <remarks>All rules have the default values of their amplitudes and one time constant for every trace, so that what is compared is their form
/// and not the time constants that they happen to be published with.</remarks>
public static class RuleEquivalence
{
    /// <summary>The kinds of experiments, from the one that sees most.</summary>
    public static IReadOnlyList<ExperimentKind> Kinds { get; } =
    [
        new(
            "any",
            "any activity, weights seen at all times",
            "the formula itself",
            (rule, _) => [.. OneTrace(rule.Theta).Values, .. rule.Kappa]
        ),
        new(
            "rest_to_rest",
            "episodes from rest to rest, weights seen afterwards, no bound met",
            "the normal form",
            (rule, form) =>
                [
                    form.Rule.RateRate,
                    After(form),
                    Before(form),
                    form.Rule.ChangeRate,
                    form.Rule.ChangeChange,
                    .. Alone(form),
                    .. Decay(rule),
                ]
        ),
        new(
            "reversible",
            "the same, with activity that looks alike played backwards",
            "the even part of the window",
            (rule, form) => [form.Rule.RateRate, After(form) + Before(form), form.Rule.ChangeChange, .. Alone(form), .. Decay(rule)]
        ),
        new(
            "direction",
            "a sequence learned forwards less the same learned backwards, decay aside",
            "the odd part of the window",
            (_, form) => [After(form) - Before(form), form.Rule.ChangeRate]
        ),
        new(
            "steady",
            "steady rates, slow against every time constant",
            "the area of the window",
            (_, form) => [form.Area, .. Alone(form), .. form.Rule.Kappa]
        ),
    ];

    /// <summary>The groups of rules that a kind of experiment cannot tell apart; rules that it tells apart from all others are groups of
    /// one.</summary>
    /// <param name="kind">The experiment.</param>
    /// <param name="tau">The time constant of every trace [s].</param>
    public static IReadOnlyList<EquivalenceGroup> Groups(ExperimentKind kind, double tau = 0.020)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var groups = new List<(double[] Seen, List<SameRule> Rules)>();
        foreach (var (id, point) in Rules(tau))
        {
            var seen = kind.Sees(point, NormalForm.Of(point));
            var size = point.Theta.Values.Concat(point.Kappa).Max(Math.Abs);
            var numbers = seen.Select(x => Math.Abs(x) <= 1e-9 * size ? 0 : x).ToArray();
            var found = groups.FirstOrDefault(group => Factor(numbers, group.Seen) is not null);
            if (found.Rules is null)
            {
                groups.Add((numbers, [new(id, 1)]));
            }
            else
            {
                found.Rules.Add(new(id, Factor(numbers, found.Seen)!.Value));
            }
        }

        return [.. groups.Select(group => new EquivalenceGroup(group.Rules, Array.TrueForAll(group.Seen, x => x == 0)))];
    }

    /// <summary>The bilinear rules of the catalogue that change weights, as points, with one time constant.</summary>
    /// <param name="tau">The time constant of every trace [s].</param>
    public static IEnumerable<(string Id, BilinearRule Point)> Rules(double tau)
    {
        foreach (var card in RuleCatalog.Cards)
        {
            var times = Settings
                .Numbers(RuleCatalog.TypeOf(card.Id))
                .Where(setting => setting.Unit == "s")
                .Select(setting => KeyValuePair.Create(setting.Name, tau));
            if (BilinearForm.Of(RuleCatalog.Create(card.Id, times), out _) is { } point && point.Theta.Values.Any(x => x != 0))
            {
                yield return (card.Id, point);
            }
        }
    }

    // What is not seen at all is one group.
    private static double? Factor(double[] numbers, double[] first) =>
        Array.TrueForAll(numbers, x => x == 0) && Array.TrueForAll(first, x => x == 0) ? 1 : NormalForm.Factor(numbers, first);

    // With a decay it matters when a weight grew: then the formula itself shows.
    private static double[] Decay(BilinearRule rule) =>
        [.. rule.Kappa, .. rule.Kappa.Any(kappa => kappa != 0) ? OneTrace(rule.Theta).Values : new double[16]];

    private static double[] Alone(NormalForm form) => [form.Rule.OneOne, form.Rule.RateOne, form.Rule.OneRate];

    private static double After(NormalForm form) => form.Causal.Sum(tail => tail.Area);

    private static double Before(NormalForm form) => form.Acausal.Sum(tail => tail.Area);

    // With one time constant the fast and the slow trace are one signal.
    private static Matrix OneTrace(Matrix theta)
    {
        int[] place = [0, 1, 2, 2, 3];
        var merged = new Matrix(4, 4);
        for (var a = 0; a < BilinearRule.Signals; a++)
        {
            for (var b = 0; b < BilinearRule.Signals; b++)
            {
                merged[place[a], place[b]] += theta[a, b];
            }
        }

        return merged;
    }
}
