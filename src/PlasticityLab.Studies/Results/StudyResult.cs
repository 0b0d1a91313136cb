using System.Text.Json;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Results;

/// <summary>A finished study as read from its folder: what reports, slides and notebooks are made of. Parts that were not run are empty
/// tables. The columns are described in docs/reference/study-folder.md.</summary>
public sealed class StudyResult
{
    private readonly Dictionary<string, CsvTable> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RuleCard?> _cards = new(StringComparer.Ordinal);

    private StudyResult(string folder, JsonElement spec, JsonElement manifest, IReadOnlyList<Verdict> verdicts) =>
        (Folder, Spec, Study, Manifest, Verdicts) = (folder, spec, Typed(folder, spec), manifest, verdicts);

    /// <summary>The study's folder.</summary>
    public string Folder { get; }

    /// <summary>The resolved study, every default filled in (study.resolved.json).</summary>
    public JsonElement Spec { get; }

    /// <summary>The same, as it is run.</summary>
    public StudySpec Study { get; }

    /// <summary>Versions, hash, machine, times and counts of runs (manifest.json).</summary>
    public JsonElement Manifest { get; }

    /// <summary>Claims and what became of them.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; }

    /// <summary>Title, or the name when there is none.</summary>
    public string Title => Text(Spec, "title") is { Length: > 0 } title ? title : Name;

    /// <summary>Short name.</summary>
    public string Name => Text(Spec, "name") is { Length: > 0 } name ? name : Path.GetFileName(Path.TrimEndingDirectorySeparator(Folder));

    /// <summary>The question asked.</summary>
    public string Question => Text(Spec, "question");

    /// <summary>Notes and expectations.</summary>
    public IReadOnlyList<string> Notes =>
        Property(Spec, "notes") is { ValueKind: JsonValueKind.Array } notes
            ? [.. notes.EnumerateArray().Select(note => note.ToString())]
            : [];

    /// <summary>One row per network, condition, rule and seed.</summary>
    public CsvTable Outcomes => Table("outcomes");

    /// <summary>A table of the folder tables/, by name without ending.</summary>
    public CsvTable Table(string name)
    {
        lock (_tables)
        {
            return _tables.TryGetValue(name, out var table)
                ? table
                : _tables[name] = CsvTable.Load(Path.Combine(Folder, "tables", name + ".csv"));
        }
    }

    /// <summary>The card of a rule by its name in the tables: what its entry in the study says, since a study may name a rule as it likes;
    /// for what has no entry, the rule of that id or short name. Null for what is no rule, such as the oracle.</summary>
    public RuleCard? Card(string rule)
    {
        lock (_cards)
        {
            return _cards.TryGetValue(rule, out var card) ? card : _cards[rule] = Find(rule);
        }
    }

    private RuleCard? Find(string rule) =>
        Study.Rules.FirstOrDefault(section => section.Name == rule) is { } section
            ? RuleChoice.Card(section.Learning)
            : RuleCatalog.Cards.FirstOrDefault(card => Names.Same(rule, card.Id) || Names.Same(rule, card.Short));

    /// <summary>The same study with some rules only, and one condition if given, in every table that speaks of rules or conditions; the
    /// rest stays.</summary>
    public StudyResult Only(IReadOnlyCollection<string> rules, string? condition = null)
    {
        var some = new StudyResult(Folder, Spec, Manifest, Verdicts);
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, "tables"), "*.csv"))
        {
            var table = Table(Path.GetFileNameWithoutExtension(file));
            some._tables[Path.GetFileNameWithoutExtension(file)] = table.Where(row =>
                (!table.Has("rule") || rules.Contains(row["rule"]))
                && (condition is null || !table.Has("condition") || row["condition"] == condition)
            );
        }

        return some;
    }

    /// <summary>Reads a study folder.</summary>
    /// <exception cref="UserError">The folder is not that of a study, or one of its files cannot be read.</exception>
    public static StudyResult Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
        {
            throw new UserError($"There is no folder {folder}. Give the folder that \"plasticity study run\" printed.");
        }

        if (!File.Exists(Path.Combine(folder, "tables", "outcomes.csv")))
        {
            throw new UserError(
                $"{folder} holds no finished study: tables/outcomes.csv is missing. Run the study to its end first: plasticity study run FILE."
            );
        }

        return new StudyResult(
            folder,
            Json(Path.Combine(folder, "study.resolved.json")),
            Json(Path.Combine(folder, "manifest.json")),
            Claims(Path.Combine(folder, "tables", "verdicts.json"))
        );
    }

    /// <summary>A property by any spelling of its name (snake or camel case), or null.</summary>
    public static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.EnumerateObject().FirstOrDefault(property => Names.Same(property.Name, name))
            is { Value.ValueKind: not JsonValueKind.Undefined } found
            ? found.Value
            : null;

    private static string Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    private static StudySpec Typed(string folder, JsonElement spec)
    {
        try
        {
            var study = spec.Deserialize<StudySpec>(Runs.Json.Canonical)!;
            return study.SchemaVersion == StudySpec.Schema ? study : throw new UserError(StudyFolder.OfBefore(folder));
        }
        catch (JsonException error)
        {
            throw new UserError(
                $"{Path.Combine(folder, "study.resolved.json")} holds no study ({error.Message}). Run the study again; finished runs are kept."
            );
        }
    }

    private static JsonElement Json(string path)
    {
        try
        {
            return File.Exists(path)
                ? JsonDocument.Parse(File.ReadAllText(path)).RootElement.Clone()
                : JsonDocument.Parse("{}").RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new UserError($"{path} is not valid JSON ({error.Message}). Run the study again; finished runs are kept.");
        }
    }

    private static Verdict[] Claims(string path) =>
        Json(path) is { ValueKind: JsonValueKind.Array } list
            ?
            [
                .. list.EnumerateArray()
                    .Select(item => new Verdict(
                        Text(item, "claim"),
                        Text(item, "verdict") is { Length: > 0 } verdict ? verdict : Text(item, "outcome"),
                        Text(item, "sentence"),
                        Property(item, "numbers") is { ValueKind: JsonValueKind.Object } numbers
                            ? numbers
                                .EnumerateObject()
                                .Where(number => number.Value.ValueKind == JsonValueKind.Number)
                                .ToDictionary(number => number.Name, number => number.Value.GetDouble())
                            : []
                    )),
            ]
            : [];
}
