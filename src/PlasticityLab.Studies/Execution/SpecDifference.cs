using System.Text.Json;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Execution;

/// <summary>What was changed between two studies, setting by setting.</summary>
public static class SpecDifference
{
    /// <summary>One line a setting, such as <c>seeds.count: 10 → 20</c>.</summary>
    public static IReadOnlyList<string> Of(StudySpec before, StudySpec after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var lines = new List<string>();
        Compare(
            "",
            JsonSerializer.SerializeToElement(before, Json.Canonical),
            JsonSerializer.SerializeToElement(after, Json.Canonical),
            lines
        );
        return lines;
    }

    /// <summary>The latest study of the same name beside a study's folder, with what was changed since; null when there is none. A folder
    /// that cannot be read is passed over.</summary>
    public static (string Folder, IReadOnlyList<string> Changes)? SinceLast(StudyFolder study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var parent = Path.GetDirectoryName(UserFile.FullPath(study.Path).TrimEnd(Path.DirectorySeparatorChar))!;
        if (!Directory.Exists(parent))
        {
            return null;
        }

        var others = Directory
            .EnumerateDirectories(parent, study.Study.Name + "-*")
            .Where(folder => UserFile.FullPath(folder) != UserFile.FullPath(study.Path))
            .OrderByDescending(folder => Directory.GetLastWriteTimeUtc(folder));
        foreach (var folder in others)
        {
            try
            {
                var other = StudyFolder.Load(folder).Study;
                if (other.Name == study.Study.Name)
                {
                    return (folder, Of(other, study.Study));
                }
            }
            catch (UserError)
            {
                // Another program's folder, a damaged one, or one of version 0.1: nothing can be compared with it.
            }
        }

        return null;
    }

    private static void Compare(string path, JsonElement? before, JsonElement? after, List<string> lines)
    {
        if (before is { ValueKind: JsonValueKind.Object } a && after is { ValueKind: JsonValueKind.Object } b)
        {
            string[] names = [.. a.EnumerateObject().Concat(b.EnumerateObject()).Select(property => property.Name).Distinct()];
            foreach (var name in names)
            {
                Compare(path.Length == 0 ? name : $"{path}.{name}", Of(a, name), Of(b, name), lines);
            }
        }
        else if (
            before is { ValueKind: JsonValueKind.Array } left
            && after is { ValueKind: JsonValueKind.Array } right
            && HasParts(left, right)
        )
        {
            for (var k = 0; k < Math.Max(left.GetArrayLength(), right.GetArrayLength()); k++)
            {
                Compare($"{path}[{k}]", k < left.GetArrayLength() ? left[k] : null, k < right.GetArrayLength() ? right[k] : null, lines);
            }
        }
        else if (Text(before) is var from && Text(after) is var to && from != to)
        {
            lines.Add($"{path}: {from} → {to}");
        }
    }

    // Lists of settings are compared one by one, lists of numbers or names as a whole.
    private static bool HasParts(JsonElement a, JsonElement b) =>
        a.EnumerateArray().Concat(b.EnumerateArray()).Any(item => item.ValueKind == JsonValueKind.Object);

    private static JsonElement? Of(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;

    private static string Text(JsonElement? element) =>
        element switch
        {
            null => "none",
            { ValueKind: JsonValueKind.Object } whole => Name(whole),
            { } value => value.ToString(),
        };

    // What was added or taken away as a whole is named; a rule by its name.
    private static string Name(JsonElement whole) =>
        whole.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : whole.ToString();
}
