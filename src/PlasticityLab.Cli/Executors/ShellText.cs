namespace PlasticityLab.Cli.Executors;

/// <summary>Words as a POSIX shell reads them.</summary>
internal static class ShellText
{
    /// <summary>A command of these words.</summary>
    public static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(Word));

    /// <summary>One word: bare where no sign of it means anything to a shell, else between single quotes, within which nothing does but the
    /// quote itself.</summary>
    public static string Word(string word) =>
        word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+' or ':' or ',' or '@';
}
