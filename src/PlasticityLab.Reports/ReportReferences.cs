using PlasticityLab.Figures.Study;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Studies.Memory;
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

    private static readonly string[] Memory =
    [
        "Willshaw, Buneman & Longuet-Higgins 1969, Nature 222:960 (limit of binary synapses)",
        "Amit, Gutfreund & Sompolinsky 1985, Phys. Rev. Lett. 55:1530 (static patterns)",
        "During, Coolen & Sherrington 1998, J. Phys. A 31:8607 (sequences)",
        "Chaudhry, Zavatone-Veth, Krotov & Pehlevan 2023, NeurIPS 36 (sequences without error)",
        "Amit & Fusi 1994, Neural Comput. 6:957 (palimpsests)",
        "Hopfield, Feinstein & Palmer 1983, Nature 304:158 (unlearning)",
        "Susman, Brenner & Barak 2019, Nat. Commun. 10:4441 (imaginary eigenvalues)",
        "Pereira & Brunel 2020, Front. Comput. Neurosci. 13:97 (persistence and sequence)",
        "Mackevicius et al. 2019, eLife 8:e38471 (sequences in recordings)",
        "Fiete, Senn, Wang & Hahnloser 2010, Neuron 65:563 (competition)",
        "Bouhadjar, Wouters, Diesmann & Tetzlaff 2022, PLoS Comput. Biol. 18:e1010233 (spiking temporal memory)",
    ];

    /// <summary>The rules of a study under the names that it gives them, controls last.</summary>
    public static IReadOnlyList<(string Rule, RuleCard Card)> Rules(StudyResults study) =>
        [
            .. study
                .Rows<OutcomeRow>()
                .Select(row => row.Rule)
                .Concat(study.Rows<MemoryFunctionRow>().Select(row => row.Rule))
                .Concat(study.Has<CompassRow>() ? ["compass"] : [])
                .Distinct()
                .Select(rule => (Rule: rule, Card: study.Card(rule)!))
                .Where(rule => rule.Card is not null)
                .OrderBy(rule => rule.Card.Family == RuleFamily.Control)
                .ThenBy(rule => rule.Card.Family)
                .ThenBy(rule => rule.Card.Id, StringComparer.Ordinal),
        ];

    public static IReadOnlyList<string> Of(StudyResults study) =>
        [
            .. Rules(study)
                .SelectMany(rule => rule.Card.Source.Split("; "))
                .Where(source => source.Any(char.IsDigit))
                .Concat(Methods)
                .Concat(study.Has<MemoryFunctionRow>() ? Memory : [])
                .Distinct()
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
}
