namespace PlasticityLab.Numerics.Foundation;

/// <summary>A user's mistake: sentences to print as they stand, all problems at once. Programs answer with exit code 2 and no stack
/// trace.</summary>
public sealed class UserError(IEnumerable<string> problems) : Exception(string.Join(Environment.NewLine, First([.. problems])))
{
    // More nobody reads; they come of one mistake.
    private const int Most = 100;

    // What was found stands in the sentence as it is; a whole file in one word would hide where, and what to do, which stand around it.
    private const int Longest = 1500,
        Head = 1000,
        Tail = 400;

    /// <summary>One problem.</summary>
    public UserError(string problem)
        : this([problem]) { }

    private static IEnumerable<string> First(string[] problems) =>
        problems
            .Take(Most)
            .Select(Short)
            .Select(Visible)
            .Concat(problems.Length <= Most ? [] : [$"… and {problems.Length - Most} more problems."]);

    private static string Short(string problem) =>
        problem.Length <= Longest || problem.Contains(Environment.NewLine, StringComparison.Ordinal)
            ? problem
            : $"{problem[..Head]} … {problem[^Tail..]}";

    // What somebody handed in never steers the terminal: control characters, and those that turn the direction of text, are written out.
    private static string Visible(string problem) =>
        problem.Any(IsHidden) ? string.Concat(problem.Select(c => IsHidden(c) ? $"\\u{(int)c:x4}" : c.ToString())) : problem;

    private static bool IsHidden(char c) =>
        c is not ('\n' or '\r' or '\t') && (char.IsControl(c) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));

    /// <summary>Throws when there is at least one problem.</summary>
    public static void ThrowIfAny(IEnumerable<string> problems)
    {
        var list = problems.ToArray();
        if (list.Length > 0)
        {
            throw new UserError(list);
        }
    }
}
