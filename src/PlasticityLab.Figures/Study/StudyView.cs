using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures.Study;

/// <summary>Questions that figures and chapters ask of a study's tables.</summary>
internal static partial class StudyView
{
    /// <summary>Rows of the study's kind of network.</summary>
    public static IReadOnlyList<OutcomeRow> Main(this StudyResults study)
    {
        var rows = study.Rows<OutcomeRow>();
        var main = rows.Select(row => row.Network)
            .Distinct()
            .OrderBy(network => network == study.Study.Network.Card.Id ? 0 : 1)
            .FirstOrDefault();
        return [.. rows.Where(row => row.Network == main)];
    }

    /// <summary>Whether the study's networks spike.</summary>
    public static bool IsSpiking(this StudyResults study) => study.Study.Network is SpikingNetwork;

    /// <summary>A number of the resolved study by its path, or another one when there is none.</summary>
    public static double Number(this StudyResults study, double otherwise, params string[] path) =>
        path.Aggregate(
            (System.Text.Json.JsonElement?)study.Spec,
            (at, name) => at is { } element ? StudyResults.Property(element, name) : null
        )
            is { ValueKind: System.Text.Json.JsonValueKind.Number } value
            ? value.GetDouble()
            : otherwise;

    public static IReadOnlyList<string> Conditions(this StudyResults study) =>
        [.. study.Main().Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Rules and controls in the order of figures: no learning, correlational, temporal, other controls, oracle.</summary>
    public static IReadOnlyList<string> Rules(this StudyResults study) => study.Ordered(study.Main().Select(row => row.Rule));

    /// <summary>Rules in order, without the controls that belong to one rule (order shuffled, sign turned): those have a figure of their
    /// own.</summary>
    public static IReadOnlyList<string> Ordered(this StudyResults study, IEnumerable<string> rules) => Ordered(rules, study.Family);

    /// <summary>The same for rules that are named by their ids.</summary>
    public static IReadOnlyList<string> Ordered(IEnumerable<string> rules) => Ordered(rules, rule => RuleCatalog.Find(rule)?.Family);

    private static IReadOnlyList<string> Ordered(IEnumerable<string> rules, Func<string, RuleFamily?> family) =>
        [
            .. rules
                .Distinct()
                .Where(rule =>
                    !rule.EndsWith("_shuffled", StringComparison.Ordinal) && !rule.EndsWith("_flipped", StringComparison.Ordinal)
                )
                .OrderBy(rule =>
                    family(rule) switch
                    {
                        RuleFamily.Correlational => 1,
                        RuleFamily.Temporal => 2,
                        RuleFamily.Control => 0,
                        _ => rule == "none" ? 0
                        : rule == "oracle" ? 9
                        : 8,
                    }
                )
                .ThenBy(Counted, StringComparer.Ordinal),
        ];

    // As people count: r2 stands before r10.
    private static string Counted(string name) => Digits().Replace(name, number => number.Value.PadLeft(9, '0'));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    public static string ConditionName(this StudyResults study, string condition)
    {
        var section = StudyResults.Property(study.Spec, "conditions") is { } all ? StudyResults.Property(all, condition) : null;
        var title =
            section is { } one && StudyResults.Property(one, "title") is { ValueKind: System.Text.Json.JsonValueKind.String } text
                ? text.GetString()!
                : "";
        return DisplayNames.Condition(condition, title);
    }

    /// <summary>The name of a condition for figures, where every text is markup.</summary>
    public static string ConditionMarkup(this StudyResults study, string condition) => RichText.Literal(study.ConditionName(condition));

    /// <summary>The family of a rule by its name in the study; null for what is no rule, such as the oracle.</summary>
    public static RuleFamily? Family(this StudyResults study, string rule) => study.Card(rule)?.Family;

    /// <summary>The values of a measure that exist.</summary>
    public static double[] Values(this IEnumerable<OutcomeRow> rows, string rule, string condition, MeasureColumn measure) =>
        [.. rows.Where(row => row.Rule == rule && row.Condition == condition).Select(row => row.Values[measure]).Where(double.IsFinite)];

    /// <summary>Whether the study's networks were asked for a measure.</summary>
    public static bool Measured(this StudyResults study, MeasureColumn measure) =>
        study.Rows<OutcomeRow>() is [var first, ..] && first.Values.Has(measure);

    /// <summary>The measure that counts in the study's task.</summary>
    public static MeasureColumn Score(this StudyResults study) => NetworkMeasures.Of(study.Study)[0];

    /// <summary>The name of a rule for sentences.</summary>
    public static string Label(string rule) => DisplayNames.Rule(rule);

    /// <summary>The name of a rule for figures, where every text is markup.</summary>
    public static string Markup(string rule) => RichText.Literal(DisplayNames.Rule(rule));

    /// <summary>The look of a rule in this study: its own colour and mark, the same in all figures.</summary>
    public static RuleStyle Style(this StudyResults study, string rule) =>
        Looks.GetValue(study, Styles).GetValueOrDefault(rule) ?? RuleStyle.Of(rule);

    private static readonly ConditionalWeakTable<StudyResults, IReadOnlyDictionary<string, RuleStyle>> Looks = [];

    private static IReadOnlyDictionary<string, RuleStyle> Styles(StudyResults study) =>
        RuleStyle.Together(study.Rules().Union(study.Study.Rules.Select(section => section.Name)).Select(rule => (rule, study.Card(rule))));

    /// <summary>What a measure is, with its unit, for tables that people read.</summary>
    public static string MeasureName(string id)
    {
        var column = NetworkMeasures.Known(id);
        return column is null ? id : $"{column.Meaning}{(column.Unit.Length > 0 ? $" [{column.Unit}]" : "")}";
    }

    /// <summary>The symbol or name of a measure; what is none stays as it is.</summary>
    public static string MeasureWord(string id) => NetworkMeasures.Known(id)?.Word ?? id;

    /// <summary>Median; NaN of nothing.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        return sorted.Length == 0 ? double.NaN
            : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Interval of the median from order statistics, at least 95 % for any distribution (binomial; Conover 1999, Practical
    /// Nonparametric Statistics, ch. 3.2). With fewer than 6 values there is none.</summary>
    public static (double Low, double High) MedianInterval(IEnumerable<double> values)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        var (n, tail, term, rank) = (sorted.Length, 0.0, Math.Pow(0.5, sorted.Length), 0);
        while (rank < n / 2 && tail + term <= 0.025)
        {
            tail += term;
            term *= (double)(n - rank) / (rank + 1);
            rank++;
        }

        return rank == 0 ? (double.NaN, double.NaN) : (sorted[rank - 1], sorted[n - rank]);
    }

    /// <summary>A rule's score with its interval: mean and bootstrap interval; NaN where there is none.</summary>
    public static (double Value, double Low, double High) Centre(
        this StudyResults study,
        string rule,
        string condition,
        MeasureColumn measure
    ) =>
        StudySummary.Mean(study, rule, condition, measure) is { } mean
            ? (mean.Mean, mean.Low95, mean.High95)
            : (double.NaN, double.NaN, double.NaN);

    /// <summary>What the interval of <see cref="Centre"/> is.</summary>
    public const string IntervalWord = "95 % bootstrap interval";

    /// <summary>Difference of a row of comparisons: the mean where there is one, which its interval belongs to, else the median.</summary>
    public static double Difference(ComparisonRow row) => double.IsFinite(row.MeanDifference) ? row.MeanDifference : row.MedianDifference;

    /// <summary>Share of random configurations that succeed; NaN when not tuned.</summary>
    public static double ShareRandom(this StudyResults study, string rule, string condition) =>
        study
            .Rows<TuningRow>()
            .Where(row => row.Rule == rule && row.Condition == condition)
            .Select(row => row.ShareRandomSuccess)
            .FirstOrDefault(double.IsFinite, double.NaN);

    /// <summary>Scores of all tried configurations on the first validation seed.</summary>
    public static double[] Search(this StudyResults study, string rule, string condition) =>
        [
            .. study
                .Rows<SearchRow>()
                .Where(row => row.Rule == rule && row.Condition == condition)
                .Select(row => row.SFirstSeed)
                .Where(double.IsFinite),
        ];

    /// <summary>A word of a closed set as the tables write it.</summary>
    public static string Word(Enum word) => Names.Snake(word.ToString());

    /// <summary>The same in running text: "not supported".</summary>
    public static string Spoken(Enum word) => Word(word).Replace('_', ' ');

    /// <summary>A number for sentences and tables.</summary>
    public static string F(double value, int digits = 2) =>
        double.IsFinite(value) ? RichText.Number(value, "0." + new string('0', digits)) : "–";

    /// <summary>Seeds per rule, for captions.</summary>
    public static int Seeds(this StudyResults study) => study.Main().Select(row => row.Seed).Distinct().Count();
}
