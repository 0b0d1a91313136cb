using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>How many later tunes a tune outlives.</summary>
public sealed record TuneHalfLife : IMeasure<Melody>
{
    /// <summary>Its id.</summary>
    public const string Id = "half_life";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "half-life",
            "tunes",
            "tunes heard later after which less than half of a tune's notes are right: the latest tunes, one after another, of which at least half is; the number of tunes when it is all of them",
            0,
            100,
            Better.Higher,
            OnFailure: 0,
            "Fusi, Drew & Abbott 2005, Neuron 45:599"
        )
        {
            Probes = [Melody.Begun],
        };

    /// <inheritdoc/>
    public double Of(Melody task, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(evidence);
        var tunes = evidence.Once(TuneReplays.Of);
        // Of a single tune nothing was heard later.
        return tunes.Length < 2
            ? double.NaN
            : tunes.Where(tune => tune.Share < 0.5).Select(tune => task.Count - 1 - tune.Tune.Number).DefaultIfEmpty(task.Count).Min();
    }
}
