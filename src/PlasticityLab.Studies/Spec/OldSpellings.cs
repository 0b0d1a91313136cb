using System.Collections.Immutable;
using PlasticityLab.Simulation.Rate;
using YamlDotNet.RepresentationModel;

namespace PlasticityLab.Studies.Spec;

/// <summary>What study files said before settings had paths; read for one version, with a remark that says the new spelling.</summary>
internal static class OldSpellings
{
    /// <summary>A condition: its title and settings by their paths; adaptation and adaptation_tau without one, as once.</summary>
    public static ConditionSection Condition(YamlBinder binder, YamlMappingNode mapping, string path)
    {
        var (title, changes) = ("", ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal));
        foreach (var (key, node, value) in binder.Keys(mapping, path))
        {
            var name = Names.Snake(key).Replace('-', '_');
            if (YamlBinder.Text(value) is not { } text)
            {
                binder.Problem(value, $"{path}.{key}", $"must be a single value, but is {YamlBinder.Shown(value)}.");
            }
            else if (name == "title")
            {
                title = text;
            }
            else if (name is "adaptation" or "adaptation_tau" or "adaptation_tau_ms")
            {
                var setting = "network." + name.Replace("_ms", "", StringComparison.Ordinal);
                binder.Remark(node, $"{path}.{key}", $"is written {setting} now.");
                binder.Edits.Add(YamlEdit.Of(node, setting));
                var bare = name != "adaptation" && !text.Any(char.IsLetter);
                if (bare)
                {
                    binder.Edits.Add(YamlEdit.Of(value, text + " ms"));
                }

                changes[setting] = bare && name == "adaptation_tau_ms" ? text + " ms" : text;
                binder.Remember($"{path}.{setting}", node);
            }
            else
            {
                changes[name] = text;
            }
        }

        return new() { Title = title, Changes = changes.ToImmutable() };
    }

    /// <summary>The parameters of a rate neuron, which once stood beside its name.</summary>
    public static YamlMappingNode Neuron(YamlBinder binder, YamlMappingNode mapping, string path)
    {
        YamlNode? Key(string name) => mapping.Children.Keys.FirstOrDefault(key => Names.Same(YamlBinder.Text(key) ?? "", name));
        if (Key("neuron_parameters") is not { } key || mapping.Children[key] is not YamlMappingNode parameters)
        {
            return mapping;
        }

        var neuronKey = Key("neuron");
        var neuron = neuronKey is null ? null : mapping.Children[neuronKey];
        if (neuron is YamlMappingNode)
        {
            return mapping; // told as unknown
        }

        var id = neuron is null ? new RateNetwork().Neuron.Card.Id : YamlBinder.Text(neuron) ?? "";
        binder.Remark(key, $"{path}.neuron_parameters", $"is written neuron: {{ kind: {id}, ... }} now.");
        binder.Edits.Add(YamlEdit.Of(key, "neuron"));
        if (parameters.Children.FirstOrDefault().Key is { } first)
        {
            binder.Edits.Add(YamlEdit.Of(first, $"kind: {id}, {YamlBinder.Text(first)}"));
        }

        if (neuronKey is not null)
        {
            binder.Edits.Add(YamlEdit.Without(mapping, neuronKey));
        }

        var whole = new YamlMappingNode(
            mapping
                .Children.Where(pair => !ReferenceEquals(pair.Key, neuronKey))
                .Select(pair =>
                    ReferenceEquals(pair.Key, key)
                        ? new(
                            new YamlScalarNode("neuron"),
                            new YamlMappingNode(
                                parameters.Children.Prepend(new(new YamlScalarNode("kind"), neuron ?? new YamlScalarNode(id)))
                            )
                        )
                        : pair
                )
        );
        binder.Remember($"{path}.neuron", key);
        return whole;
    }

    /// <summary>Epochs between two snapshots of the weights, which once were a number under a name of their own; the nodes are changed in
    /// place.</summary>
    public static void Recording(YamlBinder binder, YamlMappingNode mapping, string path)
    {
        var (key, value) = mapping.Children.FirstOrDefault(pair => Names.Same(YamlBinder.Text(pair.Key) ?? "", "weights_every"));
        if (key is not YamlScalarNode name || value is not YamlScalarNode { Value: { } epochs } number)
        {
            return;
        }

        var anew = epochs.Trim() == "0" ? "none" : $"every {epochs.Trim()}";
        binder.Remark(key, $"{path}.weights_every", $"is written weights: {anew} now.");
        binder.Edits.Add(YamlEdit.Of(key, "weights"));
        binder.Edits.Add(YamlEdit.Of(value, anew));
        (name.Value, number.Value) = ("weights", anew);
    }

    /// <summary>Axes of sweeps and maps, which once had names of their own, some with the unit in the name; the nodes are changed in
    /// place.</summary>
    public static void Axes(YamlBinder binder, YamlMappingNode mapping, string path)
    {
        foreach (var (key, node, value) in binder.Keys(mapping, path).ToArray())
        {
            if (key is "axis" or "x" or "y" && value is YamlScalarNode { Value: { Length: > 0 } name } scalar)
            {
                var old = !name.Contains('.', StringComparison.Ordinal);
                var axis = old ? VariedAxis.OfLabel(name, binder.Size) : VariedAxis.Of(name);
                if (key == "axis")
                {
                    binder.Edits.Add(YamlEdit.Of(node, "path"));
                    binder.Remark(
                        node,
                        $"{path}.axis",
                        $"is written path: {axis.Path} now{(axis.Exponent == 3 ? ", with units at its values" : "")}."
                    );
                }
                else if (old)
                {
                    binder.Remark(
                        node,
                        $"{path}.{key}",
                        $"is written {axis.Path} now{(axis.Exponent == 3 ? ", with units at its ends" : "")}."
                    );
                }

                if (old)
                {
                    binder.Edits.Add(YamlEdit.Of(value, axis.Path));
                    scalar.Value = axis.Path;
                    if (axis.Exponent == 3)
                    {
                        Timed(binder, mapping, key);
                    }
                }
            }
        }
    }

    // The bare numbers of an axis whose name said ms.
    private static void Timed(YamlBinder binder, YamlMappingNode mapping, string axis)
    {
        foreach (var (key, value) in mapping.Children)
        {
            var name = YamlBinder.Text(key);
            var scalars =
                axis == "axis" ? (name == "values" ? (value as YamlSequenceNode)?.Children.OfType<YamlScalarNode>() ?? [] : [])
                : name == $"{axis}_from" || name == $"{axis}_to" ? new[] { value }.OfType<YamlScalarNode>()
                : [];
            foreach (var scalar in scalars.Where(scalar => Quantity.TryNumber(scalar.Value, out var number, out _) && number != 0))
            {
                binder.Edits.Add(YamlEdit.Of(scalar, scalar.Value + " ms"));
                scalar.Value += " ms";
            }
        }
    }
}
