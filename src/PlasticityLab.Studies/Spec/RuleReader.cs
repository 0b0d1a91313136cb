using System.Collections.Immutable;
using PlasticityLab.Models;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Runs;
using YamlDotNet.RepresentationModel;

namespace PlasticityLab.Studies.Spec;

/// <summary>Reads one entry of a study's rules: a name, or a mapping of the rule, its parameters and its constraints.</summary>
internal static class RuleReader
{
    private static readonly string[] Common =
    [
        "name",
        "rule",
        "equation",
        "in",
        "search",
        "inhibition",
        "gain",
        "weight_max",
        "decay",
        "cap",
        "training_gain",
        "soft_bounds",
        "normalisation",
        "sign",
    ];
    private static readonly string[] Normalisations = ["none", "subtractive", "divisive", "synaptic_scaling", "heterosynaptic"];

    public static RuleSection? Read(YamlBinder binder, YamlNode node, string path)
    {
        if (node is YamlScalarNode)
        {
            return Start(binder, node, path, YamlBinder.Text(node) ?? "", null) is { } choice
                ? new RuleSection
                {
                    Name = ShortName(choice),
                    Learning = choice,
                    Point = binder.Point,
                }
                : null;
        }

        if (node is not YamlMappingNode mapping)
        {
            binder.Problem(node, path, "must be the name of a rule or a mapping that has one.");
            return null;
        }

        var values = mapping.Children.ToDictionary(pair => Key(pair.Key), pair => pair.Value);
        var equation = values.TryGetValue("equation", out var equationNode) ? YamlBinder.Text(equationNode) : null;
        if (equation is null && !values.ContainsKey("rule"))
        {
            binder.Problem(node, path, "must name its rule (rule: rate_stdp) or give its equation (equation: \"dw = ...\").");
            return null;
        }

        var start = Start(binder, node, path, equation is null ? YamlBinder.Text(values["rule"]) ?? "" : "text", equation);
        if (start is null)
        {
            return null;
        }

        var (learning, point) = Apply(binder, mapping, path, start, binder.Point);
        var name = values.TryGetValue("name", out var nameNode) ? YamlBinder.Text(nameNode) ?? "" : ShortName(start);
        var within = ImmutableSortedDictionary.CreateBuilder<string, ConditionedRule>(StringComparer.Ordinal);
        if (values.TryGetValue("in", out var inNode) && inNode is YamlMappingNode conditions)
        {
            foreach (var (condition, changes) in conditions.Children)
            {
                if (changes is YamlMappingNode map)
                {
                    var (l, p) = Apply(binder, map, $"{path}.in.{Key(condition)}", learning, point);
                    within[YamlBinder.Text(condition) ?? ""] = new(l, p);
                }
            }
        }

        var search =
            values.TryGetValue("search", out var searchNode) && searchNode is YamlMappingNode ranges
                ? Ranges(binder, ranges, path + ".search")
                : [];
        return new RuleSection
        {
            Name = name,
            Learning = learning,
            Point = point,
            In = within.ToImmutable(),
            Search = search,
        };
    }

    private static LearningChoice? Start(YamlBinder binder, YamlNode node, string path, string rule, string? equation)
    {
        if (equation is not null)
        {
            return new LearningChoice { Rule = "text", Equation = equation };
        }

        if (Names.Same(rule, "oracle"))
        {
            return new LearningChoice { Rule = "oracle" };
        }

        try
        {
            return new LearningChoice { Rule = RuleCatalog.Card(rule).Id };
        }
        catch (UserError error)
        {
            binder.Problem(node, path + ":", error.Message);
            return null;
        }
    }

    private static (LearningChoice Learning, OperatingPoint Point) Apply(
        YamlBinder binder,
        YamlMappingNode mapping,
        string path,
        LearningChoice choice,
        OperatingPoint point
    )
    {
        var parameters = choice.Parameters.ToBuilder();
        var known = choice.Rule switch
        {
            "text" => null,
            "oracle" => ["self", "forward", "backward"],
            _ => Parameters.Of(RuleCatalog.TypeOf(choice.Rule)).Select(parameter => parameter.Name).ToArray(),
        };
        foreach (var (keyNode, node) in mapping.Children)
        {
            var key = Key(keyNode);
            var where = $"{path}.{key}";
            binder.Remember(where, keyNode);
            switch (key)
            {
                case "name" or "rule" or "equation" or "in" or "search":
                    break;
                case "soft_bounds":
                    choice = choice with { SoftBounds = binder.Value(typeof(bool), node, where) as bool? ?? choice.SoftBounds };
                    break;
                case "normalisation":
                    if (Normalisations.Contains(YamlBinder.Text(node)))
                    {
                        choice = choice with { Normalisation = YamlBinder.Text(node)! };
                    }
                    else
                    {
                        binder.Problem(
                            node,
                            where,
                            $"must be one of {string.Join(", ", Normalisations)}, but is {YamlBinder.Shown(node)}."
                        );
                    }

                    break;
                case "cap" when YamlBinder.Text(node) == "off":
                    choice = choice with { Cap = 0 };
                    break;
                default:
                    var isTime = key.StartsWith("tau", StringComparison.Ordinal);
                    if (Time(binder, node, where, isTime) is not { } number)
                    {
                        break;
                    }

                    (choice, point) = key switch
                    {
                        "inhibition" => (choice, point with { Inhibition = number }),
                        "gain" => (choice, point with { Gain = number }),
                        "weight_max" => (choice with { WeightMax = number }, point),
                        "decay" => (choice with { Decay = number }, point),
                        "cap" => (choice with { Cap = number }, point),
                        "training_gain" => (choice with { TrainingGain = number }, point),
                        "sign" => (choice with { Sign = number }, point),
                        _ => (choice, point),
                    };
                    if (Common.Contains(key))
                    {
                        break;
                    }

                    var name = known is null ? key : Array.Find(known, k => Names.Same(k, key));
                    if (name is null)
                    {
                        var nearest = Names.Nearest(key, known!.Concat(Common));
                        binder.Problem(
                            keyNode,
                            where,
                            $"is not known{(nearest is null ? "." : $"; did you mean {nearest}?")} Parameters of {choice.Rule}: {string.Join(", ", known!)}. For every rule: {string.Join(", ", Common)}."
                        );
                    }
                    else
                    {
                        parameters[name] = number;
                    }

                    break;
            }
        }

        return (choice with { Parameters = parameters.ToImmutable() }, point);
    }

    // Times of rules are in seconds; "20 ms" is read as 0.02 s.
    private static double? Time(YamlBinder binder, YamlNode node, string path, bool isTime)
    {
        var hasUnit =
            isTime
            && YamlBinder.Text(node)?.Any(char.IsLetter) == true
            && YamlBinder.Text(node)!.Any(char.IsDigit)
            && !double.TryParse(YamlBinder.Text(node), System.Globalization.CultureInfo.InvariantCulture, out _);
        return binder.Number(node, path, hasUnit) is { } number
            ? hasUnit
                ? number / 1000
                : number
            : null;
    }

    private static ImmutableArray<Tuning.ParameterRange> Ranges(YamlBinder binder, YamlMappingNode ranges, string path)
    {
        var list = new List<Tuning.ParameterRange>();
        foreach (var (keyNode, node) in ranges.Children)
        {
            var words = node is YamlSequenceNode sequence ? sequence.Children.Select(YamlBinder.Text).ToArray() : [];
            var numbers = words
                .Skip(1)
                .Select(word => double.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out var x) ? x : double.NaN)
                .ToArray();
            if (
                words.Length < 3
                || words[0] is not ("log" or "linear" or "choice")
                || !numbers.All(double.IsFinite)
                || (words[0] != "choice" && (numbers.Length != 2 || numbers[0] >= numbers[1]))
                || (words[0] == "log" && numbers[0] <= 0)
            )
            {
                binder.Problem(
                    node,
                    $"{path}.{Key(keyNode)}",
                    "must be [log, low, high], [linear, low, high] or [choice, a, b, ...] with low below high."
                );
                continue;
            }

            list.Add(new(Key(keyNode), words[0]!, numbers));
        }

        return [.. list];
    }

    private static string ShortName(LearningChoice choice) =>
        choice.Rule is "text" or "oracle" ? choice.Rule : RuleCatalog.Card(choice.Rule).Short;

    private static string Key(YamlNode node) => Names.Snake(YamlBinder.Text(node) ?? "").Replace('-', '_');
}
