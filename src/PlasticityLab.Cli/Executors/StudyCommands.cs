namespace PlasticityLab.Cli.Executors;

/// <summary>The words of the commands that other processes compute a study with.</summary>
internal static class StudyCommands
{
    /// <summary>Computes the study of a folder beside any number of others.</summary>
    public static IReadOnlyList<string> Work(string folder, int threads) => ["study", "work", folder, "--threads", $"{threads}"];

    /// <summary>Computes what they left and writes tables and report.</summary>
    public static IReadOnlyList<string> Finish(string folder, int threads, bool report) =>
        ["study", "finish", folder, "--threads", $"{threads}", "--quiet", .. report ? Array.Empty<string>() : ["--no-report"]];
}
