using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>All that a claim sees: the study and its tables, so that a claim can be judged again from a study's folder alone.</summary>
/// <param name="study">The study with its tables.</param>
/// <param name="claim">What is claimed, in its author's words; gives it random numbers of its own, whatever other claims there are.</param>
public sealed class ClaimEvidence(StudyResults study, string claim = "")
{
    /// <summary>The tables.</summary>
    public StudyResults Tables => study;

    /// <summary>The study.</summary>
    public StudySpec Study => study.Study;

    /// <summary>Conditions by id.</summary>
    public IReadOnlyList<string> Conditions { get; } = [.. study.Rows<OutcomeRow>().Select(row => row.Condition).Distinct()];

    /// <summary>Random numbers for resampling, the same for the same claim.</summary>
    public RandomStream Random { get; } = new RandomStreams(6).Open(StreamPurpose.Analysis, $"claim {claim}");

    /// <summary>The rules under test, in the order of the tables; controls are none.</summary>
    public IEnumerable<string> Rules =>
        study.Rows<OutcomeRow>().Select(row => row.Rule).Distinct().Where(rule => study.Card(rule) is { Family: not RuleFamily.Control });

    /// <summary>Networks a rule.</summary>
    public int Networks => study.Rows<OutcomeRow>().Select(row => row.Seed).Distinct().Count();

    /// <summary>Whether the rules' values were searched for with equal budgets, in this study or beforehand.</summary>
    public bool IsTuned => Study.Tuning is not null || Study.TunedBy is { Length: > 0 };

    /// <summary>The rules and controls that are meant, in the order of the study.</summary>
    public IReadOnlyList<string> Of(Subjects subjects, string condition)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var rules = Study.Rules.Where(rule => subjects.Rules.IsEmpty ? IsRule(rule) : subjects.Rules.Any(name => Means(name, rule)));
        var controls = ControlNames.Of(Study).Where(control => subjects.Rules.Any(name => Names.Same(name, control)));
        return
        [
            .. rules
                .Where(rule => subjects.Family is not { } family || CardOf(rule)?.Family == family)
                .Where(rule => subjects.Pointing == WindowDirection.Any || Points(rule, condition) == subjects.Pointing)
                .Select(rule => rule.Name)
                .Concat(subjects.Family is null && subjects.Pointing == WindowDirection.Any ? controls : [])
                .Distinct()
                .Where(name => study.Rows<OutcomeRow>().Any(row => row.Rule == name && row.Condition == condition)),
        ];
    }

    /// <summary>A measure of every network of a rule, in the order of seeds; NaN where a network has none.</summary>
    public double[] Values(string rule, string condition, string measure)
    {
        var column = NetworkMeasures.Column(measure);
        var first = study.Rows<OutcomeRow>() is [{ Values: var values }, ..] && values.Has(column);
        return first
            ? Of(study.Rows<OutcomeRow>(), row => row.Seed, row => row.Values)
            : Of(study.Rows<FurtherMeasuresRow>(), row => row.Seed, row => row.Values);

        double[] Of<TRow>(IEnumerable<TRow> rows, Func<TRow, ulong> seed, Func<TRow, MeasureValues> measured)
            where TRow : IArmRow =>
            [.. rows.Where(row => row.Rule == rule && row.Condition == condition).OrderBy(seed).Select(row => measured(row)[column])];
    }

    /// <summary>A rule's name for sentences.</summary>
    public static string Label(string rule) => DisplayNames.Rule(rule);

    /// <summary>" with adaptation", or nothing in a study of one condition.</summary>
    public string Where(string condition) => Conditions.Count < 2 ? "" : $" {Under(condition)}";

    /// <summary>"with adaptation"; a title that begins with a capital stands in quotation marks; without a title the id is said.</summary>
    public string Under(string condition)
    {
        var name = DisplayNames.Condition(condition, Study.Conditions.GetValueOrDefault(condition)?.Title);
        return name == condition ? $"in condition {condition}"
            : char.IsLower(name[0]) ? $"with {name}"
            : $"under “{name}”";
    }

    private static bool IsRule(RuleSection rule) => CardOf(rule) is { Family: not RuleFamily.Control };

    private static RuleCard? CardOf(RuleSection rule) => RuleChoice.Card(rule.Learning);

    private static bool Means(string name, RuleSection rule) =>
        Names.Same(name, rule.Name) || (CardOf(rule) is { } card && (Names.Same(name, card.Id) || Names.Same(name, card.Short)));

    private static WindowDirection Points(RuleSection rule, string condition) =>
        rule.For(condition).Learning is var choice && choice.Sign * RuleWindow.Forward(RuleChoice.Create(choice)) > 0
            ? WindowDirection.Forward
            : WindowDirection.Backward;
}
