using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Words;

/// <summary>What people read in the place of ids: files carry ids, tables, figures and sentences carry these names.</summary>
public static class DisplayNames
{
    private const string Turned = "_flipped",
        Shuffled = "_shuffled";

    private static readonly Dictionary<string, string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        ["oracle"] = "oracle",
        ["oracle_chain"] = "oracle",
        [Networks.ImportedWeights.Id] = "imported weights",
        ["no_learning"] = "no learning",
        ["none"] = "no learning",
        ["text"] = "own rule",
    };

    /// <summary>The name of a rule or a control; a name that a study gave to a rule of its own stays as it was written.</summary>
    /// <param name="id">Id, short name, or the name of a rule in a study.</param>
    public static string Rule(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.EndsWith(Turned, StringComparison.Ordinal) ? $"{Rule(id[..^Turned.Length])}, sign turned"
            : id.EndsWith(Shuffled, StringComparison.Ordinal) ? $"{Rule(id[..^Shuffled.Length])}, order shuffled"
            : Others.TryGetValue(id, out var other) ? other
            : RuleCatalog.Find(id)?.Name ?? id;
    }

    /// <summary>The name of a condition: its title, else its id. What it changes its author knows; an id does not say it.</summary>
    /// <param name="id">Id in the study file.</param>
    /// <param name="title">Title in the study file, if any.</param>
    public static string Condition(string id, string? title = null) => title is { Length: > 0 } ? title : id;

    /// <summary>Every id of a rule with its name, in the order of ids.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All { get; } =
    [.. RuleCatalog.Cards.Select(card => KeyValuePair.Create(card.Id, card.Name))];
}
