using PlasticityLab.Analysis.Verdict;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Studies.Results.Solutions;

/// <summary>One network's place among the solutions.</summary>
/// <param name="Rule">Its rule.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Family">Its family of structure, from 1.</param>
/// <param name="X">First principal coordinate of the structural distances.</param>
/// <param name="Y">Second principal coordinate.</param>
public sealed record SolutionPlace(string Rule, ulong Seed, int Family, double X, double Y);

/// <summary>How a measure of the networks that learned varies: between rules and between seeds of one rule.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Components">Its variance components.</param>
public sealed record MeasureVariance(string Measure, VarianceComponents Components);

/// <summary>The answer in one condition: do the rules that learn converge?</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Successes">Rules that were compared, with the number of their networks that learned; rules that were left out have fewer
/// than two.</param>
/// <param name="Networks">Networks of each rule.</param>
/// <param name="Verdict">The verdict over all pairs.</param>
/// <param name="StructureR2">Share of the squared structural distances between rules, over the networks that learned; NaN with fewer than
/// two rules.</param>
/// <param name="StructureP">Its permutation p.</param>
/// <param name="Families">Families of structure, whatever the rules.</param>
/// <param name="FamiliesAndRules">Adjusted Rand index between families and rules: 1 when each rule is a family of its own, 0 when families
/// say nothing about rules.</param>
/// <param name="Places">The networks that learned.</param>
/// <param name="Variances">Variance within and between rules, measure by measure.</param>
/// <param name="Isomorphic">For each pair of rules the share of pairs of networks whose graphs of transitions are equal up to
/// names.</param>
/// <param name="OperatorsFound">Median share of starts that reached the best value in the search over rotations; NaN when nothing was
/// searched.</param>
public sealed record ConditionSolutions(
    string Condition,
    IReadOnlyDictionary<string, int> Successes,
    int Networks,
    StudyVerdict Verdict,
    double StructureR2,
    double StructureP,
    SolutionFamilies? Families,
    double FamiliesAndRules,
    IReadOnlyList<SolutionPlace> Places,
    IReadOnlyList<MeasureVariance> Variances,
    IReadOnlyDictionary<(string First, string Second), double> Isomorphic,
    double OperatorsFound
);
