using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Tunes;

/// <summary>What graded rates with global inhibition replay, compared with the discrete network on the same tunes. Shares are in [0, 1].</summary>
[Table("memory_rates", "one rule at one beat")]
public sealed record RateRow(
    [Column("", "rule by its id", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column("ms", "length of a beat in the replay; learning is at 40", Key = true, Examples = "20|40|80")] double BeatMs,
    [Column("", "tunes")] int Tunes,
    [Column("", "share that the discrete network replays note-perfect")] double Discrete,
    [Column("", "share that graded rates replay note-perfect")] double Rates,
    [Column("", "lower end of its 95 % Wilson interval")] double RatesLow,
    [Column("", "upper end")] double RatesHigh,
    [Column("", "mean share of notes before the first wrong one, discrete")] double DiscreteBeforeError,
    [Column("", "the same, graded rates")] double RatesBeforeError
) : IRuleRow;
