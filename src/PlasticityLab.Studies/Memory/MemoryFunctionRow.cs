using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Studies.Memory;

/// <summary>What one rule holds, read off the tables of a study's memory part.</summary>
[Table("memory_functions", "one rule")]
public sealed record MemoryFunctionRow(
    [Column("", "id of the rule", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column("", "share of tunes replayed note-perfect, one network each")] double TunesEach,
    [Column("", "the same, one network for all")] double TunesTogether,
    [Column("notes", "longest melody of the largest network of sparse codes", High = 90)] double Melody,
    [Column("", "the same over the Willshaw limit", High = 0.6)] double MelodyOfLimit,
    [Column("", "static patterns per neuron of the largest ±1 network", High = 0.14)] double Static,
    [Column("", "length of a closed sequence per neuron of it", High = 0.27)] double Sequence,
    [Column("steps", "of later melodies until less than half of a first one is recalled; inf: never within the test", High = 400)]
        double HalfLife,
    [Column("steps", "the same with homeostasis", High = 400)] double HalfLifeHomeostasis,
    [Column("steps", "longest delay after which at least half of the cues are told, without noise and fatigue", High = 40)] double Held,
    [Column("", "how it is held: persistence or sequence; empty: it is not", Examples = "persistence|sequence")] string Manner,
    [Column("", "share of neurons on loops of three or more that formed without a teacher, with a limit on total weight")] double InLoops,
    [Column(
        "",
        "rank correlation of the replayed episode with the recorded order where it reaches half of the neurons and p (Holm) is at most 0.05, else 0"
    )]
        double Episode
) : IRuleRow
{
    /// <summary>The rows of a study, in the order in which its memory tables name the rules; a cell is NaN where a part was not run or a rule
    /// has none.</summary>
    internal static IEnumerable<MemoryFunctionRow> Of(StudyResults study)
    {
        TuneRow[] each = [.. study.Rows<TunesEachRow>().Select(row => row.Tune)];
        TuneRow[] together = [.. study.Rows<TunesTogetherRow>().Select(row => row.Tune)];
        var capacity = study.Rows<CapacityRow>().Where(row => row.Repeat == 0).ToArray();
        var (patterns, retention) = (study.Rows<PatternCapacityRow>(), study.Rows<RetentionPoint>());
        var (working, self) = (study.Rows<WorkingMemoryPoint>(), study.Rows<SelfOrganisationRow>());
        var episodes = study.Rows<EpisodeRow>();
        foreach (var rule in Rules(study))
        {
            var melody = capacity.Where(row => row.Rule == rule).MaxBy(row => row.Neurons);
            var pattern = patterns.Where(row => row.Rule == rule).MaxBy(row => row.Neurons);
            var held = working.Where(row => row.Rule == rule && row.Fatigue == 0 && row.Noise == 0).ToArray();
            var last = held.Where(row => row.Correct >= 0.5).MaxBy(row => row.Delay);
            yield return new(
                rule,
                Best(each.Where(row => row.Rule == rule).Select(row => row.NotePerfect)),
                Best(together.Where(row => row.Rule == rule).Select(row => row.NotePerfect)),
                melody?.Length ?? double.NaN,
                melody is null ? double.NaN : melody.Length / melody.Willshaw,
                pattern is null ? double.NaN : (double)pattern.Static / pattern.Neurons,
                pattern is null ? double.NaN : (double)pattern.Sequence / pattern.Neurons,
                Life(retention, rule, homeostasis: false),
                Life(retention, rule, homeostasis: true),
                held.Length == 0 ? double.NaN : last?.Delay ?? 0,
                last is null ? ""
                    : last.Persistence >= 0.5 ? "persistence"
                    : "sequence",
                Best(self.Where(row => row.Rule == rule && row.Limited).Select(row => row.InLoops)),
                episodes
                    .Where(row => row.Rule == rule && row.PHolm <= 0.05 && row.Reached >= 0.5)
                    .Select(row => row.RankCorrelation)
                    .DefaultIfEmpty(episodes.Count == 0 ? double.NaN : 0)
                    .Max()
            );
        }
    }

    private static IEnumerable<string> Rules(StudyResults study) =>
        new[]
        {
            typeof(TunesEachRow),
            typeof(TunesTogetherRow),
            typeof(CapacityRow),
            typeof(PatternCapacityRow),
            typeof(RetentionPoint),
            typeof(WorkingMemoryPoint),
            typeof(SelfOrganisationRow),
            typeof(EpisodeRow),
        }
            .SelectMany(table => study.Rows(TableSchema.Of(table)))
            .OfType<IRuleRow>()
            .Select(row => row.Rule)
            .Distinct();

    private static double Best(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();

    // 0 when the first melody was never recalled, infinite when it stays.
    private static double Life(IReadOnlyList<RetentionPoint> points, string rule, bool homeostasis)
    {
        RetentionPoint[] mine =
        [
            .. points
                .Where(point => point.Rule == rule && point.Against == "melodies" && point.Homeostasis == homeostasis)
                .OrderBy(point => point.Later),
        ];
        return mine.Length == 0 ? double.NaN
            : mine[0].Recalled < 0.5 ? 0
            : mine.FirstOrDefault(point => point.Recalled < 0.5)?.Later ?? double.PositiveInfinity;
    }
}
