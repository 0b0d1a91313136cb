using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures.Study;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Tunes;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Reports;

/// <summary>Function of memory per rule, read off the memory tables of a study; sentences state what was measured.</summary>
public static class MemoryFindings
{
    /// <summary>A row of the table of functions; NaN where a part was not run or a rule has none.</summary>
    /// <param name="Rule">Id of the rule.</param>
    /// <param name="Each">Share of tunes replayed note-perfect, one network each.</param>
    /// <param name="Together">The same, one network for all.</param>
    /// <param name="Melody">Longest melody of the largest network [notes].</param>
    /// <param name="MelodyOfLimit">The same over the Willshaw limit.</param>
    /// <param name="Static">Static patterns per neuron of the largest ±1 network.</param>
    /// <param name="Sequence">Length of a closed sequence per neuron.</param>
    /// <param name="HalfLife">Steps of later melodies until less than half of a first one is recalled; infinite when never.</param>
    /// <param name="HalfLifeHomeostasis">The same with homeostasis.</param>
    /// <param name="Held">Longest delay after which half of the cues are told [steps].</param>
    /// <param name="Manner">persistence or sequence.</param>
    /// <param name="InLoops">Share of neurons on loops that formed without a teacher.</param>
    /// <param name="Episode">Rank correlation of the replayed episode where it is significant and reaches half of the neurons, else
    /// 0.</param>
    public sealed record Row(
        string Rule,
        double Each,
        double Together,
        double Melody,
        double MelodyOfLimit,
        double Static,
        double Sequence,
        double HalfLife,
        double HalfLifeHomeostasis,
        double Held,
        string Manner,
        double InLoops,
        double Episode
    );

    private static readonly Type[] Tables =
    [
        typeof(TunesEachRow),
        typeof(TunesTogetherRow),
        typeof(CapacityRow),
        typeof(PatternCapacityRow),
        typeof(RetentionPoint),
        typeof(WorkingMemoryPoint),
        typeof(SelfOrganisationRow),
        typeof(EpisodeRow),
    ];

    /// <summary>Whether a study has a memory part.</summary>
    public static bool Has(StudyResults study) => study is not null && Tables.Any(study.Has);

    /// <summary>One row a rule.</summary>
    public static IReadOnlyList<Row> Of(StudyResults study)
    {
        ArgumentNullException.ThrowIfNull(study);
        TuneRow[] each = [.. study.Rows<TunesEachRow>().Select(row => row.Tune)];
        TuneRow[] together = [.. study.Rows<TunesTogetherRow>().Select(row => row.Tune)];
        var capacity = study.Rows<CapacityRow>().Where(row => row.Repeat == 0).ToArray();
        var patterns = study.Rows<PatternCapacityRow>();
        var retention = study.Rows<RetentionPoint>();
        var working = study.Rows<WorkingMemoryPoint>();
        var self = study.Rows<SelfOrganisationRow>();
        var episodes = study.Rows<EpisodeRow>();
        var rules = study.Ordered(Tables.SelectMany(table => study.Rows(TableSchema.Of(table))).OfType<IRuleRow>().Select(row => row.Rule));
        double Best(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();
        return
        [
            .. rules.Select(rule =>
            {
                var melody = capacity.Where(row => row.Rule == rule).MaxBy(row => row.Neurons);
                var pattern = patterns.Where(row => row.Rule == rule).MaxBy(row => row.Neurons);
                var held = working.Where(row => row.Rule == rule && row.Fatigue == 0 && row.Noise == 0).ToArray();
                var last = held.Where(row => row.Correct >= 0.5).MaxBy(row => row.Delay);
                return new Row(
                    rule,
                    Best(each.Where(row => row.Rule == rule).Select(row => row.NotePerfect)),
                    Best(together.Where(row => row.Rule == rule).Select(row => row.NotePerfect)),
                    melody?.Length ?? double.NaN,
                    melody is null ? double.NaN : melody.Length / melody.Willshaw,
                    pattern is null ? double.NaN : (double)pattern.Static / pattern.Neurons,
                    pattern is null ? double.NaN : (double)pattern.Sequence / pattern.Neurons,
                    HalfLife(retention, rule, false),
                    HalfLife(retention, rule, true),
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
            }),
        ];
    }

    /// <summary>Steps of later melodies until half of the first melody is recalled; 0 when it never was, infinite when it stays.</summary>
    private static double HalfLife(IReadOnlyList<RetentionPoint> points, string rule, bool homeostasis)
    {
        var mine = points
            .Where(point => point.Rule == rule && point.Against == "melodies" && point.Homeostasis == homeostasis)
            .OrderBy(point => point.Later)
            .ToArray();
        return mine.Length == 0 ? double.NaN
            : mine[0].Recalled < 0.5 ? 0
            : mine.FirstOrDefault(point => point.Recalled < 0.5)?.Later ?? double.PositiveInfinity;
    }

    /// <summary>The paragraph at the top of the memory part.</summary>
    public static IReadOnlyList<string> Answer(StudyResults study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var rows = Of(study);
        var sentences = new List<string>();
        void Say(string what, Func<Row, double> of, Func<double, string> text)
        {
            var found = rows.Where(row => double.IsFinite(of(row)) && !row.Rule.Contains("no_learning", StringComparison.Ordinal))
                .ToArray();
            if (found.Length > 0)
            {
                var top = found.Max(of);
                var names = found.Where(row => of(row) == top).Select(row => Label(row.Rule)).ToArray();
                sentences.Add(
                    top > 0
                        ? $"{what}: {text(top)} with {(names.Length > 4 ? $"{names.Length} rules ({string.Join(", ", names.Take(4))}, ...)" : string.Join(", ", names))}; {found.Count(row => of(row) <= 0)} of {found.Length} rules have none."
                        : $"{what}: none of {found.Length} rules."
                );
            }
        }

        Say("Most tunes replayed note-perfect, one network each", row => row.Each, x => $"{100 * x:0.0} %");
        Say("Most tunes in one network", row => row.Together, x => $"{100 * x:0.0} %");
        Say("Longest melody of the largest network", row => row.Melody, x => $"{x:0} notes");
        Say("Longest closed sequence of superposed patterns", row => row.Sequence, x => $"{x:0.000} N");
        Say("Most static patterns", row => row.Static, x => $"{x:0.000} N");
        Say("Longest delay over which a cue is held", row => row.Held, x => $"{x:0} steps");
        Say("Largest share of neurons on loops that formed without a teacher", row => row.InLoops, x => $"{100 * x:0} %");
        return sentences;
    }
}
