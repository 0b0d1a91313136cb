using System.Text.Json;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Mechanisms;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Claims;

/// <summary>The answer of a study in a few sentences, in the order in which a person asks: what a search found; what became of the study's own
/// claims; in how many ways rules do it, where that is asked; who solves the task, where, and of a sequence whether forwards; how sure that is. It holds for any study: one rule or fifty, own rules, any conditions.</summary>
public static class StudyAnswer
{
    /// <summary>Fewer networks a rule than this are called a first look.</summary>
    public const int FirstLook = 10;

    private const double ForwardsFrom = 0.5;
    private const int MostConditions = 3;

    /// <summary>The sentences, the most important one first.</summary>
    public static IReadOnlyList<string> Of(StudyResults study)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (!study.Has<OutcomeRow>())
        {
            return [.. study.Rows<StatementRow>().Where(row => !row.Founding).Select(Claimed)]; // of memory alone
        }

        var evidence = new ClaimEvidence(study);
        return
        [
            .. study.Has<SearchedRuleRow>() ? AtlasStatements.Of(study).Answer() : [],
            .. study.Rows<StatementRow>().Where(row => !row.Founding).Select(Claimed),
            .. Mechanisms(study),
            .. Plays(evidence),
            .. Unfollowed(evidence),
            .. Twice(evidence),
            Sure(evidence),
        ];
    }

    /// <summary>Who solves the task where, in one line for a title.</summary>
    public static string Headline(StudyResults study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var evidence = new ClaimEvidence(study);
        var does = Task(evidence).Does;
        var told = evidence
            .Conditions.Select(condition => (condition, rows: Ranked(evidence, condition)))
            .Select(x => (x.condition, judged: x.rows.Any(Judged), players: x.rows.Where(Mostly).Select(Name).ToArray()))
            .GroupBy(x =>
                !x.judged ? "no rule could be judged"
                : x.players.Length == 0 ? $"no rule {does.One}"
                : $"{Wording.Some(x.players, 4)} {(x.players.Length == 1 ? does.One : does.Many)}"
            )
            .Select(same =>
                $"{(evidence.Conditions.Count < 2 ? "" : $"{Wording.Some([.. same.Select(x => evidence.Under(x.condition))])}, ")}{same.Key}"
            )
            .ToArray();
        return Sentence(evidence, string.Join("; ", told.Take(2)));
    }

    /// <summary>What the comparisons leave open, a sentence a condition: which of the best rules are not told apart, and how many networks
    /// would do it; then networks that failed.</summary>
    public static IReadOnlyList<string> HowSure(StudyResults study)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (!study.Has<OutcomeRow>())
        {
            return [];
        }

        var evidence = new ClaimEvidence(study);
        var (rules, networks) = (evidence.Rules.Count(), evidence.Networks);
        var comparisons = rules * (rules - 1) / 2;
        var fewest = ClaimTest.FewestFor(Math.Max(1, comparisons));
        return comparisons > 0 && networks < fewest
            ?
            [
                $"{Wording.Begin(Wording.Count(networks, "network"))} a rule cannot rank rules by their scores: {(comparisons == 1 ? "" : $"after correction for {comparisons} comparisons ")}at least {fewest} are needed, and 20 are advised.",
            ]
            : [.. evidence.Conditions.Select(condition => Ties(evidence, condition)).Where(sentence => sentence.Length > 0)];
    }

    // How many ways there are, unless a claim of the study has told it.
    private static IEnumerable<string> Mechanisms(StudyResults study) =>
        study.Has<MechanismRow>() && !StudyClaims.Of(study.Study).OfType<MechanismCount>().Any()
            ? MechanismStatements.Of(study).Answer()
            : [];

    // The best rule and those that are not reliably behind it.
    private static string Ties(ClaimEvidence evidence, string condition)
    {
        var rows = Ranked(evidence, condition).OrderByDescending(place => place.S).ToArray();
        if (rows.Length < 2 || rows[0].Learned == 0)
        {
            return "";
        }

        var best = rows[0];
        var behind = rows.Skip(1)
            .Select(place => (place, row: Compared(evidence, condition, best.Rule, place.Rule)))
            .Where(x => x.row is not null)
            .ToArray();
        var tied = behind.Where(x => !(x.row!.PHolm <= 0.05) || x.row.Equivalent).ToArray();
        if (behind.Length == 0)
        {
            return "";
        }

        if (tied.Length == 0)
        {
            return Sentence(
                evidence,
                $"{Opening(evidence, condition)}{Name(best)} {Verb(evidence)}s best: every other rule is reliably behind it."
            );
        }

        var open = tied.Where(x => !x.row!.Equivalent).ToArray();
        var needed = open.Select(x => x.row!.SeedsNeeded).Where(n => n is < 1000).DefaultIfEmpty(null).Max();
        return Sentence(
            evidence,
            $"{Opening(evidence, condition)}{Wording.Some([Name(best), .. tied.Select(x => Name(x.place))], 8)} {(open.Length == 0 ? $"{Verb(evidence)} alike: their differences lie within {Wording.Number(evidence.Study.EquivalenceMargin)}" : "cannot be ranked by these networks")}"
                + (needed is null ? "." : $"; about {needed} networks a rule would rank them.")
        );
    }

    private static ComparisonRow? Compared(ClaimEvidence evidence, string condition, string a, string b) =>
        evidence
            .Tables.Rows<ComparisonRow>()
            .FirstOrDefault(row =>
                row.Family == StudyComparison.BetweenRules
                && row.Measure == Task(evidence).Score
                && row.Condition == condition
                && ((row.Rule == a && row.Baseline == b) || (row.Rule == b && row.Baseline == a))
            );

    private static TaskCard Task(ClaimEvidence evidence) => evidence.Study.Task.Card;

    private static string Verb(ClaimEvidence evidence) => evidence.Study.Task is IOrderedTask ? "replay" : "score";

    /// <summary>A claim, what became of it, and why.</summary>
    public static string Claimed(StatementRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var outcome = Names.Snake(row.Outcome.ToString()).Replace('_', ' ');
        return $"“{row.Says}” ({outcome}) {row.Sentence}";
    }

    // Who solves the task, a sentence or two a condition; conditions of which the same can be said share it.
    private static IEnumerable<string> Plays(ClaimEvidence evidence)
    {
        var told = evidence
            .Conditions.Select(condition => (condition, rows: Ranked(evidence, condition)))
            .Where(x => x.rows.Length > 0)
            .GroupBy(x => $"{Players(x.rows, evidence)}{Direction(x.rows)}", x => x.condition)
            .ToArray();
        foreach (var same in told.Take(MostConditions))
        {
            var opening = evidence.Conditions.Count < 2 ? "" : $"{Wording.Some([.. same.Select(evidence.Under)])}, ";
            yield return Sentence(evidence, opening + same.Key);
        }

        if (told.Length > MostConditions)
        {
            yield return $"{Wording.Begin(Wording.Count(told.Skip(MostConditions).Sum(same => same.Count()), "further condition"))}: see the table.";
        }
    }

    // A sentence begins with a capital, but a name that a study gave stays as it was written.
    private static string Sentence(ClaimEvidence evidence, string text) =>
        evidence.Rules.Any(rule => ClaimEvidence.Label(rule) == rule && text.StartsWith(rule, StringComparison.Ordinal))
            ? text
            : Wording.Begin(text);

    private static string Opening(ClaimEvidence evidence, string condition) =>
        evidence.Conditions.Count < 2 ? "" : $"{evidence.Under(condition)}, ";

    // The rules of a condition, the one that learned most often first.
    private static Place[] Ranked(ClaimEvidence evidence, string condition) =>
        [
            .. evidence
                .Rules.Select(rule => Place.Of(evidence, rule, condition))
                .OfType<Place>()
                .OrderByDescending(place => place.Learned)
                .ThenByDescending(place => place.S),
        ];

    // A rule whose learning the time step followed in no network did not fail: it was not tried.
    private static string Players(Place[] all, ClaimEvidence evidence)
    {
        var rows = all.Where(Judged).ToArray();
        if (rows.Length == 0)
        {
            return $"{Wording.Some([.. all.Select(Name)])} could not be judged.";
        }

        var (does, score) = (Task(evidence).Does, NetworkMeasures.Of(evidence.Study)[0]);
        string Reaches(Place best) =>
            $"{score.Word} = {Wording.Number(best.S)}{Wording.Interval(best.Low, best.High)}, where {(evidence.Study.Task is IOrderedTask ? "1 is a perfect replay" : $"{score.High} is best")}";
        var (most, few, none) = (
            rows.Where(Mostly).ToArray(),
            rows.Where(row => row.Learned > 0 && !Mostly(row)).ToArray(),
            rows.Where(row => row.Learned == 0).ToArray()
        );
        if (most.Length + few.Length == 0)
        {
            var best = rows.MaxBy(row => row.S)!;
            var nobody = rows.Length == 1 ? $"{Name(best)} does not {does.Many}" : $"no rule {does.One}";
            string[] first = [.. rows.Where(row => Wording.Number(row.S) == Wording.Number(best.S)).Select(Name)];
            return rows.All(row => row.Failed) ? $"{nobody}: every network failed ({HowEnded(rows)})."
                : rows.Length == 1 ? $"{nobody}: {Reaches(best)}."
                : first.Length == rows.Length ? $"{nobody}; {(rows.Length == 2 ? "both" : $"all {rows.Length}")} tie at {Reaches(best)}."
                : $"{nobody}; the best of {rows.Length}, {Wording.Some(first)}, {(first.Length > 1 ? "tie at" : "reaches")} {Reaches(best)}.";
        }

        var never = none.Length == 0 ? "" : $"; {Wording.Some([.. none.Select(Name)])} never {(none.Length == 1 ? "does" : "do")}";
        var seldom =
            few.Length == 0 ? ""
            : most.Length == 0
                ? $"no rule {does.One} in half of its networks: {Named(few)} {(few.Length == 1 ? "does" : "do")} now and then"
            : $"; {Named(few)} {(few.Length == 1 ? "does" : "do")} so in fewer than half";
        return $"{(most.Length == 0 ? "" : $"{Named(most)} {(most.Length == 1 ? does.One : does.Many)}")}{seldom}{never}.";
    }

    private static string HowEnded(Place[] rows) =>
        string.Join(
            ", ",
            rows.SelectMany(row => row.Ends)
                .GroupBy(status => status)
                .OrderByDescending(same => same.Count())
                .Select(same => $"{same.Count()} {StudyFindings.How(same.Key)}")
        );

    private static string Direction(Place[] rows)
    {
        var players = rows.Where(row => Mostly(row) && double.IsFinite(row.D)).ToArray();
        var lost = players.Where(row => row.D < ForwardsFrom).ToArray();
        if (lost.Length == 0)
        {
            return "";
        }

        var best = players.Except(lost).MaxBy(row => row.D);
        var one = lost.Length == 1;
        return $" But {Wording.Some([.. lost.Select(Name)])} {(one ? "plays" : "play")} it from its start only: asked in the middle, {(one ? "it goes" : "they go")} backwards nearly as often as forwards (direction D {Wording.Some([.. lost.Select(row => Wording.Number(row.D))])}"
            + (best is null ? ", where 1 is always forwards)." : $"; {Name(best)} {Wording.Number(best.D)}).");
    }

    // Networks whose weights are the time step's and not the rule's, a sentence for all rules.
    private static IEnumerable<string> Unfollowed(ClaimEvidence evidence)
    {
        var found = evidence
            .Rules.Select(rule =>
                (rule, rows: evidence.Conditions.Select(condition => Place.Of(evidence, rule, condition)).OfType<Place>().ToArray())
            )
            .Where(x => x.rows.Any(row => row.Unstable > 0))
            .Select(x =>
                $"{ClaimEvidence.Label(x.rule)} ({x.rows.Sum(row => row.Unstable)} of {Wording.Count(x.rows.Sum(row => row.Networks), "network")})"
            )
            .ToArray();
        if (found.Length > 0)
        {
            yield return $"Unstable: steps of learning were too long for the time step with {Wording.Some(found)}. Nothing is measured on such a network; the 0 that it counts as in scores and comparisons says nothing of the rule. Use a smaller eta, decay or time_step.";
        }
    }

    // Rules that the study has under several names: whatever is counted, they are one.
    private static IEnumerable<string> Twice(ClaimEvidence evidence) =>
        evidence
            .Study.Rules.Where(rule => evidence.Rules.Contains(rule.Name))
            .GroupBy(rule => JsonSerializer.Serialize(rule with { Name = "" }, Json.Canonical))
            .Where(same => same.Count() > 1)
            .Select(same =>
                $"{Wording.Some([.. same.Select(rule => ClaimEvidence.Label(rule.Name))])} are one rule with the same values: their networks are the same and count once."
            );

    private static string Sure(ClaimEvidence evidence)
    {
        var networks = evidence.Networks;
        var tuned =
            evidence.Study.Tuning is { } tuning ? $"values tuned with equal budgets ({tuning.Configurations} configurations a rule)"
            : evidence.Study.TunedBy is { Length: > 0 } source ? $"values tuned beforehand ({source})"
            : "the values given in the study: nothing was tuned, so a rule may do better with others";
        return $"Each rule was scored on {Wording.Count(networks, "new network")} with {tuned}."
            + (networks < FirstLook ? " That is a first look: small differences between rules are not to be trusted." : "");
    }

    private static bool Judged(Place row) => row.Unstable < row.Networks;

    private static bool Mostly(Place row) => 2 * row.Learned >= row.Networks && row.Learned > 0;

    private static string Name(Place row) => ClaimEvidence.Label(row.Rule);

    private static string Named(Place[] rows) =>
        Wording.Some([
            .. rows.Select(
                (row, i) => $"{Name(row)} ({row.Learned} of {row.Networks}{(i > 0 ? "" : row.Networks == 1 ? " network" : " networks")})"
            ),
        ]);

    /// <summary>How one rule did in one condition.</summary>
    private sealed record Place(string Rule, int Learned, int Networks, RunStatus[] Ends, double S, double Low, double High, double D)
    {
        public int Unstable => Ends.Count(status => status == RunStatus.Unstable);

        public bool Failed => Ends.All(status => status != RunStatus.Ok);

        public static Place? Of(ClaimEvidence evidence, string rule, string condition)
        {
            var task = evidence.Study.Task;
            var (s, d) = (Values(task.Card.Score), task is IOrderedTask ? Values(NetworkMeasures.D.Name) : []);
            var mean = StudySummary.Mean(evidence.Tables, rule, condition, NetworkMeasures.Of(evidence.Study)[0]);
            return s.Length == 0
                ? null
                : new(
                    rule,
                    s.Count(value => value > task.Card.Success),
                    s.Length,
                    [
                        .. evidence
                            .Tables.Rows<OutcomeRow>()
                            .Where(row => row.Rule == rule && row.Condition == condition)
                            .Select(row => row.Status),
                    ],
                    mean?.Mean ?? s.Average(),
                    mean?.Low95 ?? double.NaN,
                    mean?.High95 ?? double.NaN,
                    d.DefaultIfEmpty(double.NaN).Average()
                );

            double[] Values(string measure) => [.. evidence.Values(rule, condition, measure).Where(double.IsFinite)];
        }
    }
}
