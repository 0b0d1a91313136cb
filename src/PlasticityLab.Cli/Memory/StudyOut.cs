using System.CommandLine;
using System.Globalization;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Cli.Memory;

/// <summary>The study file of a short way in: what a verb runs, to be changed, extended and run with others.</summary>
internal static class StudyOut
{
    private static readonly string[] Endings = [".yaml", ".yml"];

    public static Option<string?> Option() =>
        new("--write") { Description = "Also write the study file that this runs, for plasticity study run (.yaml)" };

    /// <summary>Writes a study of the memory part.</summary>
    /// <param name="path">Where; null: nowhere.</param>
    /// <param name="verb">The words that ran it.</param>
    /// <param name="question">What it asks.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="section">What stands under memory, one line.</param>
    public static void Save(string? path, string verb, string question, IReadOnlyList<MemoryRule> rules, string section)
    {
        var learning = Learning(rules);
        Save(
            path,
            verb,
            question,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                # The networks of the memory part are its own; seeds.count: 0 trains no others.
                network: k_winners
                rules: [{string.Join(", ", learning)}]
                seeds: {"{"} count: 0 {"}"}
                memory:
                  baseline: {(learning.Length < rules.Count ? "true" : "false")}
                  {section}
                """
            )
        );
    }

    /// <summary>The rules that a study names; no learning stands beside them as the memory part's baseline.</summary>
    public static string[] Learning(IEnumerable<MemoryRule> rules) =>
        [.. rules.Where(rule => rule.Rule is not NoLearning).Select(rule => rule.Name)];

    /// <summary>Writes a study.</summary>
    /// <param name="path">Where; null: nowhere.</param>
    /// <param name="verb">The words that ran it.</param>
    /// <param name="question">What it asks.</param>
    /// <param name="rest">Everything below the question.</param>
    /// <exception cref="UserError">The file is there with other content, or has another ending.</exception>
    public static void Save(string? path, string verb, string question, string rest)
    {
        if (path is null)
        {
            return;
        }

        var full = UserFile.FullPath(path);
        var text = $"""
            # Written by plasticity {verb}. Run it with: plasticity study run {Path.GetFileName(full)}
            schema_version: 2
            name: {verb.Replace(' ', '-')}
            question: {question}
            {rest}

            """.ReplaceLineEndings("\n");
        UserError.ThrowIfAny(
            Require.All(
                Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
                    ? null
                    : $"--write writes files ending in {string.Join(", ", Endings)}, but \"{path}\" ends in \"{Path.GetExtension(path)}\".",
                File.Exists(full) && UserFile.Text(full) != text
                    ? $"--write: {path} holds another study; name another file, or remove it first."
                    : null
            )
        );
        // What is written must be a study.
        _ = StudyFile.Parse(text, Path.GetFileName(full), folder: Path.GetDirectoryName(full)!);
        OutputFile.MakeFolderOf(full);
        _ = OutputFile.Update(full, text);
        Console.Error.WriteLine($"The study is written to {path}; plasticity study run {path} gives the same values.");
    }

    /// <summary>A path as a study file beside it says it.</summary>
    public static string Place(string study, string path) =>
        Quoted(Path.GetRelativePath(Path.GetDirectoryName(UserFile.FullPath(study))!, UserFile.FullPath(path)));

    /// <summary>A text in quotes.</summary>
    public static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
