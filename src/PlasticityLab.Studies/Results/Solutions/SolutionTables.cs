using PlasticityLab.Analysis.Verdict;

namespace PlasticityLab.Studies.Results.Solutions;

/// <summary>The tables of the verdict.</summary>
internal static class SolutionTables
{
    /// <summary>One row a condition: the answer and its numbers.</summary>
    public static CsvText Overall(IReadOnlyList<ConditionSolutions> all)
    {
        var csv = new CsvText(
            "condition",
            "class",
            "rules",
            "pairs",
            "universal",
            "degenerate",
            "different",
            "undecided",
            "networks_learned",
            "structure_R2",
            "structure_p",
            "families",
            "families_silhouette",
            "families_stability",
            "families_p",
            "families_and_rules",
            "operators_share_of_starts",
            "sentence",
            "families_sentence",
            "cautions"
        );
        foreach (var c in all)
        {
            var counted = Counted(c);
            int Count(SolutionClass kind) => counted.Count(pair => pair.Class == kind);
            csv.Add(
                c.Condition,
                Lower(c.Verdict.Class),
                Working(c).Length,
                counted.Length,
                Count(SolutionClass.Universal),
                Count(SolutionClass.Degenerate),
                Count(SolutionClass.Different),
                Count(SolutionClass.Undecided),
                c.Places.Count,
                c.StructureR2,
                c.StructureP,
                c.Families?.Count,
                c.Families?.Silhouette,
                c.Families?.Stability,
                c.Families?.PValue,
                c.FamiliesAndRules,
                c.OperatorsFound,
                c.Verdict.Sentence,
                c.Families?.Why,
                string.Join(' ', c.Verdict.Cautions)
            );
        }

        return csv;
    }

    /// <summary>One row a pair of rules.</summary>
    public static CsvText Pairs(IReadOnlyList<ConditionSolutions> all, IReadOnlyList<SummaryRow> summary)
    {
        var csv = new CsvText(
            "condition",
            "first",
            "second",
            "class",
            "function",
            "dynamics",
            "representation",
            "structure",
            "both_work",
            "control",
            "networks_first",
            "networks_second",
            "isomorphic_graphs",
            "S_first",
            "S_second",
            "S_none",
            "S_oracle",
            "S_first_shuffled",
            "S_second_shuffled",
            "S_first_flipped",
            "S_second_flipped",
            "sentence",
            "would_change"
        );
        foreach (var c in all)
        {
            double S(string name) =>
                summary.FirstOrDefault(row => row.Condition == c.Condition && row.Rule == name)?.S.Estimate ?? double.NaN;
            foreach (var pair in c.Verdict.Pairs)
            {
                csv.Add(
                    c.Condition,
                    pair.First,
                    pair.Second,
                    Lower(pair.Class),
                    Lower(pair.On(Aspect.Function)),
                    Lower(pair.On(Aspect.Dynamics)),
                    Lower(pair.On(Aspect.Representation)),
                    Lower(pair.On(Aspect.Structure)),
                    pair.BothWork == true ? "yes" : "no",
                    pair.HasControl ? "yes" : "no",
                    c.Successes.GetValueOrDefault(pair.First),
                    c.Successes.GetValueOrDefault(pair.Second),
                    c.Isomorphic.GetValueOrDefault((pair.First, pair.Second), double.NaN),
                    S(pair.First),
                    S(pair.Second),
                    S("none"),
                    S("oracle"),
                    S(pair.First + "_shuffled"),
                    S(pair.Second + "_shuffled"),
                    S(pair.First + "_flipped"),
                    S(pair.Second + "_flipped"),
                    pair.Sentence,
                    string.Join(' ', pair.WouldChange)
                );
            }
        }

        return csv;
    }

    /// <summary>One row for each pair of rules and measure.</summary>
    public static CsvText Evidence(IReadOnlyList<ConditionSolutions> all)
    {
        var csv = new CsvText(
            "condition",
            "first",
            "second",
            "aspect",
            "measure",
            "answer",
            "networks_first",
            "networks_second",
            "between",
            "low90",
            "high90",
            "within",
            "margin",
            "R2",
            "R2_low95",
            "R2_high95",
            "p",
            "p_holm",
            "p_dispersion",
            "seeds_needed",
            "cautions"
        );
        foreach (var c in all)
        {
            foreach (var (pair, row) in c.Verdict.Pairs.SelectMany(pair => pair.Aspects.Select(row => (pair, row))))
            {
                csv.Add(
                    c.Condition,
                    pair.First,
                    pair.Second,
                    Lower(row.Aspect),
                    row.Measure,
                    Lower(row.Answer),
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
        }

        return csv;
    }

    /// <summary>One row a network that learned.</summary>
    public static CsvText Places(IReadOnlyList<ConditionSolutions> all)
    {
        var csv = new CsvText("condition", "rule", "seed", "family", "x", "y");
        foreach (var c in all)
        {
            foreach (var place in c.Places)
            {
                csv.Add(c.Condition, place.Rule, place.Seed, place.Family, Math.Round(place.X, 9), Math.Round(place.Y, 9));
            }
        }

        return csv;
    }

    /// <summary>One row a measure: variance between rules and between seeds of one rule.</summary>
    public static CsvText Variances(IReadOnlyList<ConditionSolutions> all)
    {
        var csv = new CsvText(
            "condition",
            "measure",
            "variance_between_rules",
            "variance_within_rules",
            "share_between",
            "eta_squared",
            "omega_squared",
            "F"
        );
        foreach (var c in all)
        {
            foreach (var (measure, v) in c.Variances.Select(x => (x.Measure, x.Components)))
            {
                csv.Add(c.Condition, measure, v.Between, v.Within, v.IntraclassCorrelation, v.EtaSquared, v.OmegaSquared, v.F);
            }
        }

        return csv;
    }

    /// <summary>The pairs that count in the overall answer: rules that work, no controls.</summary>
    public static PairVerdict[] Counted(ConditionSolutions c) =>
        [.. c.Verdict.Pairs.Where(pair => !pair.HasControl && pair.BothWork != false)];

    /// <summary>The rules in them.</summary>
    public static string[] Working(ConditionSolutions c) =>
        [.. Counted(c).SelectMany(pair => new[] { pair.First, pair.Second }).Distinct()];

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
