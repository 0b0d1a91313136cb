using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>The replays cued at the first item, scored; what several measures need.</summary>
internal static class Replays
{
    /// <summary>Group of the probes that cue the first item.</summary>
    public const string Cue = Chain.First;

    /// <summary>Group of the probes that cue inner items.</summary>
    public const string Inner = Chain.Inner;

    /// <summary>Scores, one a noise seed.</summary>
    public static SequenceScore[] Scores(Evidence evidence)
    {
        var order = ((IOrderedTask)evidence.Task).Order;
        return
        [
            .. evidence.Of(Cue).Select(replay => SequenceScore.Of(Visits.Of(replay.Overlaps, replay.SampleTime), order, replay.SampleTime)),
        ];
    }

    /// <summary>Mean of a score over noise seeds; NaN when none was asked.</summary>
    public static double Mean(this Evidence evidence, Func<SequenceScore, double> value) =>
        evidence.Once(Scores).Select(value).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Share of replays that have at least a part of the items in order.</summary>
    public static double Share(this Evidence evidence, double least) =>
        evidence.Mean(score => score.Completeness >= least - 1e-12 ? 1.0 : 0);

    /// <summary>Items per 100 ms, mean over the replays that moved; NaN when none did.</summary>
    public static double Speed(this Evidence evidence) =>
        evidence.Once(Scores).Select(score => score.Speed).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
