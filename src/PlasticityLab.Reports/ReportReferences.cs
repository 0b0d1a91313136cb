using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Reports.Figures;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Reports;

/// <summary>What a report cites: the sources of the rules in it and of the methods it uses.</summary>
internal static class ReportReferences
{
    private static readonly string[] Methods =
    [
        "Conover 1999, Practical Nonparametric Statistics, 3rd ed., ch. 3.2 (interval of a median)",
        "Efron & Tibshirani 1993, An Introduction to the Bootstrap",
        "Holm 1979, Scand. J. Stat. 6:65",
        "Girko 1984, Theory Probab. Appl. 29:694 (circular law)",
        "Wong 2011, Nat. Methods 8:441 (colours)",
        "Crameri, Shephard & Heron 2020, Nat. Commun. 11:5444 (colour maps)",
    ];

    public static IReadOnlyList<RuleCard> Cards(StudyResult study)
    {
        var rules = study.Outcomes.Rows.Select(row => row["rule"]).Concat(study.Table("compass").Rows.Count > 0 ? ["compass"] : []).Distinct().ToArray();
        return [.. RuleCatalog.Cards.Where(card => rules.Any(rule => Names.Same(rule, card.Id) || Names.Same(rule, card.Short))).OrderBy(card => card.Family == RuleFamily.Control).ThenBy(card => card.Family).ThenBy(card => card.Id, StringComparer.Ordinal)];
    }

    public static IReadOnlyList<string> Of(StudyResult study)
        => [.. Cards(study).SelectMany(card => card.Source.Split("; ")).Where(source => source.Any(char.IsDigit)).Concat(Methods).Distinct().Order(StringComparer.OrdinalIgnoreCase)];
}
