using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Results;

/// <summary>How a scored spiking network ended, its rates and what clipping left.</summary>
[Table("spiking", "one trained spiking network")]
public sealed record SpikingRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn] ulong Seed,
    [Column("", "how the run ended", Examples = "ok|ok|ok|seizure")] RunStatus Status,
    [Column("", "more about it, a sentence")] string Detail,
    [Column("Hz", "mean rate of excitatory neurons in training", High = 9)] double TrainingRate,
    [Column("Hz", "mean rate of inhibitory neurons in training", High = 20)] double TrainingRateInhibitory,
    [Column("Hz", "mean rate of excitatory neurons in replay", High = 9)] double ReplayRate,
    [Column("Hz", "mean rate of inhibitory neurons in replay", High = 20)] double ReplayRateInhibitory,
    [Column("", "share of the synapses among items that training left at 0")] double AtZero,
    [Column("", "share of them that it left at the largest weight")] double AtMax
) : IArmRow
{
    internal static IEnumerable<SpikingRow> Of(StudyData data) =>
        data.Outcomes.Select(o =>
        {
            var f = o.Result.Spiking;
            return new SpikingRow(
                data.Network,
                o.Entry.Condition,
                o.Entry.Name,
                o.Seed,
                o.Result.Status,
                o.Result.Detail,
                f?.TrainingRate ?? double.NaN,
                f?.TrainingRateInhibitory ?? double.NaN,
                f?.ReplayRate ?? double.NaN,
                f?.ReplayRateInhibitory ?? double.NaN,
                f?.AtZero ?? double.NaN,
                f?.AtMax ?? double.NaN
            );
        });
}

/// <summary>Rates in one epoch of an example's training.</summary>
[Table("training_rates", "one epoch of training, one spiking network a rule")]
public sealed record TrainingRateRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn(Examples = "100")] ulong Seed,
    [Column("", "epoch of training", Key = true, Examples = "1..10")] int Epoch,
    [Column("Hz", "mean rate of excitatory neurons, silence included, four decimals", High = 9)] double Excitatory,
    [Column("Hz", "mean rate of inhibitory neurons, four decimals", High = 20)] double Inhibitory
) : IArmRow
{
    internal static IEnumerable<TrainingRateRow> Of(StudyData data) =>
        data.Examples.SelectMany(o =>
            (o.Result.Example?.Spiking?.Rates ?? []).Select(rate => new TrainingRateRow(
                data.Network,
                o.Entry.Condition,
                o.Entry.Name,
                o.Seed,
                rate.Epoch,
                Math.Round(rate.Excitatory, 4),
                Math.Round(rate.Inhibitory, 4)
            ))
        );
}

/// <summary>One spike of an example. Rows are places in a raster: the neurons of item 1 first, then item 2 …, those of no item, the
/// inhibitory ones.</summary>
[Table("rasters", "one spike, one spiking network a rule")]
public sealed record RasterRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn(Examples = "100")] ulong Seed,
    [Column("", "training_first, training_last or replay", Key = true, Examples = "training_last|replay")] string Phase,
    [Column("ms", "time of the spike", Key = true, Examples = "0..295/5")] double TimeMs,
    [Column("", "place of the neuron, sorted by item", High = 49)] int Row,
    [Column("", "the neuron", High = 49)] int Neuron,
    [Column("", "the neuron's item, from 1; 0: of no item; I: inhibitory", Examples = "1|2|3|4|I")] string Item
) : IArmRow
{
    internal static IEnumerable<RasterRow> Of(StudyData data, double stepMs, int excitatory) =>
        data
            .Examples.Where(o => o.Result.Example?.Spiking is not null)
            .SelectMany(o =>
            {
                var example = o.Result.Example!.Spiking!;
                var (item, row) = example.Sorted(excitatory);
                return example.Spikes.SelectMany(spikes =>
                    spikes.Steps.Select(
                        (step, k) =>
                        {
                            var n = spikes.Neurons[k];
                            var inhibitory = n >= excitatory;
                            return new RasterRow(
                                data.Network,
                                o.Entry.Condition,
                                o.Entry.Name,
                                o.Seed,
                                spikes.Phase,
                                step * stepMs,
                                inhibitory ? n : row[n],
                                n,
                                inhibitory ? "I"
                                    : item[n] < example.Members.Length ? $"{item[n] + 1}"
                                    : "0"
                            );
                        }
                    )
                );
            });
}
