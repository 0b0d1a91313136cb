using System.Text.Json;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>The fields of a system file: remembers which of them were used, so that the others can be told.</summary>
internal sealed class SystemFields(JsonElement root)
{
    private static readonly string[] Inputs =
    [
        "id",
        "model",
        "parameters",
        "W",
        "W_file",
        "g",
        "I",
        "tau",
        "n",
        "theta",
        "epsilon",
        "delta",
        "edges_from_to",
        "initial_state",
        "M_file",
        "N_file",
    ];

    // What other programs call an input.
    private static readonly string[] OtherNames = ["gain", "input", "weights", "Input", "Weights"];

    // Fields for people.
    private static readonly string[] Words =
    [
        "title",
        "shows",
        "source",
        "description",
        "note",
        "notes",
        "comment",
        "schema",
        "provenance",
    ];

    private const int MostNamed = 12;

    private readonly HashSet<string> _used = new(StringComparer.Ordinal) { "model" };

    /// <summary>A field that says something of the system.</summary>
    public bool Take(string name, out JsonElement field)
    {
        var isThere = root.TryGetProperty(name, out field);
        _used.UnionWith(isThere ? [name] : []);
        return isThere;
    }

    /// <summary>Sentences on the fields that nobody took. What would change the system if it were spelt right, or is an input of another
    /// model, is told by itself; all else in one sentence, because files with results have many such fields.</summary>
    public IEnumerable<string> Unused()
    {
        string[] left = [.. root.EnumerateObject().Select(item => item.Name).Where(name => !_used.Contains(name) && !Words.Contains(name))];
        string[] meant = [.. left.Where(IsMeant)];
        string[] others = [.. left.Except(meant)];
        var more = others.Length > MostNamed ? $" and {others.Length - MostNamed} more" : "";
        return
        [
            .. meant.Select(name => $"The field \"{name}\" of the file is not used. Known inputs: {string.Join(", ", Inputs)}."),
            .. others.Length > 0
                ? [$"Not used, because no input of the model: {string.Join(", ", others.Take(MostNamed))}{more}."]
                : Array.Empty<string>(),
        ];
    }

    private static bool IsMeant(string name) =>
        Inputs.Contains(name) || OtherNames.Contains(name) || Names.Nearest(name, Inputs) is not null;
}
