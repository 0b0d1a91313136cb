using System.Text.Encodings.Web;
using System.Text.Json;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Reports;

/// <summary>Ready notebooks for a study: a Jupyter notebook (NumPy, Matplotlib) and a C# file for <c>dotnet run</c>, both reading the
/// study's tables.</summary>
public static class NotebookWriter
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes notebook.ipynb and notebook.cs into the study's folder.</summary>
    /// <returns>Their paths.</returns>
    public static Task<IReadOnlyList<string>> WriteAsync(string studyFolder, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var study = StudyResults.Load(studyFolder);
        string Fill(string text) =>
            text.Replace("{{TITLE}}", OneLine(study.Title), StringComparison.Ordinal)
                .Replace("{{QUESTION}}", OneLine(study.Question), StringComparison.Ordinal);
        string[] paths = [Path.Combine(studyFolder, "notebook.ipynb"), Path.Combine(studyFolder, "notebook.cs")];
        OutputFile.Update(paths[0], Notebook(PageParts.Read("study.py", "Notebooks"), Fill));
        OutputFile.Update(paths[1], Fill(PageParts.Read("csharp.txt", "Notebooks")));
        return Task.FromResult<IReadOnlyList<string>>(paths);
    }

    /// <summary>A Python text with <c># %%</c> lines as a notebook (nbformat 4.5).</summary>
    /// <param name="python">The text, with places for words of people.</param>
    /// <param name="fill">Fills the places of a line in; it is called when the cells stand, so that no word can begin one.</param>
    internal static string Notebook(string python, Func<string, string>? fill = null)
    {
        fill ??= line => line;
        var cells = python
            .Replace("\r", "", StringComparison.Ordinal)
            .Split("# %%")
            .Skip(1)
            .Select(
                (cell, i) =>
                {
                    var markdown = cell.StartsWith(" [markdown]", StringComparison.Ordinal);
                    var lines = cell[(cell.IndexOf('\n') + 1)..]
                        .Trim('\n')
                        .Split('\n')
                        .Select(line =>
                            fill(
                                !markdown ? line
                                : line.Length > 1 ? line[2..]
                                : ""
                            )
                        )
                        .ToArray();
                    var source = lines.Select((line, k) => k + 1 < lines.Length ? line + "\n" : line).ToArray();
                    var id = $"cell-{i + 1:00}";
                    return markdown
                        ? (object)
                            new Dictionary<string, object>
                            {
                                ["cell_type"] = "markdown",
                                ["id"] = id,
                                ["metadata"] = new { },
                                ["source"] = source,
                            }
                        : new Dictionary<string, object?>
                        {
                            ["cell_type"] = "code",
                            ["execution_count"] = null,
                            ["id"] = id,
                            ["metadata"] = new { },
                            ["outputs"] = Array.Empty<object>(),
                            ["source"] = source,
                        };
                }
            );
        return JsonSerializer.Serialize(
                new
                {
                    cells,
                    metadata = new
                    {
                        kernelspec = new
                        {
                            display_name = "Python 3",
                            language = "python",
                            name = "python3",
                        },
                        language_info = new { name = "python" },
                    },
                    nbformat = 4,
                    nbformat_minor = 5,
                },
                Json
            ) + "\n";
    }

    // The places are in comments and headings only; there one line is one line, whatever a language takes for its end.
    private static string OneLine(string text) =>
        string.Join(
            ' ',
            string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c))
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
}
