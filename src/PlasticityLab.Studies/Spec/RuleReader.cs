using System.Collections.Immutable;
using PlasticityLab.Models;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.TextRules;
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
        "learn",
        "presentations",
        "weights",
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

        var values = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (typed, _, value) in binder.Keys(mapping, path))
        {
            values[Spelled(typed)] = value;
        }

        if (values.TryGetValue("learn", out var learn))
        {
            return InPhases(binder, mapping, values, learn, path);
        }

        var equation = values.TryGetValue("equation", out var equationNode) ? YamlBinder.Text(equationNode) : null;
        var imported = values.ContainsKey("weights");
        if (equation is null && !imported && !values.ContainsKey("rule"))
        {
            binder.Problem(
                node,
                path,
                "must name its rule (rule: rate_stdp), give its equation (equation: \"dw = ...\"), list phases (learn: [{ rule: rate_stdp, presentations: 15 }, ...]) or name weights from a file (weights: { file: w.npz })."
            );
            return null;
        }

        if (
            imported
            && (equation is not null || (values.TryGetValue("rule", out var ruled) && YamlBinder.Text(ruled) != ImportedWeights.Id))
        )
        {
            binder.Problem(
                values["weights"],
                path + ".weights",
                "stand in the place of learned ones, so there is no rule beside them; leave one out, or begin learning with them: network.initial."
            );
            return null;
        }

        if (equation is not null && TextRule.WithUnits(equation) is var written && written != equation)
        {
            binder.Edits.Add(YamlEdit.Of(equationNode!, $"\"{written}\""));
        }

        var start = Start(
            binder,
            node,
            path,
            equation is not null ? "text"
                : imported ? ImportedWeights.Id
                : YamlBinder.Text(values["rule"]) ?? "",
            equation
        );
        if (start is null)
        {
            return null;
        }

        var (learning, point) = Apply(binder, mapping, path, start, binder.Point);
        var name = values.TryGetValue("name", out var nameNode) ? YamlBinder.Text(nameNode) ?? "" : ShortName(start);
        var within = ImmutableSortedDictionary.CreateBuilder<string, ConditionedRule>(StringComparer.Ordinal);
        foreach (var (condition, _, changes) in Mapping(binder, values, "in", path))
        {
            if (changes is YamlMappingNode map)
            {
                var (l, p) = Apply(binder, map, $"{path}.in.{condition}", learning, point);
                within[condition] = new(l, p);
            }
            else
            {
                binder.Problem(changes, $"{path}.in.{condition}", $"must be a mapping of values, but is {YamlBinder.Shown(changes)}.");
            }
        }

        var search = Ranges(binder, Mapping(binder, values, "search", path), path + ".search", learning, Units(start, mapping));
        return new RuleSection
        {
            Name = name,
            Learning = learning,
            Point = point,
            In = within.ToImmutable(),
            Search = search,
        };
    }

    // Several rules in turn: each phase is read as a rule of its own; the operating point and the name are of the whole.
    private static RuleSection? InPhases(
        YamlBinder binder,
        YamlMappingNode mapping,
        Dictionary<string, YamlNode> values,
        YamlNode learn,
        string path
    )
    {
        foreach (var (key, node) in values.Where(pair => pair.Key is not ("name" or "learn" or "inhibition" or "gain")))
        {
            binder.Problem(
                node,
                $"{path}.{key}",
                "cannot stand beside learn; say it in the phases. Beside learn stand name, inhibition, gain."
            );
        }

        if (learn is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            binder.Problem(learn, $"{path}.learn", "must be a list of phases: [{ rule: causal_trace_hebb, presentations: 15 }, ...].");
            return null;
        }

        var point = binder.Point;
        foreach (var key in new[] { "inhibition", "gain" }.Where(values.ContainsKey))
        {
            if (binder.Number(values[key], $"{path}.{key}", "", bare: "") is { } number)
            {
                point = key == "gain" ? point with { Gain = number } : point with { Inhibition = number };
            }
        }

        LearningChoice[] phases =
        [
            .. list.Children.Select((node, k) => Phase(binder, node, $"{path}.learn[{k}]")).OfType<LearningChoice>(),
        ];
        if (phases.Length < list.Children.Count)
        {
            return null; // told
        }

        var name = values.TryGetValue("name", out var named)
            ? YamlBinder.Text(named) ?? ""
            : string.Join("_then_", phases.Select(ShortName));
        return new RuleSection
        {
            Name = name,
            Learning = phases[0] with { Then = phases.Length > 1 ? [.. phases[1..]] : default },
            Point = point,
        };
    }

    private static LearningChoice? Phase(YamlBinder binder, YamlNode node, string path)
    {
        if (node is YamlMappingNode phase)
        {
            foreach (var (typed, keyNode, _) in binder.Keys(phase, path))
            {
                if (Spelled(typed) is "name" or "in" or "search" or "learn" or "inhibition" or "gain")
                {
                    binder.Problem(keyNode, $"{path}.{Spelled(typed)}", "is not said of a phase.");
                }
            }
        }

        return Read(binder, node, path)?.Learning;
    }

    // The entries below a key of a rule; none when it is absent or, which is told, no mapping.
    private static IEnumerable<(string Key, YamlNode Node, YamlNode Value)> Mapping(
        YamlBinder binder,
        Dictionary<string, YamlNode> values,
        string key,
        string path
    )
    {
        if (!values.TryGetValue(key, out var node))
        {
            return [];
        }

        if (node is YamlMappingNode mapping)
        {
            return binder.Keys(mapping, $"{path}.{key}");
        }

        binder.Problem(node, $"{path}.{key}", $"must be a mapping of names to values, but is {YamlBinder.Shown(node)}.");
        return [];
    }

    // The parameters of a rule; null: whatever an equation has.
    private static string[]? Known(LearningChoice choice) =>
        choice.Rule switch
        {
            "text" => null,
            _ => [.. Settings.Numbers(RuleChoice.TypeOf(choice.Rule)).Select(parameter => parameter.Name)],
        };

    private static LearningChoice? Start(YamlBinder binder, YamlNode node, string path, string rule, string? equation)
    {
        if (equation is not null)
        {
            return new LearningChoice { Rule = "text", Equation = equation };
        }

        if (Catalog.Of<IGivenWeights>() is var given && given.Has(rule))
        {
            return new LearningChoice { Rule = given.CardOf(rule).Id };
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
        var known = Known(choice);
        var unitOf = Units(choice, mapping);
        foreach (var (typed, keyNode, node) in binder.Keys(mapping, path))
        {
            var key = Spelled(typed);
            var where = $"{path}.{key}";
            binder.Remember(where, keyNode);
            switch (key)
            {
                case "name" or "rule" or "equation" or "in" or "search":
                    break;
                case "presentations":
                    choice = choice with { Presentations = binder.Value(typeof(int), node, where) as int? ?? choice.Presentations };
                    break;
                case "weights":
                    choice = choice with { Weights = binder.Value(typeof(WeightArray), node, where) as WeightArray };
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
                    var name = Common.Contains(key) || known is null ? key : Array.Find(known, k => Names.Same(k, key));
                    if (name is null)
                    {
                        var nearest = Names.Nearest(key, known!.Concat(Common));
                        binder.Problem(
                            keyNode,
                            where,
                            $"is not known{(nearest is null ? "." : $"; did you mean {nearest}?")} Parameters of {choice.Rule}: {string.Join(", ", known!)}. For every rule: {string.Join(", ", Common)}."
                        );
                        break;
                    }

                    var unit = unitOf(key);
                    if (binder.Number(node, where, unit, bare: unit) is not { } number)
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
                    if (!Common.Contains(key))
                    {
                        parameters[name] = number;
                    }

                    break;
            }
        }

        return (choice with { Parameters = parameters.ToImmutable() }, point);
    }

    // The unit of each parameter; those of a text are what stands in the mapping beside the common keys.
    private static Func<string, string> Units(LearningChoice choice, YamlMappingNode mapping) =>
        RuleChoice.Units(
            choice.Rule,
            choice.Equation,
            mapping
                .Children.Keys.Select(YamlBinder.Text)
                .OfType<string>()
                .Select(Spelled)
                .Concat(choice.Parameters.Keys)
                .Where(key => !Common.Contains(key))
        );

    private static ImmutableArray<Tuning.ParameterRange> Ranges(
        YamlBinder binder,
        IEnumerable<(string Key, YamlNode Node, YamlNode Value)> ranges,
        string path,
        LearningChoice choice,
        Func<string, string> unitOf
    )
    {
        var list = new List<Tuning.ParameterRange>();
        var known = Known(choice) ?? [.. choice.Parameters.Keys];
        foreach (var (typed, keyNode, node) in ranges)
        {
            var where = $"{path}.{typed}";
            if (Array.Find(known, k => Names.Same(k, typed)) is not { } name)
            {
                binder.Problem(
                    keyNode,
                    where,
                    $"is no parameter of the rule, so it cannot be searched. Its parameters: {string.Join(", ", known)}."
                );
                continue;
            }

            YamlNode[] words = node is YamlSequenceNode sequence ? [.. sequence.Children] : [];
            var (scale, unit) = (words.Length > 0 ? YamlBinder.Text(words[0]) : null, unitOf(name));
            double?[] read = [.. words.Skip(1).Select((word, k) => binder.Number(word, $"{where}[{k + 1}]", unit, bare: unit))];
            if (read.Any(number => number is null))
            {
                continue; // told already
            }

            double[] numbers = [.. read.OfType<double>()];
            if (
                words.Length < 3
                || scale is not ("log" or "linear" or "choice")
                || (scale != "choice" && (numbers.Length != 2 || numbers[0] >= numbers[1]))
                || (scale == "log" && numbers[0] <= 0)
            )
            {
                binder.Problem(node, where, "must be [log, low, high], [linear, low, high] or [choice, a, b, ...] with low below high.");
                continue;
            }

            list.Add(new(name, scale, numbers));
        }

        return [.. list];
    }

    private static string ShortName(LearningChoice choice) =>
        choice.Equation is not null || choice.IsGiven ? choice.Rule : RuleCatalog.Card(choice.Rule).Short;

    private static string Spelled(string key) => Names.Snake(key).Replace('-', '_');
}
