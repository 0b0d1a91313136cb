using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Notes of tunes that are played right.</summary>
public sealed record NotesRight : IMeasure<Melody>
{
    /// <summary>Its id.</summary>
    public const string Id = "notes_right";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "notes right",
            "1",
            "share of the notes after the cue that are played before the first wrong one, mean over tunes",
            0,
            1,
            Better.Higher,
            OnFailure: 0,
            "this project"
        )
        {
            Probes = [Melody.Begun],
        };

    /// <inheritdoc/>
    public double Of(Melody task, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Once(TuneReplays.Of).Select(tune => tune.Share).DefaultIfEmpty(double.NaN).Average();
    }
}
