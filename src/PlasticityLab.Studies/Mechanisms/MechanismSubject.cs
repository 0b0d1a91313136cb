using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.RuleSpace;
using PlasticityLab.Simulation.TextRules;
using PlasticityLab.Studies.Analyses;
using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Mechanisms;

/// <summary>A rule in one condition whose mechanism is asked for: one of the study, or a finalist of its search.</summary>
/// <param name="Rule">Its name in the tables.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Learning">The learning.</param>
/// <param name="Point">Its own operating point, best in common for its networks where it was tuned or screened.</param>
internal sealed record MechanismSubject(string Rule, string Condition, LearningChoice Learning, OperatingPoint Point)
{
    /// <summary>What stands in a sentence about progress.</summary>
    public string What(ulong seed) => $"{Rule} in {Condition}, seed {seed}";

    /// <summary>All rules that a study asks about, those that it names first, then finalists.</summary>
    public static ImmutableArray<MechanismSubject> All(StudyContext study, MechanismSection section) =>
        [
            .. study
                .Entries.Where(entry => !entry.IsControl && (section.Rules.IsDefaultOrEmpty || section.Rules.Contains(entry.Name)))
                .Select(entry => new MechanismSubject(entry.Name, entry.Condition, entry.Values.Learning, entry.Values.Point)),
            .. study.Study.Search is null || section.Finalists == 0 ? [] : Finalists(study.Of<RuleSearch>(), section.Finalists),
        ];

    /// <summary>The run of this rule in one network, read out at its own point and on the grid.</summary>
    public RunSpec Run(StudySpec study, ulong seed) =>
        study.In(
            Condition,
            study.Template with
            {
                Learning = Learning,
                Seed = seed,
                Readouts = OperatingPoint.Distinct(study.Readout.Points().Prepend(Point), study.Network.Card),
                Cues = AskedCues.FirstCue,
                Measures = MeasureSet.Some(study.Task, []),
            }
        );

    private static IEnumerable<MechanismSubject> Finalists(Experiments.Tables.RowSet search, int most)
    {
        var cloud = search.Rows<SearchedRuleRow>().ToDictionary(row => (row.Search, row.Number, row.Condition));
        return search
            .Rows<SearchFinalistRow>()
            .GroupBy(row => row.Condition)
            .SelectMany(condition => condition.Take(most))
            .Select(row =>
            {
                var tried = cloud[(row.Search, row.Number, row.Condition)];
                var rule = BilinearForm.Of(TextRule.Compile(row.Equation, new Dictionary<string, double>()), out _)!.Value;
                return new MechanismSubject(
                    $"{row.Search} {row.Number}",
                    row.Condition,
                    new()
                    {
                        Rule = BilinearRule.Card.Id,
                        Parameters = Settings.Values(rule).ToImmutableSortedDictionary(StringComparer.Ordinal),
                        WeightMax = tried.WeightMax,
                        Decay = tried.Decay,
                        TrainingGain = tried.TrainingGain,
                    },
                    new(row.Inhibition, row.Gain)
                );
            });
    }
}
