using System.Collections.Immutable;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Analyses;

/// <summary>The rule compass: S, D and lag weights as the rule turns from Hebb to STDP to anti-Hebb to anti-STDP.</summary>
public sealed record Compass : IStudyAnalysis
{
    /// <inheritdoc/>
    public AnalysisCard Card =>
        new("compass", "Rule compass", "How well a pair rule learns as its symmetric and antisymmetric parts are mixed.", "this project");

    /// <inheritdoc/>
    public Stage StageOf(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new(
            "rule compass",
            study.Compass is { } circle
                ? circle.Angles * circle.Eta.Length * Math.Min(circle.Seeds, study.Seeds.Count) * study.Conditions.Count
                : 0
        );
    }

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        return study.Study.Compass is { } section ? new RowSet().Add(Rows(study.Study, section, study, cancellation)) : new();
    }

    private static ImmutableArray<CompassRow> Rows(
        StudySpec study,
        CompassSection section,
        StudyContext source,
        CancellationToken cancellation
    )
    {
        var seeds = study.Seeds.All().Take(section.Seeds).ToArray();
        var places = (
            from condition in study.Conditions.Keys
            from eta in section.Eta
            from k in Enumerable.Range(0, section.Angles)
            select (condition, eta, angle: 360.0 * k / section.Angles)
        ).ToArray();
        var template = study.Template with { Readouts = study.Readout.Points() };
        return
        [
            .. source
                .RunsAt(
                    places,
                    seeds,
                    (place, seed) =>
                        study.In(place.condition, template with { Learning = Turned(section, place.angle, place.eta), Seed = seed }),
                    "rule compass",
                    cancellation
                )
                .Select(found => Row(found.Place.condition, found.Place.angle, found.Place.eta, found.Results)),
        ];
    }

    private static LearningChoice Turned(CompassSection section, double angle, double eta) =>
        new()
        {
            Rule = "compass",
            Parameters = ImmutableSortedDictionary<string, double>.Empty.Add("angle", angle).Add("eta", eta).Add("tau_plus", section.Tau),
            WeightMax = section.WeightMax,
            TrainingGain = section.TrainingGain,
        };

    private static CompassRow Row(string condition, double angle, double eta, RunResult[] results)
    {
        var (point, s, d) = BestPoint.Of(results);
        return new(
            condition,
            angle,
            eta,
            s,
            d,
            MeanLag(results, -1),
            MeanLag(results, 0),
            MeanLag(results, 1),
            point.Inhibition,
            point.Gain
        );
    }

    private static double MeanLag(RunResult[] results, int lag) =>
        results.Select(result => result.Structure.L(lag)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
