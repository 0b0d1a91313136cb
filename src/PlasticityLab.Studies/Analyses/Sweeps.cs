using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Analyses;

/// <summary>The sweeps: one setting varied around each rule's values.</summary>
public sealed record Sweeps : IStudyAnalysis
{
    private sealed record Place(VariedAxis Axis, StudyEntry Entry, string Value, ulong Seed, RunSpec Run);

    /// <inheritdoc/>
    public AnalysisCard Card => new("sweeps", "Sweeps", "How far the task may change before a rule fails.", "this project");

    /// <inheritdoc/>
    public Stage StageOf(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new(
            "sweeps",
            study.Sweeps.Sum(sweep =>
                sweep.Values.Length
                * Math.Min(sweep.Seeds, study.Seeds.Count)
                * (sweep.Rules.IsDefaultOrEmpty ? study.Rules.Length : sweep.Rules.Length)
                * study.Conditions.Count
            )
        );
    }

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        Place[] places = [.. study.Study.Sweeps.SelectMany(sweep => Places(study, sweep))];
        var results = study.Runs([.. places.Select(place => place.Run)], "sweeps", cancellation);
        return new RowSet().Add(
            places.Zip(
                results,
                (place, result) =>
                    new SweepRow(
                        place.Entry.Name,
                        place.Entry.Condition,
                        place.Axis.Label,
                        place.Axis.Shown(Quantity.Parse(place.Value, RunPatch.UnitAt(place.Run, place.Axis.Path), place.Axis.Path)),
                        place.Seed,
                        result.AtBest(ReplayScore.Id),
                        result.AtBest(ReplayDirection.Id),
                        result.AtBest(ReplaySpeed.Id),
                        result.AtBest(place.Run.Task.Card.Score)
                    )
            )
        );
    }

    private static IEnumerable<Place> Places(StudyContext study, SweepSection section)
    {
        var axis = VariedAxis.Of(section.Path);
        return from entry in study.Entries
            where !entry.IsControl && (section.Rules.IsDefaultOrEmpty || section.Rules.Contains(entry.Name))
            from value in section.Values
            from seed in study.Study.Seeds.All().Take(section.Seeds)
            select new Place(axis, entry, value, seed, RunPatch.With(entry.Run(study.Study, seed), axis.Path, value));
    }
}
