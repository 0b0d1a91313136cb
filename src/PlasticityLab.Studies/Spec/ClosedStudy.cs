using System.Text.RegularExpressions;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Foundation;
using PlasticityLab.Simulation.Rate;
using YamlDotNet.RepresentationModel;

namespace PlasticityLab.Studies.Spec;

/// <summary>A study whose text comes from elsewhere: it may say what the live lab writes and nothing that names a file.</summary>
/// <remarks>What is allowed is listed, not what is forbidden: a key that is new elsewhere stays shut here until it is added.</remarks>
public static partial class ClosedStudy
{
    private const string Rule = "rules[]",
        Condition = "conditions.*";

    private static readonly string[] OfRule =
    [
        "name",
        "rule",
        "equation",
        "inhibition",
        "gain",
        "learn",
        "presentations",
        "weight_max",
        "decay",
        "cap",
        "training_gain",
        "soft_bounds",
    ];

    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        [""] = ["schema_version", "name", "title", "question", "network", "task", "conditions", "rules", "seeds"],
        ["network"] = ["kind", "units", "adaptation", "adaptation_tau", "noise_sd", "training_inhibition", "arithmetic"],
        ["task"] = ["kind", "items", "assembly_size", "overlapping", "item", "silence", "epochs", "shuffled"],
        [Condition] = ["title", "perturbation.lesion_share"],
        [Rule] = [.. OfRule, .. RuleCatalog.Cards.SelectMany(card => Settings.Numbers(RuleCatalog.TypeOf(card.Id))).Select(x => x.Name)],
        ["seeds"] = ["first", "count"],
    };

    // The values of keys that elsewhere may name what lies on the disk.
    private static readonly Dictionary<string, Func<string, bool>> Values = new(StringComparer.Ordinal)
    {
        ["name"] = value => PlainName().IsMatch(value),
        ["network.kind"] = value => value == new RateNetwork().Card.Id,
        ["task.kind"] = value => value == new Chain().Card.Id,
        [$"{Rule}.rule"] = value => RuleCatalog.Cards.Any(card => card.Id == value),
        [$"{Rule}.name"] = value => PlainName().IsMatch(value),
    };

    /// <summary>Reads and checks it.</summary>
    /// <param name="text">The text of a study.</param>
    /// <exception cref="UserError">It says more than it may, or describes no study; one sentence a problem.</exception>
    public static StudySpec Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new List<string>();
        Check(YamlText.Root(text, "study"), "", problems);
        UserError.ThrowIfAny(problems.Distinct().Take(5));
        return StudyFile.Parse(text);
    }

    private static void Check(YamlNode node, string place, List<string> problems)
    {
        switch (node)
        {
            case YamlMappingNode mapping when place == "conditions" || Known.ContainsKey(place):
                foreach (var (key, value) in mapping.Children)
                {
                    var name = YamlBinder.Text(key) ?? "?";
                    if (place != "conditions" && !Known[place].Contains(name))
                    {
                        problems.Add(
                            $"study:{key.Start.Line}: \"{Short(name)}\" is no key of a study that the live lab writes; what names files, or is more than the page shows, is run with: plasticity study run."
                        );
                        continue;
                    }

                    Check(value, Below(place, name), problems);
                }

                break;
            case YamlSequenceNode list when place is "rules":
                foreach (var entry in list.Children)
                {
                    Check(entry, Rule, problems);
                }

                break;
            case YamlScalarNode when !Known.ContainsKey(place) && place is not ("conditions" or "rules"):
                if (Values.TryGetValue(place, out var allowed) && !allowed(YamlBinder.Text(node) ?? ""))
                {
                    problems.Add(
                        $"study:{node.Start.Line}: {place} is \"{Short(YamlBinder.Text(node) ?? "")}\", but here it must be a name that the laboratory knows by itself, not a file."
                    );
                }

                break;
            default:
                problems.Add(
                    $"study:{node.Start.Line}: {(place.Length == 0 ? "the study" : place)} has another form than the live lab writes."
                );
                break;
        }
    }

    private static string Below(string place, string key) =>
        place switch
        {
            "" => key,
            "conditions" => Condition,
            Rule when key == "learn" => "rules", // phases are entries of the same form
            _ => $"{place}.{key}",
        };

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,59}$")]
    private static partial Regex PlainName();
}
