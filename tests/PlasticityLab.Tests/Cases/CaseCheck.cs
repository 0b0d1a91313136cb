using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using PlasticityLab.Models.Tunes;

namespace PlasticityLab.Tests.Cases;

/// <summary>Runs a row of the cases in a copy of its folder and says what is not as it must be.</summary>
internal static class CaseCheck
{
    private static readonly string[] Known =
    [
        "exit",
        "notes",
        "tempo",
        "meter",
        "remark",
        "text",
        "no_text",
        "json",
        "same_hash",
        "files",
        "arrays",
        "in",
        "table",
        "where",
        "column",
        "value",
        "tolerance",
        "seconds",
        "or",
        "args",
    ];

    /// <summary>Asserts that a row gives its right answer, or, while it is pending, that it does not.</summary>
    public static async Task MustHold(string key)
    {
        var problems = await Problems(CaseRow.All.Single(row => row.Key == key));
        if (CaseRow.Pending.Contains(key))
        {
            Assert.True(problems.Count > 0, $"Now right: delete the line from tests/data/cases/pending.txt:\n{key}");
        }
        else
        {
            Assert.True(problems.Count == 0, string.Join('\n', problems));
        }
    }

    /// <summary>The reasons why none of the row's right answers came out; none when one did.</summary>
    public static async Task<IReadOnlyList<string>> Problems(CaseRow row)
    {
        var all = await Of(row, row.Arguments, row.Expect);
        if (all.Count == 0 || !row.Expect.TryGetProperty("or", out var others))
        {
            return all;
        }

        foreach (var other in others.EnumerateArray())
        {
            var words = other.TryGetProperty("args", out var args)
                ? [.. args.EnumerateArray().Select(word => word.GetString()!)]
                : row.Arguments;
            var problems = await Of(row, words, other);
            if (problems.Count == 0)
            {
                return [];
            }

            all = [.. all, .. problems.Select(problem => $"or: {problem}")];
        }

        return all;
    }

    private static async Task<IReadOnlyList<string>> Of(CaseRow row, string[] arguments, JsonElement expect)
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-case-").FullName;
        try
        {
            Copy(row.Folder, folder);
            var limit = TimeSpan.FromSeconds(expect.TryGetProperty("seconds", out var seconds) ? 5 * seconds.GetDouble() : 120);
            var outcome = await Plasticity.Run(folder, arguments, limit);
            if (outcome.Exit != expect.GetProperty("exit").GetInt32())
            {
                return [$"{expect.GetProperty("exit")} must be the exit code, but: {outcome}"];
            }

            var problems = new List<string>();
            foreach (var key in expect.EnumerateObject().Select(property => property.Name))
            {
                if (!Known.Contains(key))
                {
                    problems.Add($"nothing checks the key {key}");
                }
            }

            Text(folder, outcome, expect, problems);
            Notes(Path.Combine(folder, "out.notes"), expect, problems);
            if (expect.TryGetProperty("json", out var json))
            {
                JsonPaths.Check(outcome.Out, json, Tolerance(expect), problems);
            }

            Table(folder, expect, problems);
            Written(folder, expect, problems);
            Arrays(folder, expect, problems);
            Figures(folder, problems);
            if (expect.TryGetProperty("same_hash", out var change))
            {
                await SameHash(folder, arguments, outcome, change, problems);
            }

            return problems.Count == 0 ? problems : [.. problems, outcome.ToString()];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Figures(string folder, List<string> problems) =>
        problems.AddRange(
            Directory
                .EnumerateFiles(folder, "*.svg", SearchOption.AllDirectories)
                .SelectMany(file => SvgCheck.Problems(File.ReadAllText(file)).Select(problem => $"{Path.GetFileName(file)} {problem}"))
        );

    private static double Tolerance(JsonElement expect) =>
        expect.TryGetProperty("tolerance", out var tolerance) ? tolerance.GetDouble() : 0;

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static void Text(string folder, Plasticity.Outcome outcome, JsonElement expect, List<string> problems)
    {
        // File names are taken out first: y38_search_unknown.yaml must not answer for "search".
        var text = Directory
            .EnumerateFileSystemEntries(folder)
            .SelectMany(path => new[] { path, Path.GetFileName(path) })
            .Append(folder)
            .OrderByDescending(name => name.Length)
            .Aggregate(outcome.Text, (now, name) => now.Replace(name, "", StringComparison.Ordinal));
        if (expect.TryGetProperty("text", out var must) && !Regex.IsMatch(text, must.GetString()!))
        {
            problems.Add($"the text must match {must}");
        }

        if (expect.TryGetProperty("no_text", out var never) && Regex.IsMatch(text, never.GetString()!))
        {
            problems.Add($"the text must not match {never}");
        }

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var closing = outcome.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length - 1;
        if (
            expect.TryGetProperty("remark", out var remark)
            && !lines.Where((_, i) => i != closing).Any(line => Regex.IsMatch(line, remark.GetString()!))
        )
        {
            problems.Add($"a remark must match {remark}");
        }
    }

    private static void Notes(string path, JsonElement expect, List<string> problems)
    {
        if (!expect.TryGetProperty("notes", out var notes))
        {
            return;
        }

        if (!File.Exists(path))
        {
            problems.Add("out.notes must be written");
            return;
        }

        var (found, wanted) = (NoteText.Parse(File.ReadAllText(path)), NoteText.Parse(notes.GetString()!));
        var tolerance = Tolerance(expect);
        bool Same(Note a, Note b) =>
            a.Pitch == b.Pitch && Math.Abs(a.Duration - b.Duration) <= tolerance && Math.Abs(a.Rest - b.Rest) <= tolerance;
        if (found.Notes.Length != wanted.Notes.Length || !found.Notes.Zip(wanted.Notes).All(pair => Same(pair.First, pair.Second)))
        {
            problems.Add($"the notes must be\n  {NoteText.Write(wanted)}\nbut are\n  {NoteText.Write(found)}");
        }

        if (expect.TryGetProperty("tempo", out var tempo) && Math.Abs(found.Tempo - tempo.GetDouble()) > tolerance)
        {
            problems.Add($"the tempo must be {tempo}, but is {found.Tempo}");
        }

        var meter = $"{found.BeatsPerBar}/{found.BeatValue}";
        if (expect.TryGetProperty("meter", out var beats) && beats.GetString() != meter)
        {
            problems.Add($"the meter must be {beats}, but is {meter}");
        }
    }

    private static void Table(string folder, JsonElement expect, List<string> problems)
    {
        if (!expect.TryGetProperty("table", out var table))
        {
            return;
        }

        var column = expect.GetProperty("column").GetString()!;
        if (One(folder, table.GetString()!, problems) is not { } file)
        {
            return;
        }

        var lines = File.ReadAllLines(file).Where(line => !line.StartsWith('#')).Select(line => line.Split(',')).ToArray();
        var columns = lines[0];
        string Cell(string[] cells, string name) => cells[Array.IndexOf(columns, name)];
        bool Holds(string cell, JsonElement value) =>
            value.ValueKind switch
            {
                JsonValueKind.Array => value.EnumerateArray().Any(one => Holds(cell, one)),
                JsonValueKind.Number => double.TryParse(cell, out var number) && Math.Abs(number - value.GetDouble()) <= Tolerance(expect),
                _ => cell == value.ToString(),
            };
        var rows = lines
            .Skip(1)
            .Where(cells => expect.GetProperty("where").EnumerateObject().All(w => Holds(Cell(cells, w.Name), w.Value)))
            .ToArray();
        if (rows.Length == 0)
        {
            problems.Add($"{table} has no row where {expect.GetProperty("where")}");
        }

        problems.AddRange(
            rows.Select(cells => Cell(cells, column))
                .Where(cell => !Holds(cell, expect.GetProperty("value")))
                .Select(cell => $"{column} must be {expect.GetProperty("value")}, but is {cell}")
        );
    }

    // Files below a folder by a pattern with a * in any part.
    private static string[] Files(string folder, string pattern)
    {
        var parts = pattern.Split('/');
        return
        [
            .. parts[..^1]
                .Aggregate(
                    new[] { folder },
                    (folders, part) => [.. folders.Where(Directory.Exists).SelectMany(f => Directory.GetDirectories(f, part))]
                )
                .SelectMany(f => Directory.GetFiles(f, parts[^1])),
        ];
    }

    private static string? One(string folder, string pattern, List<string> problems)
    {
        var files = Files(folder, pattern);
        if (files is [var file])
        {
            return file;
        }

        problems.Add($"one file must be {pattern}, but {files.Length} are");
        return null;
    }

    private static void Written(string folder, JsonElement expect, List<string> problems)
    {
        foreach (var wanted in expect.TryGetProperty("files", out var files) ? [.. files.EnumerateObject()] : Array.Empty<JsonProperty>())
        {
            string[] found = [.. Files(folder, wanted.Name).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
            string[] names = [.. wanted.Value.EnumerateArray().Select(name => name.GetString()!)];
            if (!found.SequenceEqual(names))
            {
                problems.Add($"{wanted.Name} must be {string.Join(", ", names)}, but is {string.Join(", ", found)}");
            }
        }
    }

    // The arrays of an .npz: name, then the type as NumPy writes it (text "U", numbers "f8") and the shape. Those of two dimensions, weights,
    // hold different numbers.
    private static void Arrays(string folder, JsonElement expect, List<string> problems)
    {
        if (
            !expect.TryGetProperty("arrays", out var arrays) || One(folder, expect.GetProperty("in").GetString()!, problems) is not { } file
        )
        {
            return;
        }

        using var zip = ZipFile.OpenRead(file);
        var found = new Dictionary<string, string>();
        var matrices = new HashSet<string>();
        foreach (var entry in zip.Entries)
        {
            using var stream = entry.Open();
            var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var header = Regex.Match(
                System.Text.Encoding.Latin1.GetString(bytes.ToArray(), 0, (int)Math.Min(bytes.Length, 200)),
                @"'descr': '.(?<type>U|\w+).*'shape': \((?<shape>[\d, ]*)\)"
            );
            var name = Path.GetFileNameWithoutExtension(entry.FullName);
            if (!found.TryAdd(name, $"{header.Groups["type"]} {header.Groups["shape"].Value.TrimEnd(',')}"))
            {
                problems.Add($"{name} stands twice in {file}");
            }

            if (
                header.Groups["shape"].Value.Contains(", ", StringComparison.Ordinal) && !matrices.Add(Convert.ToHexString(bytes.ToArray()))
            )
            {
                problems.Add($"{name} holds the numbers of another array");
            }
        }

        problems.AddRange(
            arrays
                .EnumerateObject()
                .Where(wanted => found.GetValueOrDefault(wanted.Name) != wanted.Value.GetString())
                .Select(wanted => $"{wanted.Name} must be {wanted.Value}, but is {found.GetValueOrDefault(wanted.Name) ?? "not there"}")
        );
    }

    private static async Task SameHash(
        string folder,
        string[] arguments,
        Plasticity.Outcome first,
        JsonElement change,
        List<string> problems
    )
    {
        var path = arguments.Select(word => Path.Combine(folder, word)).Single(File.Exists);
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text.Replace(change.GetProperty("replace").GetString()!, change.GetProperty("by").GetString()));
        var second = await Plasticity.Run(folder, arguments, TimeSpan.FromSeconds(120));
        if (second.Exit != 0 || Hash(first) != Hash(second))
        {
            problems.Add($"with {change.GetProperty("by")} the hash must be the same, but: {second}");
        }
    }

    private static string Hash(Plasticity.Outcome outcome)
    {
        using var document = JsonDocument.Parse(outcome.Out);
        return document.RootElement.GetProperty("hash").GetString()!;
    }
}
