using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using PlasticityLab.Numerics;
using YamlDotNet.RepresentationModel;

namespace PlasticityLab.Studies.Spec;

/// <summary>Reads YAML (or JSON, which is YAML) into records, strictly: every unknown key, wrong type and wrong unit is told, with its
/// line, all at once.</summary>
internal sealed class YamlBinder(string file)
{
    private static readonly Dictionary<string, double> MillisecondsPer = new(StringComparer.Ordinal)
    {
        ["ms"] = 1,
        ["s"] = 1000,
        ["us"] = 0.001,
        ["min"] = 60_000,
    };

    public List<string> Problems { get; } = [];

    /// <summary>The record that a type starts from; null: its own defaults.</summary>
    public Func<Type, object?> Start { get; init; } = _ => null;

    /// <summary>Where rules are read out when their entry does not say.</summary>
    public Runs.OperatingPoint Point { get; init; } = Laboratories.Laboratory.Rate.Point;

    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);

    public void Problem(YamlNode node, string path, string sentence) => Problems.Add($"{file}:{node.Start.Line}: {path} {sentence}");

    /// <summary>Tells a problem found in the bound study, with the line of the innermost place of the file that its sentence begins with;
    /// what the file leaves to its default has no line.</summary>
    public void Problem(string sentence)
    {
        bool Begins(string path) =>
            sentence.StartsWith(path, StringComparison.Ordinal)
            && (sentence.Length == path.Length || sentence[path.Length] is '.' or '[' or ' ' or ':');
        var place = _lines.Keys.Where(Begins).MaxBy(path => path.Length);
        Problems.Add(place is null ? $"{file}: {sentence}" : $"{file}:{_lines[place]}: {sentence}");
    }

    /// <summary>Remembers where in the file a place of the study stands.</summary>
    public void Remember(string path, YamlNode node) => _lines[path] = node.Start.Line;

    /// <summary>A record from a mapping; null when the node is no mapping.</summary>
    public object? Record(Type type, YamlNode node, string path)
    {
        if (node is not YamlMappingNode mapping)
        {
            Problem(node, path.Length == 0 ? "the study" : path, "must be a mapping of names to values.");
            return null;
        }

        if (type == typeof(NetworkSection))
        {
            // One section, two kinds: the values that are known depend on the kind.
            var kindNode = mapping.Children.FirstOrDefault(pair => Names.Same(Text(pair.Key) ?? "", "kind")).Value;
            var rest = new YamlMappingNode(mapping.Children.Where(pair => pair.Value != kindNode));
            switch (kindNode is null ? "rate" : Text(kindNode))
            {
                case "rate":
                    mapping = rest;
                    break;
                case "spiking":
                    return Record(typeof(SpikingNetworkSection), rest, path) is SpikingNetworkSection spiking
                        ? new NetworkSection { Spiking = spiking }
                        : null;
                default:
                    Problem(kindNode!, path + ".kind", $"must be rate or spiking, but is {Shown(kindNode!)}.");
                    return null;
            }
        }

        var record = Start(type) ?? Activator.CreateInstance(type)!;
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && property.PropertyType != typeof(SpikingNetworkSection))
            .ToArray();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (keyNode, valueNode) in mapping.Children)
        {
            var key = ((YamlScalarNode)keyNode).Value ?? "";
            var where = path.Length == 0 ? key : $"{path}.{key}";
            Remember(where, keyNode);
            var property = Array.Find(properties, p => Names.Same(p.Name, key) || Names.Same(p.Name, key + "Ms"));
            if (property is null)
            {
                var known = properties.Select(p => Names.Snake(p.Name)).ToArray();
                var nearest = Names.Nearest(key, known);
                Problem(
                    keyNode,
                    where,
                    $"is not known{(nearest is null ? "." : $"; did you mean {nearest}?")} Known here: {string.Join(", ", known)}."
                );
            }
            else if (!seen.Add(property.Name))
            {
                Problem(keyNode, where, "stands twice.");
            }
            else if (Value(property.PropertyType, valueNode, where, property.Name.EndsWith("Ms", StringComparison.Ordinal)) is { } value)
            {
                property.SetValue(record, value);
            }
        }

        return record;
    }

    /// <summary>A value of a type; null when it could not be read.</summary>
    public object? Value(Type type, YamlNode node, string path, bool milliseconds = false)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(double))
        {
            return Number(node, path, milliseconds);
        }

        if (type == typeof(int))
        {
            if (Number(node, path, false) is not { } number)
            {
                return null;
            }

            if (number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue)
            {
                return (int)number;
            }

            Problem(node, path, $"must be a whole number, but is {number:R}.");
            return null;
        }

        if (type == typeof(bool))
        {
            if (Text(node) is "true" or "false")
            {
                return Text(node) == "true";
            }

            Problem(node, path, $"must be true or false, but is {Shown(node)}.");
            return null;
        }

        if (type == typeof(string))
        {
            if (node is YamlScalarNode)
            {
                return Text(node);
            }

            Problem(node, path, "must be a text.");
            return null;
        }

        if (type == typeof(RuleSection))
        {
            return RuleReader.Read(this, node, path);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return Sequence(type.GetGenericArguments()[0], node, path, milliseconds);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>))
        {
            return Dictionary(type.GetGenericArguments()[1], node, path);
        }

        return Record(type, node, path);
    }

    /// <summary>A finite number, with a unit of time where one belongs.</summary>
    public double? Number(YamlNode node, string path, bool milliseconds)
    {
        var text = Text(node)?.Trim() ?? "";
        var split = text.Length;
        while (split > 0 && char.IsLetter(text[split - 1]))
        {
            split--;
        }

        var (digits, unit) = (text[..split].Trim(), text[split..]);
        if (
            node is not YamlScalarNode
            || !double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number)
        )
        {
            Problem(
                node,
                path,
                $"must be a finite number{(milliseconds ? " of milliseconds, or a time such as \"20 ms\"" : "")}, but is {Shown(node)}."
            );
            return null;
        }

        if (unit.Length == 0)
        {
            return number;
        }

        if (milliseconds && MillisecondsPer.TryGetValue(unit, out var factor))
        {
            return number * factor;
        }

        Problem(
            node,
            path,
            milliseconds
                ? $"must be a time in us, ms, s or min, but its unit is \"{unit}\"."
                : $"must be a plain number, but has the unit \"{unit}\"."
        );
        return null;
    }

    private object? Sequence(Type item, YamlNode node, string path, bool milliseconds)
    {
        var nodes = node is YamlSequenceNode sequence ? sequence.Children.ToArray() : [node];
        for (var i = 0; i < nodes.Length; i++)
        {
            Remember($"{path}[{i}]", nodes[i]);
        }

        var values = nodes
            .Select((child, i) => Value(item, child, $"{path}[{i}]", milliseconds))
            .Where(value => value is not null)
            .ToArray();
        var array = Array.CreateInstance(item, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            array.SetValue(values[i], i);
        }

        return typeof(ImmutableArray)
            .GetMethods()
            .First(m =>
                m.Name == nameof(ImmutableArray.Create) && m.GetParameters() is [{ ParameterType.IsArray: true }] && m.IsGenericMethod
            )
            .MakeGenericMethod(item)
            .Invoke(null, [array]);
    }

    private object? Dictionary(Type value, YamlNode node, string path)
    {
        if (node is not YamlMappingNode mapping)
        {
            Problem(node, path, "must be a mapping of names to values.");
            return null;
        }

        foreach (var (key, _) in mapping.Children)
        {
            Remember($"{path}.{Text(key)}", key);
        }

        var pairs = mapping
            .Children.Select(pair =>
                (Key: ((YamlScalarNode)pair.Key).Value ?? "", Value: Value(value, pair.Value, $"{path}.{((YamlScalarNode)pair.Key).Value}"))
            )
            .Where(pair => pair.Value is not null)
            .ToArray();
        if (value == typeof(double))
        {
            return pairs.ToImmutableSortedDictionary(pair => pair.Key, pair => (double)pair.Value!, StringComparer.Ordinal);
        }

        var builder = typeof(ImmutableSortedDictionary<,>).MakeGenericType(typeof(string), value).GetField("Empty")!.GetValue(null)!;
        var add = builder.GetType().GetMethod("SetItem")!;
        return pairs.Aggregate(builder, (dictionary, pair) => add.Invoke(dictionary, [pair.Key, pair.Value])!);
    }

    public static string? Text(YamlNode node) => (node as YamlScalarNode)?.Value;

    public static string Shown(YamlNode node) =>
        node is YamlScalarNode scalar ? $"\"{scalar.Value}\""
        : node is YamlSequenceNode ? "a list"
        : "a mapping";
}
