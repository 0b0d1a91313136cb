using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Verdict;

/// <summary>One measure of one aspect, for one pair of rules.</summary>
/// <param name="Aspect">The aspect.</param>
/// <param name="Measure">The distance.</param>
/// <param name="Answer">Same, different or undecided.</param>
/// <param name="Networks">Networks of the first and of the second rule that have the measure.</param>
/// <param name="Between">Mean distance between the rules with its bootstrap interval over seeds (90 %, so that its upper end is the
/// one-sided 5 % bound of the equivalence test); of a score, the difference of means.</param>
/// <param name="Within">Mean distance between seeds of one rule; of a score, its standard deviation within rules.</param>
/// <param name="Margin">Margin of equivalence.</param>
/// <param name="R2">Share of squared distance that lies between the rules, with its bootstrap interval over seeds (95 %).</param>
/// <param name="P">Permutation p of PERMANOVA; of a score, of the difference of means.</param>
/// <param name="PHolm">The same, corrected over all pairs and measures of the verdict.</param>
/// <param name="PDispersion">p of equal spread; when small, a difference may be one of spread, not of place.</param>
/// <param name="SeedsNeeded">Networks in each group that would decide a difference of the observed size (80 % power, 5 %); int.MaxValue
/// when none is visible.</param>
/// <param name="Cautions">What weakens the row.</param>
/// <param name="Equivalent">Of a score: whether two one-sided tests show the difference to lie within the stated margin; null for
/// distances.</param>
public sealed record PairAspect(
    Aspect Aspect,
    string Measure,
    Answer Answer,
    (int First, int Second) Networks,
    Interval Between,
    double Within,
    double Margin,
    Interval R2,
    double P,
    double PHolm,
    double PDispersion,
    int SeedsNeeded,
    IReadOnlyList<string> Cautions,
    bool? Equivalent = null
);
