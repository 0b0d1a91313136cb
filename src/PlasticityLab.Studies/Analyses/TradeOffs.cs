using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Studies.Theories;

namespace PlasticityLab.Studies.Analyses;

/// <summary>The rules weighed as theories of learning: what each needs, how it agrees with classic measurements, what it costs and what it
/// stands. Everything is computed: from the formula, from the study's runs, or empty when the study did not run it.</summary>
public sealed record TradeOffs : IStudyAnalysis
{
    private const string Second = "a second sequence";

    /// <summary>Networks of each rule that learn a second sequence; the first that learned the first one.</summary>
    private const int Networks = 4;

    /// <summary>The second sequence's items are those of the network whose seed is this much larger.</summary>
    private const ulong Offset = 100000;

    /// <inheritdoc/>
    public AnalysisCard Card =>
        new(
            "trade_offs",
            "Trade-offs",
            "What each rule needs, costs and stands, and how it agrees with measured plasticity.",
            "this project"
        );

    /// <inheritdoc/>
    public Stage StageOf(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var networks = HasSecond(study) ? Math.Min(Networks, study.Seeds.Count) : 0;
        return new(Second, 0, study.Rules.Length * study.Conditions.Count * networks);
    }

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        var (data, later, sweeps) = (study.Data, Later(study, cancellation), study.Of<Sweeps>());
        return new RowSet().Add(() => Rows(data, later, sweeps.Rows<SweepRow>()));
    }

    // A recording is the same for every seed: there is no second one.
    private static bool HasSecond(StudySpec study) => study.Task is IOrderedTask { IsOneOfMany: true };

    // Networks of each rule that succeeds learn a second sequence of other items on top of the first, and recall both.
    private static NetworkOutcome[] Later(StudyContext study, CancellationToken cancellation)
    {
        NetworkOutcome[] shown =
        [
            .. study
                .Data.Outcomes.Where(o => HasSecond(study.Study) && !o.Entry.IsControl && StudyReplays.Learned(o))
                .GroupBy(o => o.Entry)
                .Where(group => group.Count() >= StudyReplays.Fewest)
                .SelectMany(group => group.Take(Networks)),
        ];
        var results = study.Runs(
            [.. shown.Select(o => o.Entry.Run(study.Study, o.Seed) with { LaterSeed = o.Seed + Offset })],
            Second,
            cancellation
        );
        return [.. shown.Zip(results, (o, result) => o with { Result = result })];
    }

    private static List<TradeoffRow> Rows(StudyData data, IReadOnlyList<NetworkOutcome> second, IReadOnlyList<SweepRow> swept)
    {
        var rows = new List<TradeoffRow>();
        var item = (data.Study.Task as Chain)?.Item ?? double.NaN;
        foreach (var group in data.Outcomes.Where(o => !o.Entry.IsControl).GroupBy(o => o.Entry))
        {
            var (entry, all) = (group.Key, group.ToArray());
            var learning = entry.Values.Learning;
            var rule = RuleChoice.Create(learning);
            var (needs, timing) = (RuleNeeds.Of(rule), TimingData.Of(rule, learning.Sign));
            var free = (data.Tuning.GetValueOrDefault((entry.Name, entry.Condition))?.Tried ?? [])
                .Where(c => c.Learning.Decay == 0 && c.Learning.Cap == 0)
                .ToArray();
            var learned = all.Where(StudyReplays.Learned).ToArray();
            var sweeps = new SweepReader(data, swept, entry);
            var later = second.Where(o => o.Entry == entry && o.Result.Later is not null).ToArray();
            double Mean(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
            var before = Mean(later.Select(o => all.First(x => x.Seed == o.Seed).Of(ReplayScore.Id)));
            var after = Mean(later.Select(o => o.Of(ReplayScore.Id)));
            rows.Add(
                new(
                    entry.Condition,
                    entry.Name,
                    RuleChoice.Card(entry.Values.Learning)?.Family ?? RuleFamily.Control,
                    all.Average(o => o.Of(ReplayScore.Id)),
                    string.Join("; ", needs.Reads),
                    needs.PreTraces,
                    needs.PostTraces,
                    needs.PreTraces + needs.PostTraces,
                    1,
                    1000 * needs.LongestTrace,
                    1000 * timing.GainWidth,
                    1000 * timing.LossWidth,
                    timing.WindowMatch,
                    timing.BumpMatch,
                    timing.SignsRight,
                    timing.FrequencyError,
                    TimingData.NoChangeError,
                    timing.FrequencySigns,
                    needs.SelfLimiting,
                    Mean(free.Select(c => c.Status == RunStatus.Ok ? 1.0 : 0)),
                    Mean(free.Select(c => c.FirstSeedScore > StudySummary.SuccessAbove ? 1.0 : 0)),
                    data.Tuning.TryGetValue((entry.Name, entry.Condition), out var tuning) ? tuning.ShareRandomSuccess : double.NaN,
                    WeightChange(data, entry),
                    Mean(learned.Select(o => o.Of(ActiveAssemblies.Id) * 100 / o.Of(ReplaySpeed.Id))),
                    sweeps.Least("epochs", data.Study.Task.Epochs),
                    sweeps.Most("items", data.Study.Task.Items),
                    sweeps.Least("item_ms", 1000 * item),
                    sweeps.Most("item_ms", 1000 * item),
                    Extreme(sweeps.Speeds("item_ms"), least: true),
                    Extreme(sweeps.Speeds("item_ms"), least: false),
                    sweeps.Most("noise", 1),
                    sweeps.Most("lesion", 0),
                    sweeps.Most("weight_noise", 0),
                    later.Length,
                    before,
                    after,
                    Mean(later.Select(o => o.Result.Later![ReplayScore.Id])),
                    before > 0.05 ? after / before : double.NaN
                )
            );
        }

        return rows;
    }

    // Σ over training of |ΔB| over all blocks, for each item: what is written, forwards and back again, to keep one item.
    private static double WeightChange(StudyData data, StudyEntry entry)
    {
        var epochs = data.Examples.FirstOrDefault(o => o.Entry == entry)?.Result.Example?.BlocksByEpoch ?? [];
        return epochs.Length < 2
            ? double.NaN
            : epochs.Skip(1).Select((blocks, e) => blocks.Zip(epochs[e], (now, then) => Math.Abs(now - then)).Sum()).Sum()
                / data.Study.Task.Items;
    }

    private static double Extreme(double[] values, bool least) =>
        values.Length == 0 ? double.NaN
        : least ? values.Min()
        : values.Max();
}
