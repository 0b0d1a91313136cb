using System.CommandLine;
using System.CommandLine.Parsing;

namespace PlasticityLab.Cli.FrontDoor;

/// <summary>Words behind <c>--</c>, which some verbs hand on to another program.</summary>
internal static class HandedOn
{
    /// <summary>Lets a command hand on what stands behind <c>--</c>.</summary>
    public static void Allow(Command command) => command.TreatUnmatchedTokensAsErrors = false;

    /// <summary>Whether a command line's verb hands words on.</summary>
    public static bool IsAllowed(ParseResult parsed) => !parsed.CommandResult.Command.TreatUnmatchedTokensAsErrors;

    /// <summary>The words that a command line hands on; none where its command has no use for any.</summary>
    public static IReadOnlyList<string> Words(ParseResult parsed)
    {
        if (!IsAllowed(parsed))
        {
            return [];
        }

        // A file may stand behind the sign as well, and is taken by the command.
        var behind = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Count();
        return [.. parsed.UnmatchedTokens.TakeLast(behind)];
    }

    /// <summary>What to say of words behind the sign where nothing is handed on after all.</summary>
    public static IEnumerable<string> Problems(IReadOnlyList<string> words) =>
        words.Take(1).Select(word => $"What stands behind -- goes to sbatch and needs --on slurm, but \"{word}\" stands there without it.");

    /// <summary>Words of a command line that nobody has a use for.</summary>
    public static IEnumerable<string> Strays(ParseResult parsed) => parsed.UnmatchedTokens.SkipLast(Words(parsed).Count);
}
