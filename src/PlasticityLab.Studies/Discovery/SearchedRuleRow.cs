using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Discovery;

/// <summary>One rule that a search tried, in one condition.</summary>
[Table("searched_rules", "one rule that a search tried, in one condition; the whole cloud")]
public sealed record SearchedRuleRow(
    [Column("", "where it is from: random, exhaustive, evolution or archive", Key = true, Examples = "random|exhaustive|evolution|archive")]
        string Search,
    [Column("", "number in that search", Key = true, Examples = "0..9")] int Number,
    [ConditionColumn] string Condition,
    [Column("", "the rule as text", Examples = "dw = 10*(post.rate*pre.fast(20 ms))")] string Equation,
    [Column("", "terms of the formula, decays included", Low = 1)] int Terms,
    [Column(
        "",
        "family by normal form: signs of the parts of the effective window",
        Examples = "causal+|causal+ acausal-|coincident+ decay"
    )]
        string Family,
    [Column("drive", "bound of a weight", High = 3)] double WeightMax,
    [Column("1/s", "decay of every weight")] double Decay,
    [Column("", "recurrent gain in training")] double TrainingGain,
    [Column("", "time-reversal index; empty when no weight changes", Low = -1)] double TimeReversalIndex,
    [Column("", "flow of the block weights in closed form; empty when no weight changes", Low = -1)] double ClosedFlow,
    [Column("", "best score of the population model over the operating points")] double PredictedScore,
    [Column("", "networks that were simulated; 0 when the filter held the rule back", High = 2)] int Networks,
    [Column(
        "",
        "sequence score, mean over the networks at their best common operating point; optimistic, as it is a maximum; empty when not simulated",
        Name = ReplayScore.Id
    )]
        double S,
    [Column("", "strength of inhibition there", High = 4)] double Inhibition,
    [Column("", "recurrent gain there", High = 2)] double Gain,
    [Column("", "flow of the block weights, mean", Low = -1)] double Flow,
    [Column("drive", "block weight within an item, mean", Low = -1)] double Self,
    [Column("drive", "block weight to the next item, mean", Low = -1)] double Forward,
    [Column("drive", "block weight to the item before, mean", Low = -1)] double Backward
) : IConditionRow;

/// <summary>What theory says of one rule, before any network of it is simulated.</summary>
[Table("search_predictions", "what the predictors say of one rule in one condition, before any network of it is simulated")]
public sealed record SearchPredictionRow(
    [Column("", "where it is from: random, exhaustive, evolution or archive", Key = true, Examples = "random|exhaustive|evolution|archive")]
        string Search,
    [Column("", "number in that search", Key = true, Examples = "0..9")] int Number,
    [ConditionColumn] string Condition,
    [Column("", "best score of the population model over the operating points")] double PredictedScore,
    [Column("", "its mean score over the operating points")] double PredictedMean,
    [Column("", "flow of its block weights", Low = -1)] double PredictedFlow,
    [Column("", "strength of inhibition at its best point", High = 4)] double Inhibition,
    [Column("", "recurrent gain there", High = 2)] double Gain,
    [Column("", "flow of the block weights in closed form; empty when no weight changes", Low = -1)] double ClosedFlow,
    [Column("", "time-reversal index; empty when no weight changes", Low = -1)] double TimeReversalIndex,
    [Column("", "decay over one epoch as an exponent: a weight keeps exp of minus it", Low = -1)] double EpochLoss,
    [Column("", "family by normal form", Examples = "causal+|causal+ acausal-|coincident+ decay")] string Family,
    [Column("", "correlational or temporal, by the window of a pair of pulses")] RuleFamily Kind
) : IConditionRow;

/// <summary>What the filter kept and lost in one condition.</summary>
[Table("search_filter", "the population model as a filter, in one condition")]
public sealed record SearchFilterRow(
    [ConditionColumn] string Condition,
    [Column("", "rules are not simulated below this score of the population model")] double Below,
    [Column("", "random and exhaustive rules")] int Rules,
    [Column("", "of them kept")] int Kept,
    [Column("", "kept rules that work")] int KeptSuccesses,
    [Column("", "rejected rules that were simulated nevertheless")] int RejectedSimulated,
    [Column("", "of them those that work")] int RejectedSuccesses,
    [Column("", "share of the working rules that the filter loses, estimated; empty when it cannot be told")] double Lost,
    [Column("", "lower end of its 95 % interval")] double LostLow,
    [Column("", "upper end of its 95 % interval")] double LostHigh
) : IConditionRow;

/// <summary>One generation of an evolution.</summary>
[Table("search_evolution", "one generation of an evolution")]
public sealed record SearchEvolutionRow(
    [Column("", "number of the evolution", Key = true, Examples = "0..3")] int Evolution,
    [Column("", "generation", Key = true, Examples = "0..9")] int Generation,
    [ConditionColumn] string Condition,
    [Column("", "whether asymmetry is penalised")] bool Counterexample,
    [Column("", "best S of the generation; empty when none was simulated")] double Best,
    [Column("", "best S so far")] double BestSoFar,
    [Column("", "step size")] double Sigma
) : IConditionRow;

/// <summary>One cell of the archive.</summary>
[Table("search_archive", "one filled cell of the quality-diversity archive: its best rule")]
public sealed record SearchArchiveRow(
    [ConditionColumn] string Condition,
    [Column("", "time-reversal index, in fifths from -1", Key = true, Examples = "0..9")] int IndexBin,
    [Column("", "self weight over its bound: 0 below -0.1, 1 to 0.1, 2 to 0.4, 3 to 0.7, 4 above", Key = true, Examples = "0..4")]
        int SelfBin,
    [Column("", "decay over one epoch: 0 none, 1 below a tenth of the weight, 2 more", Key = true, Examples = "0..2")] int DecayBin,
    [Column("", "where its rule is from", Examples = "random|archive")] string Search,
    [Column("", "number of the rule in that search")] int Number,
    [Column("", "its S on the screening networks", Name = ReplayScore.Id)] double S
) : IConditionRow;

/// <summary>One finalist on fresh networks.</summary>
[Table("search_finalists", "one finalist on fresh networks, at the operating point fixed beforehand")]
public sealed record SearchFinalistRow(
    [Column("", "where it is from", Key = true, Examples = "random|evolution")] string Search,
    [Column("", "number in that search", Key = true, Examples = "0..9")] int Number,
    [ConditionColumn] string Condition,
    [Column("", "the rule as text", Examples = "dw = 10*(post.rate*pre.fast(20 ms))")] string Equation,
    [Column("", "terms of the formula, decays included", Low = 1)] int Terms,
    [Column("", "family by normal form", Examples = "causal+|causal+ acausal-")] string Family,
    [Column("", "time-reversal index; empty when no weight changes", Low = -1)] double TimeReversalIndex,
    [Column("", "strength of inhibition", High = 4)] double Inhibition,
    [Column("", "recurrent gain", High = 2)] double Gain,
    [Column("", "S on the screening networks, optimistic")] double Screened,
    [Column("", "fresh networks", Low = 8)] int Networks,
    [Column("", "sequence score on fresh networks, mean", Name = ReplayScore.Id)] double S,
    [Column("", "lower end of its 95 % interval")] double Low,
    [Column("", "upper end of its 95 % interval")] double High,
    [Column("", "share of the networks above the bar")] double Successes,
    [Column("", "direction at inner cues, mean", Name = "D", Low = -1)] double D
) : IConditionRow;

/// <summary>One term of a finalist, dropped.</summary>
[Table("search_terms", "one term of a finalist: what the score is without it, at the best of three rates")]
public sealed record SearchTermRow(
    [Column("", "where the rule is from", Key = true, Examples = "random|evolution")] string Search,
    [Column("", "number in that search", Key = true, Examples = "0..9")] int Number,
    [ConditionColumn] string Condition,
    [Column("", "the term", Key = true, Examples = "rate_fast|slow_rate")] string Term,
    [Column("", "S on the screening networks with all terms")] double Whole,
    [Column("", "S there without this one")] double Without,
    [Column("", "what it costs to drop it", Low = -1)] double Price,
    [Column("", "whether it is left out of the shortest form that still works")] bool Dropped,
    [Column("", "the shortest form as text, the same in every row of a rule", Examples = "dw = 10*(post.rate*pre.fast(20 ms))")]
        string Sparsified,
    [Column("", "its S on the screening networks")] double SparsifiedScore
) : IConditionRow;

/// <summary>One finalist somewhere else.</summary>
[Table("search_transfer", "one finalist in another experiment, at the operating point fixed beforehand, or as a rule at spikes")]
public sealed record SearchTransferRow(
    [Column("", "where the rule is from", Key = true, Examples = "random|evolution")] string Search,
    [Column("", "number in that search", Key = true, Examples = "0..9")] int Number,
    [ConditionColumn] string Condition,
    [Column("", "what is different", Key = true, Examples = "items of 60 ms|12 items|600 units|noise doubled")] string Change,
    [Column("", "fresh networks; 0 where the rule has no form there")] int Networks,
    [Column("", "sequence score, mean", Name = ReplayScore.Id)] double S,
    [Column("", "lower end of its 95 % interval")] double Low,
    [Column("", "upper end of its 95 % interval")] double High
) : IConditionRow;
