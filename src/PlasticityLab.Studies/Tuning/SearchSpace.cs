using System.Collections.Immutable;
using PlasticityLab.Models;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Tuning;

/// <summary>The space that every rule is searched in: the same common part, and ranges for the parameters that only some rules have.
/// Declared before any run and the same budget for all.</summary>
/// <remarks>Remaining bias: with the same budget a rule with more parameters searches a larger space (against stdp, bcm, mexhat; for hebb
/// and anti).</remarks>
/// <param name="common">The part that all rules share.</param>
/// <param name="specific">By parameter name; "rule.name" where a rule has a range of its own.</param>
public sealed class SearchSpace(IReadOnlyList<ParameterRange> common, IReadOnlyList<ParameterRange> specific)
{
    /// <summary>For rate networks.</summary>
    public static SearchSpace Rate { get; } =
        new(
            [
                ParameterRange.Log("eta", 1, 100),
                ParameterRange.Choice("decay", 0, 0.03, 0.1),
                ParameterRange.Log("weight_max", 0.8, 3),
                ParameterRange.Choice("cap", 0, 1.3, 1.7, 2.5),
                ParameterRange.Choice("training_gain", 0, 0.3, 1),
            ],
            [
                ParameterRange.Log("tau_plus", 0.008, 0.040),
                ParameterRange.Log("tau_minus", 0.008, 0.040),
                ParameterRange.Log("fast_hebb_slow_anti_hebb.tau_minus", 0.008, 0.100),
                // Below 0.3 the rule is practically causal trace Hebb, which has a row of its own.
                ParameterRange.Linear("a_minus", 0.3, 1.2),
                ParameterRange.Linear("fast_hebb_slow_anti_hebb.a_minus", 0.2, 1.4),
                ParameterRange.Log("tau_average", 0.030, 5),
                ParameterRange.Log("r0", 0.03, 1),
                ParameterRange.Log("alpha", 0.02, 5),
                ParameterRange.Linear("a", 0.2, 4),
                ParameterRange.Linear("a2", 0, 1),
                ParameterRange.Linear("a3", 0, 4),
                ParameterRange.Log("tau_slow", 0.040, 0.200),
                ParameterRange.Linear("angle", 0, 360),
            ]
        );

    /// <summary>For spiking networks. Amplitudes of strengthening are 1, so that η is the weight that one pair gains, in units of a whole
    /// assembly's drive.</summary>
    public static SearchSpace Spiking { get; } =
        new(
            [
                ParameterRange.Log("eta", 0.003, 0.3),
                ParameterRange.Log("weight_max", 0.7, 3),
                ParameterRange.Choice("cap", 0, 1.5, 2.5, 4),
                ParameterRange.Choice("training_gain", 0, 0.3, 1),
            ],
            [
                ParameterRange.Log("tau", 0.008, 0.040),
                ParameterRange.Log("tau_plus", 0.008, 0.040),
                ParameterRange.Log("tau_minus", 0.008, 0.040),
                ParameterRange.Linear("a", 0, 1),
                ParameterRange.Choice("a_dep", 0, 0.05, 0.2),
                ParameterRange.Choice("a_plus", 1),
                ParameterRange.Linear("a_minus", 0, 1),
                ParameterRange.Linear("a2_plus", 0, 1),
                ParameterRange.Linear("a3_plus", 0, 4),
                ParameterRange.Linear("a2_minus", 0, 1),
                ParameterRange.Choice("a3_minus", 0),
                ParameterRange.Log("alpha", 0.02, 2),
                ParameterRange.Linear("mu", 0, 1),
                ParameterRange.Choice("potentiation", 1),
                ParameterRange.Linear("depression", 0, 1),
                ParameterRange.Linear("target_rate", 2, 20),
            ]
        );

    /// <summary>The part that all rules share.</summary>
    public IReadOnlyList<ParameterRange> Common { get; } = common;

    /// <summary>The ranges of a rule's own parameters, in the order of its code; parameters without a range keep their value.</summary>
    public IReadOnlyList<ParameterRange> Of(string rule)
    {
        if (Names.Same(rule, "oracle"))
        {
            return [ParameterRange.Linear("self", 0, 2.4), ParameterRange.Linear("forward", 0, 2.4)];
        }

        if (Names.Same(rule, "text"))
        {
            return [];
        }

        var card = RuleCatalog.Card(rule);
        return [.. Parameters.Of(RuleCatalog.TypeOf(rule)).Select(parameter => Find(card.Id, parameter.Name)).OfType<ParameterRange>()];
    }

    /// <summary>Configuration number <paramref name="index"/> for a rule: the common part is the same for every rule.</summary>
    public LearningChoice Draw(LearningChoice start, int index, RandomStreams random, IReadOnlyList<ParameterRange>? own = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(random);
        if (Names.Same(start.Rule, "no_learning"))
        {
            return start; // nothing to draw
        }

        var common = random.Open(StreamPurpose.Tuning, index);
        var values = Common.ToDictionary(range => range.Name, range => range.Draw(common));
        var specific = random.Open(StreamPurpose.Tuning, 1_000_000 + index);
        var parameters = start.Parameters.ToBuilder();
        foreach (var range in own ?? Of(start.Rule))
        {
            parameters[range.Name] = range.Draw(specific);
        }

        if (Names.Same(start.Rule, "oracle"))
        {
            return start with { Parameters = parameters.ToImmutable() };
        }

        parameters[RateName(start)] = values["eta"];
        return start with
        {
            Parameters = parameters.ToImmutable(),
            Decay = values.GetValueOrDefault("decay"),
            WeightMax = values["weight_max"],
            Cap = values["cap"],
            TrainingGain = values["training_gain"],
        };
    }

    // Some rules call their learning rate lambda, as their papers do.
    private static string RateName(LearningChoice start) =>
        start.Rule != "text"
        && Parameters.Of(RuleCatalog.TypeOf(start.Rule)) is var own
        && own.All(p => p.Name != "eta")
        && own.Any(p => p.Name == "lambda")
            ? "lambda"
            : "eta";

    private ParameterRange? Find(string rule, string parameter)
    {
        var found =
            specific.FirstOrDefault(range => range.Name == $"{rule}.{parameter}")
            ?? specific.FirstOrDefault(range => range.Name == parameter);
        return found is null ? null : found with { Name = parameter };
    }
}
