using PlasticityLab.Numerics;
using YamlDotNet.RepresentationModel;

namespace PlasticityLab.Studies.Spec;

/// <summary>Changes one value of a study from the command line, by its path.</summary>
internal static class StudyOverride
{
    public static void Apply(YamlBinder binder, YamlNode root, string change)
    {
        var split = change.IndexOf('=', StringComparison.Ordinal);
        if (split <= 0)
        {
            binder.Problems.Add($"--set {change}: must be path=value, as in --set seeds.count=5.");
            return;
        }

        var (path, text) = (change[..split].Trim(), change[(split + 1)..].Trim());
        YamlNode value;
        try
        {
            value = text.Length == 0 ? new YamlScalarNode("") : YamlText.Root(text, $"--set {path}");
        }
        catch (UserError error)
        {
            binder.Problems.Add(error.Message);
            return;
        }

        var option = $"--set {path}";
        Mark(binder, value, option);
        if (path.Split('.', '[').Any(string.IsNullOrWhiteSpace))
        {
            binder.Problems.Add($"--set {change}: a name is empty between the points of {path}.");
            return;
        }

        var steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries);
        var node = root;
        for (var i = 0; i < steps.Length; i++)
        {
            var last = i == steps.Length - 1;
            if (steps[i] is ['[', .. var digits, ']'])
            {
                if (
                    node is not YamlSequenceNode list
                    || !Quantity.TryWhole(digits, out var index, out _)
                    || index < 0
                    || index >= list.Children.Count
                )
                {
                    binder.Problems.Add($"--set {change}: there is no {Path(steps[..(i + 1)])} in the study.");
                    return;
                }

                if (last)
                {
                    list.Children[index] = value;
                }
                else
                {
                    node = list.Children[index];
                }

                continue;
            }

            if (node is not YamlMappingNode map)
            {
                binder.Problems.Add($"--set {change}: {Path(steps[..i])} has no names below it.");
                return;
            }

            var key = map.Children.Keys.FirstOrDefault(k => Names.Same(YamlBinder.Text(k) ?? "", steps[i])) ?? New(steps[i]);
            if (last)
            {
                map.Children[key] = value;
            }
            else if (!map.Children.TryGetValue(key, out var next))
            {
                map.Children[key] = node = new YamlMappingNode();
                binder.Options[node] = option;
            }
            else
            {
                node = next;
            }
        }

        YamlScalarNode New(string name)
        {
            var key = new YamlScalarNode(name);
            binder.Options[key] = option;
            return key;
        }
    }

    // What is wrong with a value of an option is the option's, not the file's.
    private static void Mark(YamlBinder binder, YamlNode value, string option)
    {
        binder.Options[value] = option;
        foreach (
            var child in value switch
            {
                YamlSequenceNode list => list.Children,
                YamlMappingNode map => map.Children.Keys.Concat(map.Children.Values),
                _ => [],
            }
        )
        {
            Mark(binder, child, option);
        }
    }

    private static string Path(string[] steps) => string.Join('.', steps).Replace(".[", "[", StringComparison.Ordinal);
}
