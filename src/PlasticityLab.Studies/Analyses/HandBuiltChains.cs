using System.Collections.Immutable;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Analyses;

/// <summary>Hand-built chains over a grid of self, forward and backward weight: what circuits could do, whatever a rule finds.</summary>
public sealed record HandBuiltChains : IStudyAnalysis
{
    /// <inheritdoc/>
    public AnalysisCard Card =>
        new("hand_built_chains", "Hand-built chains", "How chains of given weights replay, without any learning.", "this project");

    /// <inheritdoc/>
    public Stage StageOf(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        // A chain without forward weight is the same with and without backward weight.
        return new(
            "function map",
            study.FunctionMap is { } map
                ? map.Steps * ((2 * map.Steps) - 1) * Math.Min(map.Seeds, study.Seeds.Count) * study.Conditions.Count
                : 0
        );
    }

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        return study.Study.FunctionMap is { } section ? new RowSet().Add(Rows(study.Study, section, study, cancellation)) : new();
    }

    private static ImmutableArray<FunctionMapRow> Rows(
        StudySpec study,
        FunctionMapSection section,
        StudyContext source,
        CancellationToken cancellation
    )
    {
        var seeds = study.Seeds.All().Take(section.Seeds).ToArray();
        var axis = Enumerable.Range(0, section.Steps).Select(k => Math.Round(section.Max * k / (section.Steps - 1), 10)).ToArray();
        var places = (
            from condition in study.Conditions.Keys
            from symmetric in new[] { false, true }
            from self in axis
            from forward in axis
            select (condition, self, forward, backward: symmetric ? forward : 0)
        ).ToArray();
        var template = study.Template with { Readouts = [.. section.Inhibition.Select(inhibition => new OperatingPoint(inhibition, 1))] };
        return
        [
            .. source
                .RunsAt(
                    places,
                    seeds,
                    (place, seed) =>
                        study.In(
                            place.condition,
                            template with
                            {
                                Learning = Given(place.self, place.forward, place.backward),
                                Seed = seed,
                            }
                        ),
                    "function map",
                    cancellation
                )
                .Select(found =>
                {
                    var (_, s, d) = BestPoint.Of(found.Results);
                    return new FunctionMapRow(found.Place.condition, found.Place.self, found.Place.forward, found.Place.backward, s, d);
                }),
        ];
    }

    private static LearningChoice Given(double self, double forward, double backward) =>
        new()
        {
            Rule = "oracle",
            Parameters = ImmutableSortedDictionary<string, double>
                .Empty.Add("self", self)
                .Add("forward", forward)
                .Add("backward", backward),
        };
}
