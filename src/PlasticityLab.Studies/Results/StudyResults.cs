using System.Text.Json;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Results;

/// <summary>A finished study as read from its folder: what reports, slides and notebooks are made of. A table that the study did not
/// compute has no rows. Tables and columns are described in docs/reference/tables.md.</summary>
public sealed class StudyResults
{
    private readonly Dictionary<Type, IReadOnlyList<object>> _tables = [];
    private readonly Dictionary<Type, object> _typed = [];
    private readonly Func<object, bool>? _keep;
    private readonly Dictionary<string, RuleCard?> _cards = new(StringComparer.Ordinal);

    private StudyResults(string folder, JsonElement spec, StudySpec study, JsonElement manifest, Func<object, bool>? keep = null) =>
        (Folder, Spec, Study, Manifest, _keep) = (folder, spec, study, manifest, keep);

    /// <summary>The study's folder.</summary>
    public string Folder { get; }

    /// <summary>The resolved study, every default filled in (study.resolved.json).</summary>
    public JsonElement Spec { get; }

    /// <summary>The same, as it is run.</summary>
    public StudySpec Study { get; }

    /// <summary>Versions, hash, machine, times and counts of runs (manifest.json).</summary>
    public JsonElement Manifest { get; }

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

    /// <summary>The rows of a table; none when the study did not compute it.</summary>
    /// <typeparam name="TRow">A record with a <see cref="TableAttribute"/>.</typeparam>
    /// <exception cref="UserError">The file is damaged; names file and line.</exception>
    public IReadOnlyList<TRow> Rows<TRow>()
        where TRow : notnull
    {
        lock (_typed)
        {
            if (!_typed.TryGetValue(typeof(TRow), out var rows))
            {
                _typed[typeof(TRow)] = rows = Rows(TableOf<TRow>.Schema).Cast<TRow>().ToArray();
            }

            return (TRow[])rows;
        }
    }

    /// <summary>The rows of a table column by column, for a question to it alone; null when the study did not compute it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="wanted">Columns that are wanted; null: all.</param>
    /// <exception cref="UserError">The file is damaged; names file and line.</exception>
    public TableData? Data(TableSchema table, IReadOnlyCollection<string>? wanted = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return _keep is null ? table.ReadData(PathOf(table), wanted)
            : Rows(table) is { Count: > 0 } rows ? table.Data(rows)
            : null;
    }

    private string PathOf(TableSchema table) => Path.Combine(Folder, "tables", table.Name + ".csv");

    /// <summary>Whether a table has rows.</summary>
    /// <param name="row">Its record.</param>
    public bool Has(Type row)
    {
        var table = TableSchema.Of(row);
        lock (_tables)
        {
            // Where nothing is left out a second line tells, without reading all; what it holds is checked when it is read.
            return (_keep is null && !_tables.ContainsKey(row) && UserFile.HasLines(PathOf(table), 2)) || Rows(table).Count > 0;
        }
    }

    /// <summary>Whether a table has rows.</summary>
    public bool Has<TRow>()
        where TRow : notnull => Has(typeof(TRow));

    /// <summary>The rows of a table whose record is known only when the program runs.</summary>
    public IReadOnlyList<object> Rows(TableSchema table)
    {
        ArgumentNullException.ThrowIfNull(table);
        lock (_tables)
        {
            if (!_tables.TryGetValue(table.Row, out var rows))
            {
                rows = table.ReadCsv(PathOf(table));
                _tables[table.Row] = rows = _keep is null ? rows : [.. rows.Where(_keep)];
            }

            return rows;
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
            : RuleCatalog.Find(rule);

    /// <summary>The same study with some rules only, and one condition if given, in every table that speaks of rules or conditions; the
    /// rest stays.</summary>
    public StudyResults Only(IReadOnlyCollection<string> rules, string? condition = null) =>
        new(
            Folder,
            Spec,
            Study,
            Manifest,
            row =>
                (row is not IRuleRow ruled || rules.Contains(ruled.Rule))
                && (condition is null || row is not IConditionRow conditioned || conditioned.Condition == condition)
        );

    /// <summary>Reads a study folder.</summary>
    /// <exception cref="UserError">The folder is not that of a study, or one of its files cannot be read.</exception>
    public static StudyResults Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
        {
            throw new UserError($"There is no folder {folder}. Give the folder that \"plasticity study run\" printed.");
        }

        var spec = Json(Path.Combine(folder, "study.resolved.json"));
        var study = new StudyResults(folder, spec, Typed(folder, spec), Json(Path.Combine(folder, "manifest.json")));

        if (Property(study.Manifest, "complete") is { ValueKind: JsonValueKind.False })
        {
            throw new UserError(
                $"{folder} is not complete: it is being computed, or was stopped before the last table stood. plasticity study status {folder} tells how far it is; plasticity study finish {folder} goes on."
            );
        }

        if (StudyContents.IsOfAnother(folder))
        {
            throw new UserError(
                $"The tables in {folder} are of another study than its study.resolved.json: the file was replaced. plasticity study finish {folder} computes the study that it names; to have the former tables, put the former file back."
            );
        }

        // A study of memory alone has no scored networks; its tables begin with memory_.
        if (!study.Has<OutcomeRow>() && !StudyTables.Memory.Any(table => study.Rows(table).Count > 0))
        {
            throw new UserError(
                $"{folder} holds no finished study: tables/outcomes.csv is missing or has no rows. Run the study to its end first: plasticity study run FILE."
            );
        }

        return study;
    }

    /// <summary>A study whose tables are being written: what is there already can be read.</summary>
    internal static StudyResults Of(string folder, StudySpec study) =>
        new(folder, JsonDocument.Parse(study.ToCanonicalJson()).RootElement.Clone(), study, JsonDocument.Parse("{}").RootElement.Clone());

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
            return study.SchemaVersion == StudySpec.Schema ? study : throw new UserError(StudyFolder.OfAnotherVersion(folder, study));
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
                ? JsonDocument.Parse(UserFile.Text(path)).RootElement.Clone()
                : JsonDocument.Parse("{}").RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new UserError(
                $"{path} is not valid JSON ({error.Message}). Run the study again, which writes it anew; finished runs are kept."
            );
        }
    }
}
