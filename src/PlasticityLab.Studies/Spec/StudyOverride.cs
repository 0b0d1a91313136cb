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
                    binder.Problems.Add($"--set {change}: there is no {string.Join('.', steps[..(i + 1)])} in the study.");
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
                binder.Problems.Add($"--set {change}: {string.Join('.', steps[..i])} has no names below it.");
                return;
            }

            var key = map.Children.Keys.FirstOrDefault(k => Names.Same(YamlBinder.Text(k) ?? "", steps[i])) ?? new YamlScalarNode(steps[i]);
            if (last)
            {
                map.Children[key] = value;
            }
            else if (!map.Children.TryGetValue(key, out var next))
            {
                map.Children[key] = node = new YamlMappingNode();
            }
            else
            {
                node = next;
            }
        }
    }
}
