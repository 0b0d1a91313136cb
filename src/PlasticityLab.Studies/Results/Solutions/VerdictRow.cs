using PlasticityLab.Analysis.Verdict;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Results.Solutions;

/// <summary>Do the rules that learn converge? One condition's answer and its numbers.</summary>
[Table("verdict", "one condition")]
public sealed record VerdictRow(
    [ConditionColumn] string Condition,
    [Column("", "the answer over all pairs that count")] SolutionClass Class,
    [Column("", "rules that learn the sequence, controls left out", Low = 4, High = 4)] int Rules,
    [Column("", "pairs of them", Low = 6, High = 6)] int Pairs,
    [Column("", "pairs with the same function and dynamics and no shown difference of structure", High = 2)] int Universal,
    [Column("", "pairs with the same function by different circuits", High = 2)] int Degenerate,
    [Column("", "pairs of different function", High = 1)] int Different,
    [Column("", "pairs that are not decided", High = 1)] int Undecided,
    [Column("", "networks that learned", High = 80)] int NetworksLearned,
    [Column("", "share of the squared structural distances that lies between rules", Name = "structure_R2")] double StructureR2,
    [Column("", "its permutation p", High = 0.05)] double StructureP,
    [Column("", "families of structure, found without looking at rules", Low = 1, High = 4)] int? Families,
    [Column("", "silhouette of the families")] double FamiliesSilhouette,
    [Column("", "stability of the families under resampling")] double FamiliesStability,
    [Column("", "p of the families", High = 0.05)] double FamiliesP,
    [Column("", "adjusted Rand index between families and rules: 1 when each rule is a family")] double FamiliesAndRules,
    [Column("", "median share of starts that reached the best value in the search over rotations")] double OperatorsShareOfStarts,
    [Column("", "the answer, a sentence", Examples = "Made-up sentence.")] string Sentence,
    [Column("", "about the families, a sentence", Examples = "3 families (made up).")] string FamiliesSentence,
    [Column("", "what a reader must know, sentences", Examples = "Made-up caution.")] string Cautions
) : IConditionRow
{
    internal static IEnumerable<VerdictRow> Of(IReadOnlyList<ConditionSolutions> all) =>
        all.Select(c =>
        {
            var counted = SolutionTables.Counted(c);
            int Count(SolutionClass kind) => counted.Count(pair => pair.Class == kind);
            return new VerdictRow(
                c.Condition,
                c.Verdict.Class,
                SolutionTables.Working(c).Length,
                counted.Length,
                Count(SolutionClass.Universal),
                Count(SolutionClass.Degenerate),
                Count(SolutionClass.Different),
                Count(SolutionClass.Undecided),
                c.Places.Count,
                c.StructureR2,
                c.StructureP,
                c.Families?.Count,
                c.Families?.Silhouette ?? double.NaN,
                c.Families?.Stability ?? double.NaN,
                c.Families?.PValue ?? double.NaN,
                c.FamiliesAndRules,
                c.OperatorsFound,
                c.Verdict.Sentence,
                c.Families?.Why ?? "",
                string.Join(' ', c.Verdict.Cautions)
            );
        });
}

/// <summary>The verdict on one pair of rules, with the controls beside it.</summary>
[Table("verdict_pairs", "one pair of rules in one condition")]
public sealed record VerdictPairRow(
    [ConditionColumn] string Condition,
    [Column("", "one rule", Key = true, Examples = "hebb|bcm|tah|stdp")] string First,
    [Column("", "the other", Key = true, Examples = "hebb|bcm|tah|stdp")] string Second,
    [Column("", "the verdict")] SolutionClass Class,
    [Column("", "whether they do the same")] Answer Function,
    [Column("", "whether activity moves alike")] Answer Dynamics,
    [Column("", "whether activity looks alike")] Answer Representation,
    [Column("", "whether the weights are arranged alike")] Answer Structure,
    [Column("", "whether both rules learn the sequence")] bool BothWork,
    [Column("", "whether one of them is a control")] bool Control,
    [Column("", "networks of the first that learned", Low = 2, High = 20)] int NetworksFirst,
    [Column("", "networks of the second that learned", Low = 2, High = 20)] int NetworksSecond,
    [Column("", "share of pairs of networks whose graphs of transitions are equal up to names")] double IsomorphicGraphs,
    [Column("", "mean S of the first", Name = "S_first")] double SFirst,
    [Column("", "mean S of the second", Name = "S_second")] double SSecond,
    [Column("", "mean S without learning", Name = "S_none")] double SNone,
    [Column("", "mean S of the hand-built chain", Name = "S_oracle")] double SOracle,
    [Column("", "mean S of the first with shuffled order", Name = "S_first_shuffled")] double SFirstShuffled,
    [Column("", "mean S of the second with shuffled order", Name = "S_second_shuffled")] double SSecondShuffled,
    [Column("", "mean S of the first with its sign turned", Name = "S_first_flipped")] double SFirstFlipped,
    [Column("", "mean S of the second with its sign turned", Name = "S_second_flipped")] double SSecondFlipped,
    [Column("", "why, a sentence", Examples = "Made-up sentence.")] string Sentence,
    [Column("", "what would change the verdict, sentences", Examples = "More seeds.")] string WouldChange
) : IConditionRow
{
    internal static IEnumerable<VerdictPairRow> Of(IReadOnlyList<ConditionSolutions> all, IReadOnlyList<SummaryRow> summary) =>
        all.SelectMany(c =>
        {
            double S(string name) => summary.FirstOrDefault(row => row.Condition == c.Condition && row.Rule == name)?.S.Mean ?? double.NaN;
            return c.Verdict.Pairs.Select(pair => new VerdictPairRow(
                c.Condition,
                pair.First,
                pair.Second,
                pair.Class,
                pair.On(Aspect.Function),
                pair.On(Aspect.Dynamics),
                pair.On(Aspect.Representation),
                pair.On(Aspect.Structure),
                pair.BothWork == true,
                pair.HasControl,
                c.Successes.GetValueOrDefault(pair.First),
                c.Successes.GetValueOrDefault(pair.Second),
                c.Isomorphic.GetValueOrDefault((pair.First, pair.Second), double.NaN),
                S(pair.First),
                S(pair.Second),
                S(ControlNames.NoLearning),
                S(ControlNames.Oracle),
                S(ControlNames.Shuffled(pair.First)),
                S(ControlNames.Shuffled(pair.Second)),
                S(ControlNames.SignTurned(pair.First)),
                S(ControlNames.SignTurned(pair.Second)),
                pair.Sentence,
                string.Join(' ', pair.WouldChange)
            ));
        });
}

/// <summary>One measure of one pair of rules: the numbers behind the verdict.</summary>
[Table("verdict_evidence", "one measure of one pair of rules in one condition")]
public sealed record VerdictEvidenceRow(
    [ConditionColumn] string Condition,
    [Column("", "one rule", Key = true, Examples = "hebb|bcm|tah|stdp")] string First,
    [Column("", "the other", Key = true, Examples = "hebb|bcm|tah|stdp")] string Second,
    [Column("", "what it is about", Key = true, Examples = "function|dynamics|representation|structure")] Aspect Aspect,
    [Column("", "the measure", Key = true, Examples = "made up")] string Measure,
    [Column("", "what it says of the two")] Answer Answer,
    [Column("", "networks of the first", Low = 2, High = 20)] int NetworksFirst,
    [Column("", "networks of the second", Low = 2, High = 20)] int NetworksSecond,
    [Column("of the measure", "mean distance between the rules; of S and D the difference of means")] double Between,
    [Column("of the measure", "lower end of its 90 % bootstrap interval")] double Low90,
    [Column("of the measure", "upper end")] double High90,
    [Column("of the measure", "the same between seeds of one rule; of S and D the standard deviation")] double Within,
    [Column("of the measure", "largest difference that counts as none")] double Margin,
    [Column("", "share of the squared distances between rules", Name = "R2")] double R2,
    [Column("", "lower end of its 95 % interval", Name = "R2_low95")] double R2Low95,
    [Column("", "upper end", Name = "R2_high95")] double R2High95,
    [Column("", "permutation p")] double P,
    [Column("", "the same after Holm's correction")] double PHolm,
    [Column("", "p of a difference of spread")] double PDispersion,
    [Column("", "seeds that would decide; empty: no number would", Low = 2, High = 50)] int? SeedsNeeded,
    [Column("", "what a reader must know, sentences", Examples = "Made-up caution.")] string Cautions
) : IConditionRow
{
    internal static IEnumerable<VerdictEvidenceRow> Of(IReadOnlyList<ConditionSolutions> all) =>
        from c in all
        from pair in c.Verdict.Pairs
        from row in pair.Aspects
        select new VerdictEvidenceRow(
            c.Condition,
            pair.First,
            pair.Second,
            row.Aspect,
            row.Measure,
            row.Answer,
            row.Networks.First,
            row.Networks.Second,
            row.Between.Estimate,
            row.Between.Low,
            row.Between.High,
            row.Within,
            row.Margin,
            row.R2.Estimate,
            row.R2.Low,
            row.R2.High,
            row.P,
            row.PHolm,
            row.PDispersion,
            row.SeedsNeeded == int.MaxValue ? null : row.SeedsNeeded,
            string.Join(' ', row.Cautions)
        );
}

/// <summary>Where a network that learned lies among the solutions.</summary>
[Table("solutions", "one network that learned")]
public sealed record SolutionRow(
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn] ulong Seed,
    [Column("", "its family of structure, from 1", Low = 1, High = 3)] int Family,
    [Column("drive", "first principal coordinate of the distances between block weights, nine decimals", Low = -1)] double X,
    [Column("drive", "second principal coordinate", Low = -1)] double Y
) : IArmRow
{
    internal static IEnumerable<SolutionRow> Of(IReadOnlyList<ConditionSolutions> all) =>
        all.SelectMany(c =>
            c.Places.Select(place => new SolutionRow(
                c.Condition,
                place.Rule,
                place.Seed,
                place.Family,
                Math.Round(place.X, 9),
                Math.Round(place.Y, 9)
            ))
        );
}

/// <summary>How a measure of the networks that learned varies: between rules and between seeds of one rule.</summary>
[Table("variance", "one measure in one condition, over the networks that learned")]
public sealed record VarianceRow(
    [ConditionColumn] string Condition,
    [Column("", "the measure", Key = true, Examples = "S|flow")] string Measure,
    [Column("of the measure, squared", "variance between rules")] double VarianceBetweenRules,
    [Column("of the measure, squared", "variance between seeds of one rule")] double VarianceWithinRules,
    [Column("", "share of the variance between rules (intraclass correlation)")] double ShareBetween,
    [Column("", "η²")] double EtaSquared,
    [Column("", "ω²")] double OmegaSquared,
    [Column("", "F of the analysis of variance", Name = "F", High = 20)] double F
) : IConditionRow
{
    internal static IEnumerable<VarianceRow> Of(IReadOnlyList<ConditionSolutions> all) =>
        all.SelectMany(c =>
            c.Variances.Select(x => new VarianceRow(
                c.Condition,
                x.Measure,
                x.Components.Between,
                x.Components.Within,
                x.Components.IntraclassCorrelation,
                x.Components.EtaSquared,
                x.Components.OmegaSquared,
                x.Components.F
            ))
        );
}
