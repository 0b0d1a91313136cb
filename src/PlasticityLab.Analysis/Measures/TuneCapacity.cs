using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Notes that one network holds.</summary>
public sealed record TuneCapacity : IMeasure<Melody>
{
    /// <summary>Its id.</summary>
    public const string Id = "capacity";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "capacity",
            "notes",
            "notes of all tunes that are played without a wrong one; at most those of the tunes that were asked for",
            0,
            1000,
            Better.Higher,
            OnFailure: 0,
            "Willshaw, Buneman & Longuet-Higgins 1969, Nature 222:960"
        )
        {
            Probes = [Melody.Begun],
        };

    /// <inheritdoc/>
    public double Of(Melody task, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var tunes = evidence.Once(TuneReplays.Of);
        return tunes.Length == 0
            ? double.NaN
            : tunes.Where(tune => tune.IsPerfect).Sum(tune => tune.Tune.Cue.Length + tune.Tune.Rest.Length);
    }
}
