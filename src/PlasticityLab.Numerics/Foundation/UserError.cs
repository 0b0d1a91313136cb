namespace PlasticityLab.Numerics.Foundation;

/// <summary>A user's mistake: sentences to print as they stand, all problems at once. Programs answer with exit code 2 and no stack
/// trace.</summary>
public sealed class UserError(IEnumerable<string> problems) : Exception(string.Join(Environment.NewLine, First([.. problems])))
{
    // More nobody reads; they come of one mistake.
    private const int Most = 100;

    /// <summary>One problem.</summary>
    public UserError(string problem)
        : this([problem]) { }

    private static IEnumerable<string> First(string[] problems) =>
        problems.Length <= Most ? problems : [.. problems.Take(Most), $"… and {problems.Length - Most} more problems."];

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
