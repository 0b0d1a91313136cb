using System.Collections.Immutable;
using PlasticityLab.Models;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Tuning;

/// <summary>The space that every rule is searched in: the same common part, and ranges for the parameters that only some rules have.
/// Declared before any run and the same budget for all.</summary>
/// <remarks>Remaining bias: with the same budget a rule with more parameters searches a larger space (against stdp, bcm, mexhat; for hebb
/// and anti).</remarks>
/// <param name="common">The part that all rules share.</param>
public sealed class SearchSpace(IReadOnlyList<ParameterRange> common)
{
    /// <summary>The space of a kind of network.</summary>
    public static SearchSpace Of(INetworkKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return new([.. kind.Card.Space.Select(part => ParameterRange.Of(part.Name, part.Range))]);
    }

    /// <summary>The part that all rules share.</summary>
    public IReadOnlyList<ParameterRange> Common { get; } = common;

    /// <summary>The ranges of a rule's own parameters, in the order of its code (<see cref="SearchAttribute"/>); parameters without a range keep their
    /// value.</summary>
    public static IReadOnlyList<ParameterRange> Of(string rule)
    {
        if (Names.Same(rule, "text"))
        {
            return [];
        }

        return
        [
            .. Settings
                .Numbers(RuleChoice.TypeOf(rule))
                .Where(setting => setting.Search is not null)
                .Select(setting => ParameterRange.Of(setting.Name, setting.Search!)),
        ];
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

        if (start.IsGiven)
        {
            return start with { Parameters = parameters.ToImmutable() };
        }

        // An equation of one's own has a learning rate to draw only where it names one.
        if (values.TryGetValue("eta", out var eta) && (start.Equation is null || start.Parameters.ContainsKey("eta")))
        {
            parameters[RateName(start)] = eta;
        }

        return start with
        {
            Parameters = parameters.ToImmutable(),
            Decay = values.GetValueOrDefault("decay"),
            WeightMax = values.GetValueOrDefault("weight_max", start.WeightMax),
            Cap = values.GetValueOrDefault("cap", start.Cap),
            TrainingGain = values.GetValueOrDefault("training_gain", start.TrainingGain),
        };
    }

    // Some rules call their learning rate lambda, as their papers do.
    private static string RateName(LearningChoice start) =>
        start.Rule != "text"
        && Settings.Numbers(RuleCatalog.TypeOf(start.Rule)) is var own
        && own.All(p => p.Name != "eta")
        && own.Any(p => p.Name == "lambda")
            ? "lambda"
            : "eta";
}
