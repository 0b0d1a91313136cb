using System.Collections.Immutable;
using System.Reflection;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;
using YamlDotNet.RepresentationModel;

namespace PlasticityLab.Studies.Spec;

/// <summary>Reads YAML (or JSON, which is YAML) into records, strictly: every unknown key, wrong type and wrong unit is told, with its
/// line, all at once.</summary>
internal sealed class YamlBinder(string file)
{
    private const int MostKeys = 1000;

    public List<string> Problems { get; } = [];

    /// <summary>Old spellings that were read, one sentence each with the new one.</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>What has to be written instead of old spellings: places of the text and what to put there.</summary>
    public List<YamlEdit> Edits { get; } = [];

    /// <summary>The record that a type starts from; null: its own defaults.</summary>
    public Func<Type, object?> Start { get; init; } = _ => null;

    /// <summary>The setting that says how many neurons the network has.</summary>
    public string Size { get; init; } = new RateNetwork().Card.Size;

    /// <summary>Where rules are read out when their entry does not say.</summary>
    public Runs.OperatingPoint Point { get; init; } = Runs.OperatingPoint.Of(new RateNetwork().Card.Readout);

    /// <summary>Nodes that come from options <c>--set</c>, each with the option: they have no line in the file.</summary>
    public IDictionary<YamlNode, string> Options { get; init; } = new Dictionary<YamlNode, string>(ReferenceEqualityComparer.Instance);

    // Where in the file, or in which option, a place of the study stands.
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);

    // Of lists in which an entry could not be read, where the others stood in the file.
    private readonly Dictionary<string, int[]> _kept = new(StringComparer.Ordinal);

    public void Remark(YamlNode node, string path, string sentence) => Remarks.Add($"{Place(node)}: {path} {sentence}");

    public void Problem(YamlNode node, string path, string sentence) => Problems.Add($"{Place(node)}: {path} {sentence}");

    private string Place(YamlNode node) => Options.TryGetValue(node, out var option) ? option : $"{file}:{node.Start.Line}";

    /// <summary>Tells a problem found in the bound study, with the line of the innermost place of the file that its sentence begins with;
    /// what the file leaves to its default has no line.</summary>
    public void Problem(string sentence)
    {
        sentence = AsWritten(sentence);
        bool Begins(string path) =>
            sentence.StartsWith(path, StringComparison.Ordinal)
            && (sentence.Length == path.Length || sentence[path.Length] is '.' or '[' or ' ' or ':');
        var place = _places.Keys.Where(Begins).MaxBy(path => path.Length);
        Problems.Add(place is null ? $"{file}: {sentence}" : $"{_places[place]}: {sentence}");
    }

    // The study counts the entries that could be read; a person counts those of the file.
    private string AsWritten(string sentence)
    {
        foreach (var (path, kept) in _kept)
        {
            if (
                sentence.StartsWith(path + "[", StringComparison.Ordinal)
                && sentence.IndexOf(']', path.Length) is var end and > 0
                && Quantity.TryWhole(sentence[(path.Length + 1)..end], out var index, out _)
                && index < kept.Length
            )
            {
                return $"{path}[{kept[index]}{sentence[end..]}";
            }
        }

        return sentence;
    }

    /// <summary>Remembers where in the file a place of the study stands.</summary>
    public void Remember(string path, YamlNode node) => _places[path] = Place(node);

    /// <summary>A record from a mapping; null when the node is no mapping.</summary>
    public object? Record(Type type, YamlNode node, string path)
    {
        if (node is not YamlMappingNode mapping)
        {
            Problem(node, path.Length == 0 ? "the study" : path, "must be a mapping of names to values.");
            return null;
        }

        if (type == typeof(ConditionSection))
        {
            return OldSpellings.Condition(this, mapping, path);
        }

        if (type == typeof(SweepSection) || type == typeof(MapSection))
        {
            OldSpellings.Axes(this, mapping, path);
        }

        if (type == typeof(RecordingSection))
        {
            OldSpellings.Recording(this, mapping, path);
        }

        if (type == typeof(RateNetwork))
        {
            mapping = OldSpellings.Neuron(this, mapping, path);
        }

        var record = Start(type) ?? Settings.Create<object>(type);
        PropertyInfo[] properties = [.. Settings.Of(type).Select(setting => setting.Property)];
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, keyNode, valueNode) in Keys(mapping, path))
        {
            var where = path.Length == 0 ? key : $"{path}.{key}";
            var property = Array.Find(properties, p => Names.Same(p.Name, type == typeof(SweepSection) && key == "axis" ? "path" : key));
            var unit = property is null ? "" : UnitOf(property);
            if (property is null && Milliseconds(properties, key) is { } timed)
            {
                // Once a key could carry the unit: tau_ms: 20.
                var text = Text(valueNode) ?? "";
                (property, unit) = (timed, text.Any(char.IsLetter) ? "s" : "ms");
                Remark(keyNode, where, $"is written {Names.Snake(timed.Name)} now, with the unit at the number, such as \"20 ms\".");
                Edits.Add(YamlEdit.Of(keyNode, Names.Snake(timed.Name)));
                if (unit == "ms")
                {
                    Edits.Add(YamlEdit.Of(valueNode, $"{text} ms"));
                }
            }

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
                Problem(keyNode, where, "stands twice, once under an old name.");
            }
            else if (Value(property.PropertyType, valueNode, where, unit) is { } value)
            {
                property.SetValue(record, value);
            }
        }

        return record;
    }

    /// <summary>The entries of a mapping whose keys are names that stand once, in any spelling; the others are told.</summary>
    public IEnumerable<(string Key, YamlNode Node, YamlNode Value)> Keys(YamlMappingNode mapping, string path)
    {
        var seen = new List<string>();
        var here = path.Length == 0 ? "the study" : path;
        if (mapping.Children.Count > MostKeys)
        {
            Problem(mapping, here, $"must have at most {MostKeys} names, but has {mapping.Children.Count}.");
            yield break;
        }

        foreach (var (node, value) in mapping.Children)
        {
            if (Text(node) is not { } key)
            {
                Problem(node, here, $"must have names as keys, but has {Shown(node)}.");
            }
            else if (key == "<<")
            {
                Problem(node, here, "has a merge key (<<), which is not read; write the values out.");
            }
            else if (seen.Find(other => Names.Same(other, key)) is { } other)
            {
                Problem(node, here, $"has {other} twice{(other == key ? "." : $", the second time as {key}.")}");
            }
            else
            {
                seen.Add(key);
                Remember(path.Length == 0 ? key : $"{path}.{key}", Options.ContainsKey(value) ? value : node);
                yield return (key, node, value);
            }
        }
    }

    private static string UnitOf(PropertyInfo property) => property.GetCustomAttribute<UnitAttribute>()?.Unit ?? "";

    private static PropertyInfo? Milliseconds(PropertyInfo[] properties, string key) =>
        Array.Find(properties, p => UnitOf(p) == "s" && Names.Same(p.Name + "Ms", key));

    /// <summary>A value of a type; null when it could not be read.</summary>
    public object? Value(Type type, YamlNode node, string path, string unit = "")
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(double))
        {
            return Number(node, path, unit, bare: "ms");
        }

        if (type == typeof(int))
        {
            if (Quantity.TryWhole(Text(node), out var whole, out var problem))
            {
                return whole;
            }

            Problem(node, path, node is YamlScalarNode ? problem : $"must be a whole number, but is {Shown(node)}.");
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

        // A name or a list of names stands for the subjects of these names.
        if (type == typeof(Claims.Subjects) && node is not YamlMappingNode)
        {
            return new Claims.Subjects
            {
                Rules = Value(typeof(ImmutableArray<string>), node, path) is ImmutableArray<string> names ? names : [],
            };
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return Sequence(type.GetGenericArguments()[0], node, path, unit);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>))
        {
            return Dictionary(type.GetGenericArguments()[1], node, path);
        }

        if (type.IsEnum)
        {
            string[] known = [.. Enum.GetNames(type).Select(Names.Snake)];
            if (Array.FindIndex(known, name => Names.Same(name, Text(node) ?? "")) is var index and >= 0)
            {
                return Enum.GetValues(type).GetValue(index);
            }

            Problem(node, path, $"must be {string.Join(" or ", known)}, but is {Shown(node)}.");
            return null;
        }

        return type.IsInterface ? Plugins.Read(this, type, node, path) : Record(type, node, path);
    }

    /// <summary>A finite number, with its unit where one is written.</summary>
    /// <param name="node">Where it stands.</param>
    /// <param name="path">Its name in the study.</param>
    /// <param name="unit">Its unit; ms for a bare number of milliseconds under a key that says so.</param>
    /// <param name="bare">The unit that a bare number once had here: ms in sections, the plain unit at parameters of rules.</param>
    public double? Number(YamlNode node, string path, string unit, string bare)
    {
        var text = Text(node);
        if (text is null)
        {
            Problem(
                node,
                path,
                $"must be a {(unit.Length > 0 ? $"quantity such as \"{Quantity.Example("s")}\"" : "number")}, but is {Shown(node)}."
            );
            return null;
        }

        if (unit == "ms")
        {
            (text, unit) = ($"{text} ms", "s");
        }

        if (Quantity.TryParse(text, unit, out var value, out var problem))
        {
            return value;
        }

        if (Quantity.IsWritten(unit) && Quantity.TryNumber(text, out var number, out _))
        {
            Edits.Add(YamlEdit.Of(node, bare == "ms" && unit == "s" ? $"{text.Trim()} ms" : Quantity.Show(number, unit)));
        }

        Problem(node, path, problem);
        return null;
    }

    private object? Sequence(Type item, YamlNode node, string path, string unit)
    {
        var nodes = node is YamlSequenceNode sequence ? sequence.Children.ToArray() : [node];
        for (var i = 0; i < nodes.Length; i++)
        {
            Remember($"{path}[{i}]", nodes[i]);
        }

        var read = nodes.Select((child, i) => (Index: i, Value: Value(item, child, $"{path}[{i}]", unit))).ToArray();
        var values = read.Where(x => x.Value is not null).Select(x => x.Value).ToArray();
        if (values.Length < nodes.Length)
        {
            _kept[path] = [.. read.Where(x => x.Value is not null).Select(x => x.Index)];
        }

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

        var pairs = Keys(mapping, path)
            .Select(pair => (pair.Key, Value: Value(value, pair.Value, $"{path}.{pair.Key}")))
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
