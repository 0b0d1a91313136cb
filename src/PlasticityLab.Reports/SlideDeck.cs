using PlasticityLab.Figures;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Study;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Results.Solutions;
using PlasticityLab.Studies.Theories;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Reports;

/// <summary>The slides of a study: 8 to 12, one message each, made of the same tables as the report.</summary>
internal static class SlideDeck
{
    // Short names of rules, not what a study calls them.
    private static readonly string[] Shown = ["hebb", "anti", "stdp", "tah", "bcm", "oracle"];

    // Pixels of a slide of 1280 x 720 that a figure has below a heading of two lines, and those of its smallest letters.
    private const double Wide = 1160,
        High = 500,
        Letters = 16;
    private const int MostIntroduced = 6;

    public static IReadOnlyList<Slide> Of(StudyResults study) =>
        [.. Told(study).Select(slide => slide with { Figure = slide.Figure?.Legible(Wide, High, Letters) })];

    private static IReadOnlyList<Slide> Told(StudyResults study)
    {
        var few = study.Only(Few(study));
        var answer = StudyAnswer.Of(study);
        var conditions = study.Conditions();
        var learned = study.Rules().Where(rule => study.Family(rule) is RuleFamily.Correlational or RuleFamily.Temporal).ToArray();
        var slides = new List<Slide>
        {
            new(study.Title, [study.Question], null, $"The study asks: {study.Question} {string.Join(" ", study.Notes)}"),
            Introduced(study, learned),
            new(
                $"{Wording.Count(learned.Length, "local rule")}, one task, the same {study.Seeds()} random networks",
                Design(study, learned),
                null,
                "Every rule sees the same patterns, initial weights and noise, gets the same number of draws when tuned, and is scored on seeds that tuning never saw. "
                    + (
                        study.Study.Task is IOrderedTask
                            ? $"{GlossaryOf.Plain("Replay score S")} {GlossaryOf.Plain("Direction D")} {GlossaryOf.Plain("Adaptation")}"
                            : study.Study.Task.Card.Meaning
                    )
            ),
            new(
                "From rule to replay: what each rule writes and plays",
                [],
                One("rules_at_a_glance", study),
                "Of each rule: its window, the weights that it leaves, one replay, the plane of two neighbouring items with its outcome."
            ),
        };
        // A slide without a picture says the answer in words.
        slides.RemoveAll(slide => slide is { Points.Count: 0, Equations.Count: 0, Figure: null });
        var recall = One("recall_by_rule", few);
        slides.Add(new(StudyAnswer.Headline(study), recall is null ? Scores(study) : [], recall, string.Join(" ", answer)));
        foreach (var figure in Further.Figures.SelectMany(figure => figure.DrawFor(study)).Take(3))
        {
            slides.Add(new(RichText.Plain(figure.Title), [], figure, RichText.Plain(figure.Caption)));
        }

        Add("example_replays", "A replay is a staircase of overlaps", "Each panel: overlap with every item over time after the cue.");
        Add(
            "block_matrices",
            "The rules leave different weights behind",
            "Mean weight from assembly to assembly, from column to row. Below the diagonal: forwards."
        );
        if (Undecided(study))
        {
            slides.Add(
                new("One solution or many? These networks cannot tell", [.. Solutions(study)], null, string.Join(" ", Solutions(study)))
            );
        }
        else
        {
            Add("verdict_pairs", Convergence(study), string.Join(" ", Solutions(study)));
        }

        Add("solution_space", Space(study), "One mark a network that learned; near means similar block weights.");
        Add("tradeoffs", Costs(study), "One row a rule, one column a criterion, coloured from worst to best.");
        Add(
            "lag_profiles",
            Lean(study, learned),
            "Mean weight against distance in the sequence. What leans to positive lags pushes activity forwards."
        );
        Add(
            "phase_planes",
            "Two assemblies at a time: where activity is pushed",
            "Nullclines, flow and fixed points of the reduced system; the caption in the report says what the rest of the network does."
        );
        Add("rule_compass", Compass(study), "One dial turns Hebb into STDP, anti-Hebb and anti-STDP.");
        Add(
            "function_map",
            "Which weights can play a sequence, and where learning ends up",
            "Background: hand-built chains. Marks: learned networks."
        );
        Add("structure_against_function", "Does structure foretell function?", "One mark a network.");
        Add("tuning_cloud", Robust(study, learned), "Share of random configurations that succeed, before any tuning.");
        if (study.Rows<StatementRow>() is { Count: > 0 } claims)
        {
            slides.Add(
                new(
                    $"{(claims.Count == 1 ? "1 claim" : $"{claims.Count} claims")}, tested: {string.Join(", ", claims.GroupBy(claim => claim.Outcome).Select(group => $"{group.Count()} {Spoken(group.Key)}"))}",
                    [.. claims.Take(5).Select(claim => $"{Spoken(claim.Outcome).ToUpperInvariant()}: {claim.Says}")],
                    null,
                    string.Join(" ", claims.Select(claim => $"{claim.Says} {claim.Sentence}"))
                )
            );
        }

        if (study.Rows<FindingRow>() is { Count: > 0 } findings)
        {
            string[] told = [.. findings.Select(finding => $"{(finding.Caution ? "Caution: " : "")}{finding.Sentence}")];
            slides.Add(new("Found beside the claims", [.. told.Take(5)], null, string.Join(" ", told)));
        }

        var cautions = Findings.Cautions(study);
        slides.Add(
            new(
                "What this does not show",
                [
                    .. cautions.Take(2),
                    "One kind of network and one kind of task.",
                    "Conclusions can change with the tuning budget and the grid of operating points.",
                ],
                null,
                string.Join(" ", cautions.Append("The report lists all limits, methods and how to rerun."))
            )
        );
        return [.. slides.Take(11), .. slides.Skip(Math.Max(11, slides.Count - 1))];

        void Add(string id, string message, string notes)
        {
            if (
                One(
                    id,
                    id switch
                    {
                        "tuning_cloud" => study,
                        "verdict_pairs" or "solution_space" => study.Only(study.Rules(), Richest(study)),
                        "tradeoffs" => study.Only(Few(study), conditions[^1]),
                        "function_map" or "structure_against_function" or "rule_compass" => study.Only(Few(study), conditions[0]),
                        _ => few,
                    }
                )
                    is { } figure
                && slides.Count < 10
            )
            {
                slides.Add(new(message, [], figure, $"{notes} {RichText.Plain(figure.Caption)}"));
            }
        }

        Figure? One(string id, StudyResults of) => Catalog.Of<IFigure>().Create(id).DrawFor(of).FirstOrDefault();
    }

    private static string[] Scores(StudyResults study) =>
        [
            .. study
                .Rules()
                .SelectMany(rule =>
                    study.Conditions().Select(condition => (rule, condition, centre: study.Centre(rule, condition, study.Score())))
                )
                .OrderByDescending(x => x.centre.Value)
                .Take(4)
                .Select(x =>
                    $"{Label(x.rule)}{(study.Conditions().Count > 1 ? $", {study.ConditionName(x.condition)}" : "")}: {study.Score().Name} {F(x.centre.Value)} [{F(x.centre.Low)}, {F(x.centre.High)}]"
                ),
        ];

    private static string[] Few(StudyResults study)
    {
        var rules = study.Rules().Where(rule => Shown.Contains(study.Card(rule)?.Short ?? rule)).ToArray();
        return rules.Length >= 2 ? rules : [.. study.Rules().Take(6)];
    }

    // What each rule does with a weight, before any score is shown.
    private static Slide Introduced(StudyResults study, string[] learned)
    {
        var shown = learned.Take(MostIntroduced).ToArray();
        var more = learned.Length - shown.Length;
        return new(
            learned.Length == 1 ? "The rule: how a weight changes" : "The rules: how each changes a weight",
            more > 0 ? [$"and {more} more, with their equations in the report"] : [],
            null,
            "r is activity, i the receiver, j the sender, a bar a fading trace of it, η the learning rate. "
                + string.Join(" ", shown.Select(rule => $"{Label(rule)}: {study.Card(rule)!.Intuition}"))
        )
        {
            Equations = [.. shown.Select(rule => (Label(rule), study.Card(rule)!.Equation))],
        };
    }

    private static string[] Design(StudyResults study, string[] learned) =>
        [
            $"Rules: {string.Join(", ", learned.Select(Label))}",
            $"Conditions: {string.Join("; ", study.Conditions().Select(study.ConditionName))}",
            $"Measured: {(study.Study.Task is IOrderedTask ? "S, order times fidelity of the replay; D, forwards less backwards from inner items" : $"{study.Score().Name}, {study.Score().Meaning}")}",
            $"{Wording.Count(study.Main().Count, "network")} scored{(study.Study.Tuning is null && study.Study.TunedBy is not { Length: > 0 } ? " with the values given, nothing tuned" : " on seeds that tuning never saw")}{(study.Rows<SearchRow>().Count is > 0 and var tried ? $", {tried} configurations tried" : "")}",
        ];

    // The condition with most pairs of rules that learn: one panel, so that it can be read from afar.
    private static string? Richest(StudyResults study) =>
        study.Rows<VerdictRow>().OrderByDescending(row => row.Pairs).Select(row => row.Condition).FirstOrDefault();

    private static IEnumerable<string> Solutions(StudyResults study) =>
        study.Rows<VerdictRow>().Select(row => Studies.Claims.Convergence.Told(new(study), row));

    // A matrix of question marks says less than a sentence.
    private static bool Undecided(StudyResults study) =>
        study.Rows<VerdictRow>() is { Count: > 0 } rows && rows.All(row => row.Pairs == row.Undecided);

    private static string Convergence(StudyResults study)
    {
        var condition = Richest(study);
        var rows = study.Rows<VerdictRow>().Where(row => row.Condition == condition && row.Pairs > 0).ToArray();
        return rows.Length == 0
            ? "Too few rules learn to compare their solutions"
            : $"Of {rows[0].Pairs} {(rows[0].Pairs == 1 ? "pair" : "pairs")} of rules that learn ({study.ConditionName(condition!)}): {rows[0].Universal} one solution, {rows[0].Degenerate} different circuits, {rows[0].Different} different function, {rows[0].Undecided} undecided";
    }

    private static string Costs(StudyResults study)
    {
        var kept = study.Rows<TradeoffRow>().Where(row => double.IsFinite(row.Retention)).ToArray();
        if (kept.Length == 0)
        {
            return "What each rule needs, costs and stands";
        }

        var (most, least) = (kept.MaxBy(row => row.Retention)!, kept.MinBy(row => row.Retention)!);
        return $"After a second sequence, {Label(most.Rule)} keeps {100 * most.Retention:0}\u00a0% of the first ({study.ConditionName(most.Condition)}), {Label(least.Rule)} {100 * least.Retention:0}\u00a0% ({study.ConditionName(least.Condition)})";
    }

    private static string Space(StudyResults study)
    {
        var rows = study.Rows<VerdictRow>().Where(row => double.IsFinite(row.StructureR2)).ToArray();
        return rows.Length == 0
            ? "Where the solutions lie"
            : $"The rule explains {string.Join(" and ", rows.Select(row => $"{100 * row.StructureR2:0}\u00a0% ({study.ConditionName(row.Condition)})"))} of the distances between learned weights";
    }

    private static string Lean(StudyResults study, string[] learned)
    {
        if (!study.Measured(NetworkMeasures.Flow))
        {
            return "Which rules lean forwards";
        }

        var condition = study.Conditions()[0];
        var forwards = learned.Count(rule => Median(study.Main().Values(rule, condition, NetworkMeasures.Flow)) > 0.1);
        return $"{forwards} of {Wording.Count(learned.Length, "rule")} {(forwards == 1 ? "has" : "have")} forward flow above 0.1 ({study.ConditionName(condition)})";
    }

    private static string Compass(StudyResults study)
    {
        var rows = study.Rows<CompassRow>();
        if (rows.Count == 0)
        {
            return "";
        }

        var best = rows.Where(row => row.Condition == rows[0].Condition)
            .GroupBy(row => row.Angle)
            .Select(group => (Angle: group.Key, D: Median(group.Select(row => row.D))))
            .MaxBy(x => x.D);
        return $"On the compass, direction is strongest at φ\u00a0=\u00a0{best.Angle:0}° (median D\u00a0=\u00a0{F(best.D)})";
    }

    private static string Robust(StudyResults study, string[] learned)
    {
        var shares = learned
            .Select(rule =>
                (
                    rule,
                    share: study
                        .Conditions()
                        .Select(condition => study.ShareRandom(rule, condition))
                        .Where(double.IsFinite)
                        .DefaultIfEmpty(double.NaN)
                        .Max()
                )
            )
            .Where(x => double.IsFinite(x.share))
            .ToArray();
        return shares.Length == 0
            ? "How hard each rule was to tune"
            : $"Without tuning, {Label(shares.MaxBy(x => x.share).rule)} succeeds most often: {100 * shares.Max(x => x.share):0} % of configurations";
    }
}
