using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Theories;

/// <summary>The rules weighed as theories of learning: what each needs, how it agrees with classic measurements, what it costs and what it
/// stands. Everything is computed: from the formula, from the study's runs, or empty when the study did not run it.</summary>
internal static class TradeoffTable
{
    public static IReadOnlyList<TradeoffRow> Of(StudyData data)
    {
        var rows = new List<TradeoffRow>();
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
            var sweeps = new SweepReader(data, entry);
            var later = data.Later.Where(o => o.Entry == entry && o.Result.Later is not null).ToArray();
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
                    Mean(free.Select(c => c.Status == "ok" ? 1.0 : 0)),
                    Mean(free.Select(c => c.FirstSeedScore > StudySummary.SuccessAbove ? 1.0 : 0)),
                    data.Tuning.TryGetValue((entry.Name, entry.Condition), out var tuning) ? tuning.ShareRandomSuccess : double.NaN,
                    WeightChange(data, entry),
                    Mean(learned.Select(o => o.Of(ActiveAssemblies.Id) * 100 / o.Of(ReplaySpeed.Id))),
                    sweeps.Least("epochs", data.Study.Task.Epochs),
                    sweeps.Most("items", data.Study.Task.Items),
                    sweeps.Least("item_ms", 1000 * data.Study.Task.Item),
                    sweeps.Most("item_ms", 1000 * data.Study.Task.Item),
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
