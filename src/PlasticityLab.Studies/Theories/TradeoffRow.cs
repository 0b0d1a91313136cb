using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Theories;

/// <summary>A rule weighed as a theory of learning. Limits are the farthest values of a sweep, from the study's own outwards, at which the
/// mean S stays above 0.7.</summary>
[Table("tradeoffs", "one rule in one condition")]
public sealed record TradeoffRow(
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [Column("", "family of the rule")] RuleFamily Family,
    [Column("", "sequence score, mean", Name = ReplayScore.Id)] double S,
    [Column("", "signals that the formula reads", Examples = "r pre; r post")] string Reads,
    [Column("", "traces of the sender", High = 2)] int TracesPre,
    [Column("", "traces of the receiver", High = 2)] int TracesPost,
    [Column("", "numbers kept in a neuron", High = 4)] int StatePerNeuron,
    [Column("", "numbers kept in a synapse", Low = 1, High = 1)] int StatePerSynapse,
    [Column("ms", "longest time constant of a trace", High = 100)] double LongestTraceMs,
    [Column("ms", "width of the part of the window that strengthens", High = 40)] double GainWidthMs,
    [Column("ms", "width of the part that weakens", High = 40)] double LossWidthMs,
    [Column("", "cosine with the measured window, spikes of 1 ms; empty: no answer to spikes", Low = -1)] double WindowMatch,
    [Column("", "the same with bumps of activity", Low = -1)] double WindowMatchBumps,
    [Column("", "whether it strengthens and weakens on the measured sides")] bool SignsRight,
    [Column("", "mean squared error over the errors of measurement, pairings at several frequencies", High = 12)] double FrequencyError,
    [Column("", "the same of a rule that changes nothing", Low = 9, High = 9)] double FrequencyErrorNoChange,
    [Column("", "of nine protocols those with the right sign", Name = "frequency_signs_of_9")] int FrequencySignsOf9,
    [Column("", "whether the formula pulls large weights back")] bool SelfLimiting,
    [Column("", "share of configurations without decay and cap that ended well")] double ShareStableWithoutHomeostasis,
    [Column("", "share of them that learned")] double ShareSuccessWithoutHomeostasis,
    [Column("", "share of the random configurations of the search that succeed")] double ShareRandomSuccess,
    [Column("drive", "Σ|ΔB| over training for each item, one network", High = 9)] double WeightChangePerItem,
    [Column("assemblies × ms", "active assemblies times the time an item takes in replay", High = 90)] double ActivityPerItem,
    [Column("", "fewest epochs", Low = 1, High = 9)] double EpochsNeeded,
    [Column("", "most items", Low = 4, High = 16)] double ItemsMost,
    [Column("ms", "shortest item", Low = 10, High = 20)] double ItemMsLeast,
    [Column("ms", "longest item", Low = 40, High = 80)] double ItemMsMost,
    [Column("items/100 ms", "slowest replay over the item durations", High = 3)] double SpeedLeast,
    [Column("items/100 ms", "fastest", Low = 3, High = 8)] double SpeedMost,
    [Column("", "most noise at recall, in units of the study's", High = 4)] double NoiseMost,
    [Column("", "largest share of neurons lesioned", High = 0.5)] double LesionMost,
    [Column("", "most noise of weights, in units of the largest weight", High = 0.5)] double WeightNoiseMost,
    [Column("", "networks that learned a second sequence on top", Low = 4, High = 4)] int NetworksLater,
    [Column("", "their S of the first sequence before", Name = "S_first_before")] double SFirstBefore,
    [Column("", "and after", Name = "S_first_after")] double SFirstAfter,
    [Column("", "their S of the second sequence", Name = "S_second")] double SSecond,
    [Column("", "S of the first after over before")] double Retention
) : IArmRow;
